package dev.taskdirector.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test of the test: each rule, broken, is missed. */
class PlantedBugsTest {

    /** So many worlds in calm and in the storm are enough for every bug. */
    private static final int WITHIN_SEEDS = 200;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsCaught(Bug bug) {
        Optional<Violation> caught = Optional.empty();
        for (long seed = 1; seed <= WITHIN_SEEDS && caught.isEmpty(); seed++) {
            caught = caught(bug, seed);
        }
        assertThat(caught.map(Violation::rule))
                .hasValueSatisfying(rule -> assertThat(bug.caughtBy()).contains(rule));
    }

    private static Optional<Violation> caught(Bug bug, long seed) {
        try {
            Simulation.run(seed, false, bug, new Story(false));
            Simulation.run(seed, true, bug, new Story(false));
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(violation);
        }
    }
}
