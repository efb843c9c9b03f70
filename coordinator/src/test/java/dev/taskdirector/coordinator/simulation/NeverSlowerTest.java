package dev.taskdirector.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.session.OnFailure;
import dev.taskdirector.agent.session.PatienceOver;
import dev.taskdirector.agent.session.VerdictKind;
import dev.taskdirector.coordinator.simulation.Scenario.Peer;
import dev.taskdirector.coordinator.simulation.Scenario.Task;
import dev.taskdirector.coordinator.simulation.Simulation.Ended;
import dev.taskdirector.wire.Repository;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A chain of tasks is where sharing gains nothing, and a patchset that touches its first task is one to which nothing
 * that others build is of use. Whoever has both must not lose much by the company of others.
 */
class NeverSlowerTest {

    private static final int TASKS = 20;
    private static final int SECONDS = 120;
    private static final int SEEDS = 1;
    private static final int MANY_SEEDS = 3;
    private static final double MOST = 1.15;

    /** The quarter that is borne, the one task in twenty that was waited for in vain, and what the simulation's steps take. */
    private static final double MOST_BESIDE_SLOW_ONES = 1.35;

    /** What the commands take one after the other: each a second more than its task, and so does the verdict. */
    private static final long PLAIN_SECONDS = (SECONDS + 1) * TASKS + 1;

    /** Whose results are good for whom. */
    private enum Patchsets {
        /** All peers' results are hits for all. */
        ALIKE,
        /** The peer's own touches everything, the others' nothing. */
        ONE_TOUCHES_ALL,
        /** Nothing is of use to anybody else. */
        EACH_TOUCHES_ALL
    }

    /** Each of these: whose results are good for whom, how many others there are, and whether keys say so. */
    private static final String COMPANIES = """
            ALIKE, 1, true
            ALIKE, 3, true
            ALIKE, 3, false
            ALIKE, 7, false
            ONE_TOUCHES_ALL, 1, true
            ONE_TOUCHES_ALL, 3, true
            ONE_TOUCHES_ALL, 1, false
            ONE_TOUCHES_ALL, 2, false
            ONE_TOUCHES_ALL, 3, false
            ONE_TOUCHES_ALL, 7, false
            EACH_TOUCHES_ALL, 1, false
            EACH_TOUCHES_ALL, 3, false
            EACH_TOUCHES_ALL, 7, false
            """;

    /** One of each kind. */
    private static final String FEW_COMPANIES = """
            ALIKE, 3, true
            ALIKE, 3, false
            ONE_TOUCHES_ALL, 3, true
            ONE_TOUCHES_ALL, 2, false
            EACH_TOUCHES_ALL, 3, false
            """;

    /** Each of these: how many slow peers there are, and how many times longer than expected they take. */
    private static final String SLOW_ONES = """
            1, 2
            1, 4
            1, 20
            3, 2
            3, 4
            3, 20
            """;

    @ParameterizedTest
    @CsvSource(textBlock = FEW_COMPANIES)
    void aChainTakesLittleLongerThanAlone(Patchsets patchsets, int others, boolean keyed) {
        assertLittleLonger(patchsets, others, keyed, SEEDS);
    }

    @ParameterizedTest
    @CsvSource(textBlock = COMPANIES)
    @Tag("faults")
    void aChainTakesLittleLongerThanAloneWhateverTheSeed(Patchsets patchsets, int others, boolean keyed) {
        assertLittleLonger(patchsets, others, keyed, MANY_SEEDS);
    }

    @ParameterizedTest
    @CsvSource(textBlock = SLOW_ONES)
    void whoeverIsBesideSlowPeersSoonBuildsForItself(int slowPeers, int slowness) {
        assertSoonBuildsForItself(slowPeers, slowness, SEEDS);
    }

    @ParameterizedTest
    @CsvSource(textBlock = SLOW_ONES)
    @Tag("faults")
    void whoeverIsBesideSlowPeersSoonBuildsForItselfWhateverTheSeed(int slowPeers, int slowness) {
        assertSoonBuildsForItself(slowPeers, slowness, MANY_SEEDS);
    }

    private static void assertLittleLonger(Patchsets patchsets, int others, boolean keyed, int seeds) {
        forEach(seeds, seed -> {
            long alone = took(seed, world(patchsets, 0, 0, keyed)).get(0);
            long together = longest(seed, patchsets, others, keyed);
            assertAreTogether(end(seed, world(patchsets, others, 0, keyed)), patchsets, keyed);
            String story =
                    "seed %d: %d s, directed alone %d s, plain %d s".formatted(seed, together, alone, PLAIN_SECONDS);
            assertThat((double) together / alone).as(story).isLessThanOrEqualTo(MOST);
            assertThat((double) together / PLAIN_SECONDS).as(story).isLessThanOrEqualTo(MOST);
        });
    }

    private static void assertSoonBuildsForItself(int slowPeers, int slowness, int seeds) {
        List<Peer> peers = new ArrayList<>();
        for (int number = 0; number < slowPeers; number++) {
            peers.add(peer(number, "", true, slowness));
        }
        peers.add(peer(slowPeers, "", true, 1));
        Scenario together = new Scenario(chain(), List.copyOf(peers), Map.of(), false, "");
        forEach(seeds, seed -> {
            long took = took(seed, together).get(slowPeers);
            assertThat((double) took / PLAIN_SECONDS)
                    .as("seed %d: %d s, plain %d s", seed, took, PLAIN_SECONDS)
                    .isLessThanOrEqualTo(MOST_BESIDE_SLOW_ONES);
        });
    }

    /** At the same time, as far as there are cores: each seed is a world of its own. */
    private static void forEach(int seeds, LongConsumer check) {
        LongStream.rangeClosed(1, seeds).parallel().forEach(check);
    }

    /** What the peer in question takes at the place that is worst for it; where all are of one kind, each is in question. */
    private static long longest(long seed, Patchsets patchsets, int others, boolean keyed) {
        if (patchsets != Patchsets.ONE_TOUCHES_ALL) {
            return Collections.max(took(seed, world(patchsets, others, 0, keyed)));
        }
        return IntStream.rangeClosed(0, others)
                .parallel()
                .mapToLong(place ->
                        took(seed, world(patchsets, others, place, keyed)).get(place))
                .max()
                .orElseThrow();
    }

    /** Who shares nothing takes no longer than alone either, and shows nothing. */
    private static void assertAreTogether(Ended ended, Patchsets patchsets, boolean keyed) {
        if (patchsets == Patchsets.ALIKE || keyed) {
            int kinds = patchsets == Patchsets.ALIKE ? 1 : 2;
            assertThat(ended.built().stream().mapToInt(Integer::intValue).sum())
                    .as("tasks that all of them built: %s", ended)
                    .isLessThanOrEqualTo(kinds * TASKS + 2 * ended.built().size());
        } else {
            assertThat(ended.seen()).contains(Surroundings.nameOf(Sighting.GHOST));
        }
    }

    private static List<Long> took(long seed, Scenario scenario) {
        return end(seed, scenario).seconds();
    }

    private static Ended end(long seed, Scenario scenario) {
        return Simulation.end(scenario, seed, new Story(false));
    }

    /** The peer in question comes at this place among the others. */
    private static Scenario world(Patchsets patchsets, int others, int place, boolean keyed) {
        List<Peer> peers = new ArrayList<>();
        for (int number = 0; number <= others; number++) {
            boolean touches = patchsets == Patchsets.EACH_TOUCHES_ALL
                    || (patchsets == Patchsets.ONE_TOUCHES_ALL && number == place);
            peers.add(peer(number, touches ? "p" + number : "", keyed, 1));
        }
        return new Scenario(chain(), List.copyOf(peers), Map.of(), false, "");
    }

    private static List<Task> chain() {
        return IntStream.range(0, TASKS)
                .mapToObj(i -> new Task("t" + i, i == 0 ? List.of() : List.of(i - 1), SECONDS, Optional.empty()))
                .toList();
    }

    private static Peer peer(int number, String touched, boolean keyed, int slowness) {
        List<String> keys =
                IntStream.range(0, TASKS).mapToObj(i -> "t" + i + "@" + touched).toList();
        return new Peer(
                "p" + number,
                "muc9",
                "sha256:1",
                IntStream.range(0, TASKS).boxed().toList(),
                number * 3,
                1,
                slowness,
                true,
                OnFailure.VERDICT,
                PatienceOver.ALONE,
                VerdictKind.BUILD,
                keys,
                keyed ? Optional.of(keys) : Optional.empty(),
                Set.of(),
                Set.of(),
                IntStream.range(0, TASKS).mapToObj(i -> (double) SECONDS).toList(),
                List.of(new Repository("org/world", "main", "change-" + number, List.of("base"))),
                false,
                (long) TASKS * SECONDS);
    }
}
