package dev.taskdirector.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int FAILURES_TOLD = 5;
    private static final int LINES_TOLD = 200;

    @Test
    void inCalmEachTaskIsBuiltOnceAndEveryPeerEndsWithItsOwnTruth() {
        assertThat(failures(false)).isEmpty();
    }

    @Test
    void whateverRagesEveryPeerEndsWithItsOwnTruthOnceItIsOver() {
        assertThat(failures(true)).isEmpty();
    }

    @Test
    void aSeedIsAWorld() {
        assertThat(story(7, true)).isEqualTo(story(7, true)).isNotEqualTo(story(8, true));
    }

    private static List<String> failures(boolean stormy) {
        Seeds seeds = Seeds.chosen();
        List<String> failures = new ArrayList<>();
        seeds.stream().forEach(seed -> {
            if (seeds.told()) {
                System.out.println(String.join("\n", story(seed, stormy)));
            }
            if (failures.size() < FAILURES_TOLD && !holds(seed, stormy)) {
                failures.add(report(seed, stormy));
            }
        });
        return failures;
    }

    private static boolean holds(long seed, boolean stormy) {
        try {
            Simulation.run(seed, stormy, Bug.NONE, new Story(false));
            return true;
        } catch (Violation | RuntimeException e) {
            return false;
        }
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
