package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who owned which partition when, by the lines that each coordinator writes when that changes, and as it has started. */
final class Ownership {

    private static final Pattern CHANGE =
            Pattern.compile("(\\S+ \\S+) .* (now owner of|no longer owner of|lost) partitions ([0-9, ]+).*");
    private static final Pattern START = Pattern.compile(".* started in ([0-9.]+)s\\..*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    /** A coordinator that had a seat, since when, and what it printed. */
    record Tenure(String seat, Path log, Instant from) {}

    private record Change(String seat, Instant there, Instant at, boolean gains, Set<Integer> partitions) {}

    private final List<Tenure> tenures;
    private final List<Change> changes = new ArrayList<>();
    private Duration longestStart = Duration.ZERO;

    Ownership(List<Tenure> tenures) {
        this.tenures = List.copyOf(tenures);
        tenures.forEach(this::read);
        changes.sort(java.util.Comparator.comparing(Change::at));
    }

    static Ownership of(List<Seat> seats) {
        return new Ownership(seats.stream()
                .flatMap(seat -> seat.terms().stream()
                        .map(term -> new Tenure(seat.name(), term.coordinator().log(), term.from())))
                .toList());
    }

    /** What the coordinator in a seat had at a moment. */
    Set<Integer> of(String seat, Instant moment) {
        Instant from = tenures.stream()
                .filter(one -> one.seat().equals(seat))
                .map(Tenure::from)
                .filter(start -> !start.isAfter(moment))
                .max(java.util.Comparator.naturalOrder())
                .orElse(Instant.MAX);
        Set<Integer> owned = new TreeSet<>();
        for (Change change : changes) {
            if (change.seat().equals(seat)
                    && !change.at().isBefore(from)
                    && !change.at().isAfter(moment)) {
                if (change.gains()) {
                    owned.addAll(change.partitions());
                } else {
                    owned.removeAll(change.partitions());
                }
            }
        }
        return owned;
    }

    /** When a partition got an owner next that had been there before. */
    Optional<Instant> nextOwner(int partition, Instant after) {
        return changes.stream()
                .filter(change -> change.gains() && change.partitions().contains(partition))
                .filter(change -> change.at().isAfter(after) && change.there().isBefore(after))
                .map(Change::at)
                .findFirst();
    }

    /** How long a coordinator took to start at most, which says how slow the machine is. */
    Duration longestStart() {
        return longestStart;
    }

    /** Whether a partition got an owner between two moments. */
    boolean changed(int partition, Instant from, Instant to) {
        return changes.stream()
                .anyMatch(change -> change.gains()
                        && change.partitions().contains(partition)
                        && change.at().isAfter(from)
                        && change.at().isBefore(to));
    }

    private void read(Tenure tenure) {
        try {
            List<String> lines = Files.readString(tenure.log(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            lines.stream()
                    .map(START::matcher)
                    .filter(Matcher::matches)
                    .map(line -> Duration.ofMillis((long) (Double.parseDouble(line.group(1)) * 1_000)))
                    .filter(start -> start.compareTo(longestStart) > 0)
                    .forEach(start -> longestStart = start);
            lines.stream()
                    .map(CHANGE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> changes.add(change(tenure, line)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + tenure.log(), e);
        }
    }

    private static Change change(Tenure tenure, Matcher line) {
        Instant at = LocalDateTime.parse(line.group(1), TIME)
                .atZone(ZoneId.systemDefault())
                .toInstant();
        Set<Integer> partitions = new TreeSet<>();
        for (String number : line.group(3).strip().split(", ")) {
            partitions.add(Integer.valueOf(number));
        }
        return new Change(tenure.seat(), tenure.from(), at, line.group(2).startsWith("now"), partitions);
    }
}
