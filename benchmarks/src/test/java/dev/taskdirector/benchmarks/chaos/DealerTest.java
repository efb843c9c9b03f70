package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DealerTest {

    private static final int EMPTY_SEAT = 7;

    private final List<Fault> happened = new ArrayList<>();

    private boolean happens(Fault fault) {
        return fault.target() != EMPTY_SEAT && happened.add(fault);
    }

    private static Fault fault(FaultKind kind, int target) {
        return new Fault(Duration.ZERO, kind, target, Duration.ZERO);
    }

    @Test
    void inTimeEachFaultHappens() throws Exception {
        List<Fault> plan = List.of(fault(FaultKind.AGENT_KILLED, 1), fault(FaultKind.AGENT_KILLED, 2));
        assertThat(new Dealer(new StormTime(Duration.ofHours(1)), this::happens).deal(plan))
                .isEqualTo(2);
        assertThat(happened).isEqualTo(plan);
    }

    @Test
    void afterTheStormOnlyAKindHappensThatHasNotYet() throws Exception {
        Fault killed = fault(FaultKind.AGENT_KILLED, 1);
        Fault stopped = fault(FaultKind.AGENT_STOPPED, 1);
        Dealer late = new Dealer(new StormTime(Duration.ZERO), this::happens);
        late.deal(List.of(killed, fault(FaultKind.AGENT_KILLED, 2), stopped));
        late.deal(List.of(fault(FaultKind.AGENT_STOPPED, 2)));
        assertThat(happened).containsExactly(killed, stopped);
    }

    @Test
    void aFaultThatFoundNobodyIsNoneOfItsKind() throws Exception {
        Fault second = fault(FaultKind.AGENT_KILLED, 2);
        Dealer late = new Dealer(new StormTime(Duration.ZERO), this::happens);
        int count =
                late.deal(List.of(fault(FaultKind.AGENT_KILLED, EMPTY_SEAT), second, fault(FaultKind.AGENT_KILLED, 3)));
        assertThat(count).isEqualTo(1);
        assertThat(happened).containsExactly(second);
    }

    @Test
    void whoIsCalledOffDealsNothing() throws Exception {
        StormTime time = new StormTime(Duration.ofHours(1));
        time.callOff();
        new Dealer(time, this::happens).deal(List.of(fault(FaultKind.AGENT_KILLED, 1)));
        assertThat(happened).isEmpty();
    }
}
