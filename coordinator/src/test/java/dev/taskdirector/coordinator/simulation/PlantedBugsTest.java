package dev.taskdirector.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test of the test: each rule, broken, is missed. */
class PlantedBugsTest {

    /** So many worlds in calm and in the storm are enough for every bug; the rarest shows in one storm of a hundred. */
    private static final int WITHIN_SEEDS = 1_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsCaught(Bug bug) {
        assertThat(LongStream.rangeClosed(1, WITHIN_SEEDS)
                        .anyMatch(seed -> isCaught(bug, seed, false) || isCaught(bug, seed, true)))
                .as("%s is caught by one of %s", bug, bug.caughtBy())
                .isTrue();
    }

    private static boolean isCaught(Bug bug, long seed, boolean stormy) {
        try {
            Simulation.run(seed, stormy, bug, new Story(false));
            return false;
        } catch (Violation violation) {
            return bug.caughtBy().contains(violation.rule());
        }
    }
}
