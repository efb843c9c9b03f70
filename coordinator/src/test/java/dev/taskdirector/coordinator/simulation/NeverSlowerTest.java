package dev.taskdirector.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.session.OnFailure;
import dev.taskdirector.agent.session.PatienceOver;
import dev.taskdirector.agent.session.VerdictKind;
import dev.taskdirector.coordinator.simulation.Scenario.Peer;
import dev.taskdirector.coordinator.simulation.Scenario.Task;
import dev.taskdirector.wire.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A chain of tasks is where sharing gains nothing, and a patchset that touches its first task is one to which nothing
 * that others build is of use. Whoever has both must not lose much by the company of others.
 */
class NeverSlowerTest {

    private static final int TASKS = 20;
    private static final int SECONDS = 120;
    private static final double MOST = 1.15;
    private static final double MOST_BESIDE_A_SLOW_ONE = 1.35;

    /** Whose results are good for whom. */
    private enum Patchsets {
        /** All peers' results are hits for all. */
        ALIKE,
        /** The peer's own touches everything, the others' nothing. */
        ONE_TOUCHES_ALL,
        /** Nothing is of use to anybody else. */
        EACH_TOUCHES_ALL
    }

    @ParameterizedTest
    @CsvSource({
        "ALIKE, 1, true",
        "ALIKE, 3, true",
        "ALIKE, 3, false",
        "ALIKE, 7, false",
        "ONE_TOUCHES_ALL, 1, true",
        "ONE_TOUCHES_ALL, 3, true",
        "ONE_TOUCHES_ALL, 1, false",
        "ONE_TOUCHES_ALL, 2, false",
        "ONE_TOUCHES_ALL, 3, false",
        "ONE_TOUCHES_ALL, 7, false",
        "EACH_TOUCHES_ALL, 1, false",
        "EACH_TOUCHES_ALL, 3, false",
        "EACH_TOUCHES_ALL, 7, false"
    })
    void aChainTakesLittleLongerThanAlone(Patchsets patchsets, int others, boolean keyed) {
        long alone = took(world(patchsets, 0, 0, keyed), 0);
        for (int place = 0; place <= others; place++) {
            long together = took(world(patchsets, others, place, keyed), place);
            assertThat((double) together / alone)
                    .as(
                            "%s, place %d of %d, keys %s: %d s, alone %d s",
                            patchsets, place, others, keyed, together, alone)
                    .isLessThanOrEqualTo(MOST);
        }
    }

    /** Alone, plus the quarter that is borne, plus the one task that it waited for in vain. */
    @Test
    void whoeverIsBesideASlowPeerSoonBuildsForItself() {
        Scenario lonely = world(Patchsets.ALIKE, 0, 0, true);
        List<Peer> peers = List.of(peer(0, "", true, 4), peer(1, "", true, 1));
        Scenario together = new Scenario(chain(), peers, Map.of(), false, "");
        assertThat((double) took(together, 1) / took(lonely, 0)).isLessThanOrEqualTo(MOST_BESIDE_A_SLOW_ONE);
    }

    private static long took(Scenario scenario, int place) {
        return Simulation.seconds(scenario, 1, new Story(false)).get(place);
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
