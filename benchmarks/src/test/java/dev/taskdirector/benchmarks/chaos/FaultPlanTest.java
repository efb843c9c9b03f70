package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);

    @Test
    void aSeedAlwaysGivesTheSameFaultsAndAnotherSeedOthers() {
        assertThat(FaultPlan.of(7, QUARTER, 24)).isEqualTo(FaultPlan.of(7, QUARTER, 24));
        assertThat(FaultPlan.of(8, QUARTER, 24)).isNotEqualTo(FaultPlan.of(7, QUARTER, 24));
    }

    @Test
    void aStormOfFourMinutesHasEveryKindOfFault() {
        LongStream.range(0, 200)
                .forEach(seed -> assertThat(
                                FaultPlan.of(seed, Duration.ofMinutes(4), 24).all())
                        .as("seed %d", seed)
                        .extracting(Fault::kind)
                        .contains(FaultKind.values()));
    }

    @Test
    void serversSufferEachKindOnceBeforeAnyComesAgain() {
        LongStream.range(0, 200)
                .forEach(seed -> assertThat(
                                FaultPlan.of(seed, QUARTER, 24).servers().subList(0, 8))
                        .as("seed %d", seed)
                        .extracting(Fault::kind)
                        .doesNotHaveDuplicates());
    }

    @Test
    void coordinatorsAndBrokerFailOneAfterTheOther() {
        LongStream.range(0, 200).forEach(seed -> {
            List<Fault> faults = FaultPlan.of(seed, QUARTER, 24).servers();
            for (int i = 1; i < faults.size(); i++) {
                Fault before = faults.get(i - 1);
                assertThat(faults.get(i).at())
                        .as("seed %d, fault %d", seed, i)
                        .isGreaterThan(before.at().plus(before.length()));
            }
        });
    }

    @Test
    void theDatabaseIsAwayForAMinuteInALongStormAndForLessInAShortOne() {
        assertThat(FaultPlan.of(1, QUARTER, 24).database())
                .extracting(Fault::length)
                .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(FaultPlan.of(1, Duration.ofMinutes(5), 24).database())
                .extracting(Fault::length)
                .containsExactly(Duration.ofMinutes(1));
        assertThat(FaultPlan.of(1, Duration.ofSeconds(90), 24).database())
                .extracting(Fault::length)
                .containsExactly(Duration.ofSeconds(15));
    }

    @Test
    void everyFaultBeginsWithinTheStormAndHitsSomebodyWhoIsThere() {
        LongStream.range(0, 200)
                .forEach(seed -> assertThat(FaultPlan.of(seed, QUARTER, 20).all())
                        .as("seed %d", seed)
                        .allMatch(fault -> fault.at().compareTo(QUARTER) < 0)
                        .allMatch(fault -> fault.target() < (fault.kind().reach() == FaultKind.Reach.AGENT ? 20 : 2)));
    }
}
