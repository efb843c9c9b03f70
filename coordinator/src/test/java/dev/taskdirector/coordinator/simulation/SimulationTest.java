package dev.taskdirector.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Flaw;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each seed is lived through twice, in calm and in a storm of faults. */
class SimulationTest {

    private static final long MANY = 5_000;

    private static final int FAILURES_TOLD = 5;
    private static final int LINES_TOLD = 200;

    private static final List<String> IN_CALM = new ArrayList<>();
    private static final List<String> IN_THE_STORM = new ArrayList<>();
    private static final Set<String> SEEN = new TreeSet<>();

    @BeforeAll
    static void live() {
        Seeds.chosen().stream().forEach(seed -> {
            live(seed, false, IN_CALM);
            live(seed, true, IN_THE_STORM);
        });
    }

    private static void live(long seed, boolean stormy, List<String> failures) {
        if (Seeds.chosen().told()) {
            System.out.println(String.join("\n", story(seed, stormy)));
        }
        if (failures.size() == FAILURES_TOLD) {
            return;
        }
        try {
            SEEN.addAll(Simulation.run(seed, stormy, Bug.NONE, new Story(false)));
        } catch (Violation | RuntimeException e) {
            failures.add(report(seed, stormy));
        }
    }

    @Test
    void inCalmEachTaskIsBuiltOnceAndEveryPeerEndsWithItsOwnTruth() {
        assertThat(IN_CALM).isEmpty();
    }

    @Test
    void whateverRagesEveryPeerEndsWithItsOwnTruthOnceItIsOver() {
        assertThat(IN_THE_STORM).isEmpty();
    }

    @Test
    void inSomeWorldEverythingHappens() {
        assumeThat(Seeds.chosen().count()).isGreaterThanOrEqualTo(Seeds.USUAL);
        EnumSet<Counted> neverHere = EnumSet.of(
                Counted.FAILED_STEPS, Counted.FORWARDED, Counted.LEFT_IN_LOG, Counted.UNREADABLE, Counted.TOPIC_FLAWS);
        assertThat(SEEN)
                .containsAll(Stream.of(
                                Arrays.asList(AssignmentState.values()),
                                Arrays.asList(Outcome.values()),
                                sightings(),
                                EnumSet.complementOf(neverHere),
                                EnumSet.of(Flaw.MALFORMED, Flaw.WRONG_KEY, Flaw.UNPROVEN))
                        .flatMap(Collection::stream)
                        .map(Surroundings::nameOf)
                        .toList());
    }

    /** What is asked back shows in one world of some thousand, so only a long row of them has to see it. */
    private static EnumSet<Sighting> sightings() {
        return Seeds.chosen().count() < MANY
                ? EnumSet.complementOf(EnumSet.of(Sighting.ASKED_BACK))
                : EnumSet.allOf(Sighting.class);
    }

    @Test
    void aSeedIsAWorld() {
        assertThat(story(7, true)).isEqualTo(story(7, true)).isNotEqualTo(story(8, true));
    }

    /** The last of what happened; all of it comes with -Dsimulation.seed. */
    private static String report(long seed, boolean stormy) {
        List<String> lines = story(seed, stormy);
        return "seed " + seed + (stormy ? " in the storm" : " in calm") + " (all of it: -Dsimulation.seed=" + seed
                + ")\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    }

    private static List<String> story(long seed, boolean stormy) {
        Story story = new Story(true);
        try {
            Simulation.run(seed, stormy, Bug.NONE, story);
        } catch (Violation | RuntimeException e) {
            story.tell(() -> "the world ends here");
        }
        return story.lines();
    }
}
