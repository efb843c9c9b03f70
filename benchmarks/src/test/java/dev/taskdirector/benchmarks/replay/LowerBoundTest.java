package dev.taskdirector.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LowerBoundTest {

    private static Workload workload(MeasuredTask... tasks) {
        return new Workload("", Workload.PLAIN, List.of(tasks));
    }

    private static MeasuredTask task(long micros, Integer... needs) {
        return new MeasuredTask("t", micros, List.of(needs), Optional.empty());
    }

    @Test
    void allWorkIsDividedByWhatTheFleetCanDo() {
        Workload workload = workload(task(60), task(60), task(60));
        assertThat(LowerBound.micros(workload, Fleet.of(2))).isEqualTo(90);
        assertThat(LowerBound.micros(workload, Fleet.of(2).withSlots(2))).isEqualTo(60);
        assertThat(LowerBound.micros(workload, Fleet.of(2).withSpeeds(List.of(1.0, 0.5))))
                .isEqualTo(120);
    }

    @Test
    void theLongestTaskRunsOnTheFastestPeer() {
        Workload workload = workload(task(100), task(1));
        assertThat(LowerBound.micros(workload, Fleet.of(8))).isEqualTo(100);
        assertThat(LowerBound.micros(workload, Fleet.of(8).withSpeeds(List.of(0.5, 4.0))))
                .isEqualTo(25);
        assertThat(LowerBound.micros(workload, Fleet.of(1).withSpeeds(List.of(0.5, 4.0))))
                .as("the fast one is not in the fleet")
                .isEqualTo(202);
    }

    @Test
    void theLongestChainRunsOnTheFastestPeer() {
        Workload workload = workload(task(10, 2), task(50), task(20, 3), task(30));
        assertThat(workload.criticalPathMicros()).isEqualTo(60);
        assertThat(LowerBound.micros(workload, Fleet.of(8))).isEqualTo(60);
    }
}
