package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.session.OnFailure;
import dev.taskdirector.agent.session.PatienceOver;
import dev.taskdirector.agent.session.VerdictKind;
import dev.taskdirector.coordinator.simulation.Scenario.Peer;
import dev.taskdirector.coordinator.simulation.Scenario.Task;
import dev.taskdirector.wire.Repository;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Draws scenarios: few tasks and peers, since small worlds find what large ones find, sooner. */
final class ScenarioMaker {

    /** How peers say what makes their tasks the same. */
    private enum Keys {
        ALL,
        NONE,
        MIXED
    }

    private final Random random;

    ScenarioMaker(Random random) {
        this.random = random;
    }

    Scenario make() {
        List<Task> tasks = tasks(3 + random.nextInt(6));
        Keys keys = Keys.values()[random.nextInt(3)];
        boolean wrongKeys = chance(10);
        boolean slow = chance(25);
        Set<Integer> brokenBase = chance(7) ? Set.of(random.nextInt(tasks.size())) : Set.of();
        Map<Integer, Integer> unavailable = new TreeMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            if (chance(6)) {
                unavailable.put(i, List.of(1, 2, Scenario.NEVER_AVAILABLE).get(random.nextInt(3)));
            }
        }
        Scenario bare = new Scenario(tasks, List.of(), unavailable, wrongKeys, "");
        boolean ownSchemas = chance(25);
        String padding = chance(20) ? "/".repeat(40_000) : "";
        List<Peer> peers = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        boolean twoCaches = chance(10);
        for (int number = 0; number < count; number++) {
            boolean keyed = keys == Keys.ALL || (keys == Keys.MIXED && random.nextBoolean());
            int slowness = slow && number == 0 ? 4 : 1;
            String cache = twoCaches && random.nextBoolean() ? "fra1" : "muc9";
            List<Integer> needed = ownSchemas && chance(50) ? someTasks(bare) : allTasks(bare);
            peers.add(peer(bare, number, cache, needed, keyed, slowness, brokenBase));
        }
        return new Scenario(tasks, List.copyOf(peers), unavailable, wrongKeys, padding);
    }

    private static List<Integer> allTasks(Scenario world) {
        return IntStream.range(0, world.tasks().size()).boxed().toList();
    }

    private List<Integer> someTasks(Scenario world) {
        Set<Integer> some = new TreeSet<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            some.addAll(world.closure(random.nextInt(world.tasks().size())));
        }
        return List.copyOf(some);
    }

    private List<Task> tasks(int count) {
        boolean timeouts = chance(60);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> needs = new ArrayList<>();
            for (int need = 0; need < i; need++) {
                if (chance(25)) {
                    needs.add(need);
                }
            }
            tasks.add(new Task(
                    "t" + i,
                    List.copyOf(needs),
                    2 + random.nextInt(20),
                    timeouts ? Optional.of(300) : Optional.empty()));
        }
        return List.copyOf(tasks);
    }

    private Peer peer(
            Scenario world,
            int number,
            String cache,
            List<Integer> needed,
            boolean keyed,
            int slowness,
            Set<Integer> brokenBase) {
        int size = world.tasks().size();
        Set<Integer> modified = new TreeSet<>();
        Set<Integer> broken = new TreeSet<>(brokenBase);
        Set<Integer> flaky = new TreeSet<>();
        List<Double> expected = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (chance(15)) {
                modified.add(i);
                if (chance(25)) {
                    broken.add(i);
                }
            }
            if (chance(2)) {
                flaky.add(i);
            }
            expected.add(Math.max(1, Math.floor(world.tasks().get(i).seconds() * (0.7 + random.nextDouble() * 0.7))));
        }
        List<String> trueKeys = trueKeys(world, number, modified);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean wrong = world.wrongKeys() && chance(30);
            int other = chance(20) ? random.nextInt(size) : i;
            said.add(wrong ? "t" + other + "@" : trueKeys.get(i));
        }
        int slots = List.of(1, 1, 2).get(random.nextInt(3));
        return new Peer(
                "p" + number,
                cache,
                chance(5) ? "sha256:other" : "sha256:1",
                needed,
                List.of(0, 0, 1, random.nextInt(60), random.nextInt(160)).get(random.nextInt(5)),
                slots,
                slowness,
                !chance(15),
                onFailure(),
                chance(5) ? PatienceOver.FAIL : PatienceOver.ALONE,
                chance(5) ? VerdictKind.NONE : VerdictKind.BUILD,
                trueKeys,
                keyed ? Optional.of(List.copyOf(said)) : Optional.empty(),
                Collections.unmodifiableSet(broken),
                Collections.unmodifiableSet(flaky),
                List.copyOf(expected),
                repositories(number),
                chance(5),
                soloSeconds(world.tasks(), slots, slowness));
    }

    private OnFailure onFailure() {
        int drawn = random.nextInt(10);
        return drawn < 5 ? OnFailure.VERDICT : drawn < 9 ? OnFailure.STAY : OnFailure.LEAVE;
    }

    /** A true key carries the modifications of the task and of all that it needs. */
    private static List<String> trueKeys(Scenario world, int peer, Set<Integer> modified) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < world.tasks().size(); i++) {
            Set<Integer> own = new TreeSet<>(world.closure(i));
            own.retainAll(modified);
            keys.add("t" + i + "@" + (own.isEmpty() ? "" : "p" + peer + own));
        }
        return List.copyOf(keys);
    }

    private List<Repository> repositories(int number) {
        boolean near = chance(80);
        return List.of(
                near
                        ? new Repository("org/world", "main", "change-" + number, List.of("base"))
                        : new Repository("org/world", "main", "fork-" + number % 2, List.of()));
    }

    /** List scheduling in the order of the schema, a second lost at each task. */
    private static long soloSeconds(List<Task> tasks, int slots, int slowness) {
        long[] ends = new long[tasks.size()];
        long[] free = new long[slots];
        for (int i = 0; i < tasks.size(); i++) {
            java.util.Arrays.sort(free);
            long start = free[0];
            for (int need : tasks.get(i).needs()) {
                start = Math.max(start, ends[need]);
            }
            ends[i] = start + (long) slowness * tasks.get(i).seconds() + 1;
            free[0] = ends[i];
        }
        return java.util.Arrays.stream(ends).max().orElse(0) + 1;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
