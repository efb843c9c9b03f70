package dev.taskdirector.deploy.quickstart;

import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/** Which coordinator owns which partition, and since when: by the line that each writes when that changes. */
final class Owners {

    private static final int PARTITIONS = 12;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern CHANGE =
            Pattern.compile("(\\S+ \\S+) .* (now owner of|no longer owner of|lost) partitions ([0-9, ]+).*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private final Standalone standalone;

    Owners(Standalone standalone) {
        this.standalone = standalone;
    }

    /** Where the records of a remote cache are. */
    static int partitionOf(String cache) {
        return partitionOf(cache, PARTITIONS);
    }

    /** The same in a status topic of so many partitions. */
    static int partitionOf(String cache, int partitions) {
        return Utils.toPositive(Utils.murmur2(cache.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** Waits until two coordinators have half of the partitions each, and gives the one that has this one. */
    CoordinatorProcess ofTwo(int partition) {
        await("two coordinators with half of the partitions each")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> standalone.coordinators().stream()
                                .filter(c -> owned(c).size() == PARTITIONS / 2)
                                .count()
                        == 2);
        return standalone.coordinators().stream()
                .filter(c -> owned(c).containsKey(partition))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the partition is this coordinator's, and says since when it is. */
    Instant awaitOwnership(CoordinatorProcess coordinator, int partition) {
        return await("partition " + partition + " at " + coordinator.address())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Optional.ofNullable(owned(coordinator).get(partition)), Optional::isPresent)
                .orElseThrow();
    }

    private static Map<Integer, Instant> owned(CoordinatorProcess coordinator) {
        Map<Integer, Instant> owned = new TreeMap<>();
        said(coordinator).lines().map(CHANGE::matcher).filter(Matcher::matches).forEach(change -> {
            Instant when = LocalDateTime.parse(change.group(1), TIME)
                    .atZone(ZoneId.systemDefault())
                    .toInstant();
            for (String number : change.group(3).strip().split(", ")) {
                if (change.group(2).startsWith("now")) {
                    owned.put(Integer.valueOf(number), when);
                } else {
                    owned.remove(Integer.valueOf(number));
                }
            }
        });
        return owned;
    }

    private static String said(CoordinatorProcess coordinator) {
        try {
            return Files.readString(coordinator.log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + coordinator.log(), e);
        }
    }
}
