package dev.taskdirector.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkshopTest {

    private static final long SECOND = 1_000_000;

    private final Agenda agenda = new Agenda();
    private final Workload workload = new Workload(
            "",
            Workload.PLAIN,
            List.of(
                    new MeasuredTask("a", 10 * SECOND, List.of(), Optional.empty()),
                    new MeasuredTask("b", 4 * SECOND, List.of(0), Optional.empty())));
    private final List<String> ended = new ArrayList<>();

    private Workshop.Execution begin(Workshop workshop, int task, String peer, double speed) {
        return workshop.begin(
                task,
                peer,
                speed,
                12 * SECOND,
                execution -> ended.add(peer + " " + execution.task() + " at " + agenda.nowMicros() / SECOND));
    }

    @Test
    void aSecondExecutionOvertakesOneThatHangs() {
        Workshop workshop = new Workshop(agenda, workload, Map.of("a", 10.0));
        Workshop.Execution hung = begin(workshop, 0, "one", 1);
        agenda.in(24 * SECOND, () -> begin(workshop, 0, "two", 1));
        agenda.runUntil(() -> workshop.isDone(0), 100 * SECOND);
        hung.abort();
        begin(workshop, 1, "one", 2);
        agenda.runUntil(workshop::isAllDone, 100 * SECOND);
        assertThat(ended).containsExactly("two 0 at 34", "one 1 at 36");
        Result result = workshop.result(Fleet.of(2));
        assertThat(result.makespanSeconds()).isEqualTo(36);
        assertThat(result.workSeconds()).as("in vain too, at speed 1").isEqualTo(34 + 10 + 4);
        assertThat(result.workRatio()).isEqualTo(48 / 14.0);
        assertThat(result.busyMicros()).containsExactly(Map.entry("two", 10 * SECOND), Map.entry("one", 36 * SECOND));
        assertThat(result.hangs()).containsExactly(new Result.Hang("a", 12 * SECOND, 34 * SECOND, 2));
        assertThat(result.hangs().get(0).timesExpected()).isEqualTo(34 / 12.0);
    }

    @Test
    void whatIsAbortedEndsWithoutAResult() {
        Workshop workshop = new Workshop(agenda, workload, Map.of());
        Workshop.Execution execution = begin(workshop, 0, "one", 0.5);
        agenda.in(3 * SECOND, execution::abort);
        assertThat(agenda.runUntil(workshop::isAllDone, 100 * SECOND)).isFalse();
        assertThat(ended).isEmpty();
        assertThat(workshop.undone()).isEqualTo(2);
        assertThat(workshop.result(Fleet.of(1)).workSeconds()).isEqualTo(1.5);
    }

    @Test
    void aSlowPeerNeverTakesLessThanItsShare() {
        Workload odd =
                new Workload("", Workload.PLAIN, List.of(new MeasuredTask("a", 10, List.of(), Optional.empty())));
        Workshop workshop = new Workshop(agenda, odd, Map.of());
        assertThat(begin(workshop, 0, "one", 3).micros()).isEqualTo(4);
    }
}
