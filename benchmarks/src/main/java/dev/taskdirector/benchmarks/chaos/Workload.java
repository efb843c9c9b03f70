package dev.taskdirector.benchmarks.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Utils;

/** Draws builds and their peers. The same seed draws the same ones; when each begins depends on when seats are free. */
final class Workload {

    static final int PARTITIONS = 12;

    private static final int CACHES = 5;
    private static final int BUILDS_AT_A_TIME = 6;
    private static final int[] TASKS = {40, 80};
    private static final int[] MILLIS = {200, 2_000};
    private static final int[] PEERS = {3, 7};

    /** Sources that builds of one cache have in common, so that some of their work is the same. */
    private static final int COMMON_SOURCES = 60;

    private static final int FRAGILE = 2;
    private static final int FIRST_EXIT_CODE = 10;
    private static final int EXIT_CODES = 50;

    /** The longest that one peer with one slot may need for all tasks of a build. */
    static final Duration LONGEST_ALONE = Duration.ofMillis((long) TASKS[1] * MILLIS[1]);

    private final Random random;
    private final List<String> caches = caches();
    private final List<Open> open = new ArrayList<>();
    private int builds;
    private int peers;

    /** A build that still wants peers. */
    private static final class Open {
        final Build build;
        int left;

        Open(Build build, int left) {
            this.build = build;
            this.left = left;
        }
    }

    Workload(long seed) {
        random = new Random(seed * 1_000_003 + 7);
    }

    /** Where the records of a remote cache are. */
    static int partitionOf(String cache) {
        return Utils.toPositive(Utils.murmur2(cache.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    synchronized PeerPlan next() {
        while (open.size() < BUILDS_AT_A_TIME) {
            open.add(new Open(build(), between(PEERS)));
        }
        Open chosen = open.get(random.nextInt(open.size()));
        chosen.left--;
        if (chosen.left == 0) {
            open.remove(chosen);
        }
        peers++;
        return peer(chosen.build);
    }

    private PeerPlan peer(Build build) {
        int kind = random.nextInt(100);
        int way = random.nextInt(10);
        String patch = "";
        int exitCode = 0;
        if (kind < 20) {
            // equal patchsets break equally
            patch = "broken";
            exitCode = FIRST_EXIT_CODE + Math.floorMod(build.id().hashCode(), EXIT_CODES);
        } else if (kind < 28) {
            patch = "broken-" + peers;
            exitCode = FIRST_EXIT_CODE + random.nextInt(EXIT_CODES);
        } else if (kind < 36) {
            patch = "other";
        }
        return new PeerPlan(
                build,
                "peer-" + peers,
                random.nextInt(10) < 3 ? 2 : 1,
                random.nextInt(100) < 12,
                random.nextInt(100) < 5,
                way < 7 ? "verdict" : way < 9 ? "stay" : "leave",
                patch,
                exitCode);
    }

    private Build build() {
        builds++;
        String id = "build-" + builds;
        String cache = caches.get(random.nextInt(caches.size()));
        boolean keyed = random.nextBoolean();
        boolean universe = random.nextInt(10) < 7;
        int count = between(TASKS);
        // without a universe the verdict is the tasks' commands, and "not now" would be the verdict's end
        int unavailableAt = universe && random.nextInt(10) < 3 ? random.nextInt(count) : -1;
        Set<String> names = new HashSet<>();
        List<Build.Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String common = "common-" + random.nextInt(COMMON_SOURCES);
            boolean isCommon = keyed && random.nextInt(3) == 0 && names.add(common);
            tasks.add(isCommon ? common(cache, common) : own(cache, id, i, i == unavailableAt ? 1 : 0));
        }
        Set<Integer> fragile = new TreeSet<>();
        while (fragile.size() < FRAGILE) {
            fragile.add(random.nextInt(count));
        }
        return new Build(id, cache, keyed, universe, tasks, List.copyOf(fragile));
    }

    private Build.Task own(String cache, String build, int index, int unavailable) {
        String source = cache + " " + build + " " + index;
        return new Build.Task("task-" + index, needs(index), between(MILLIS), source, unavailable);
    }

    /** The same in every build of its cache. */
    private static Build.Task common(String cache, String name) {
        int millis = MILLIS[0] + Math.floorMod((cache + name).hashCode(), MILLIS[1] - MILLIS[0]);
        return new Build.Task(name, List.of(), millis, cache + " " + name, 0);
    }

    private List<Integer> needs(int index) {
        Set<Integer> needs = new LinkedHashSet<>();
        if (index > 0 && random.nextInt(2) == 0) {
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) {
                needs.add(Math.max(0, index - 1 - random.nextInt(10)));
            }
        }
        return List.copyOf(needs);
    }

    private int between(int[] bounds) {
        return bounds[0] + random.nextInt(bounds[1] - bounds[0]);
    }

    /** Names in partitions of their own: each coordinator has some of them. */
    private static List<String> caches() {
        Set<Integer> taken = new TreeSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 1; names.size() < CACHES; i++) {
            String name = "chaos-" + i;
            if (taken.add(partitionOf(name))) {
                names.add(name);
            }
        }
        return names;
    }
}
