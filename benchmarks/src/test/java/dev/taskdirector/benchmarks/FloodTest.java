package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a flood takes from the coordinator, and what ends it: cheap answers to sessions that are gone prove nothing. */
class FloodTest {

    private static final Set<AssignmentState> BORNE = EnumSet.of(AssignmentState.WORKING, AssignmentState.WAITING);

    private static final AssignedTask TASK = new AssignedTask("t0", "lease", 1);

    private final Flood.Speaker speaker = new Flood.Speaker("peer", "cache", Load.join(1));

    @Test
    void whoIsToldToWorkOrToWaitSpeaksOn() {
        for (AssignmentState state : BORNE) {
            assertThatCode(() -> speaker.hear(told(state), 1)).doesNotThrowAnyException();
        }
        assertThat(speaker.status().holding())
                .singleElement()
                .satisfies(held -> assertThat(held.task()).isEqualTo("t0"));
    }

    @Test
    void whoIsToldAnythingElseEndsTheFlood() {
        for (AssignmentState state : EnumSet.complementOf(EnumSet.copyOf(BORNE))) {
            assertThatThrownBy(() -> speaker.hear(told(state), 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("STATUSES: peer was told " + state + ", since it is a test; ");
        }
    }

    @Test
    void whoHearsNothingForTooLongEndsTheFlood() {
        long heard = 7;
        long last = heard + Flood.SILENCE_LIMIT.toNanos();
        speaker.hear(told(AssignmentState.WAITING), heard);

        assertThatCode(() -> speaker.checkHeard(last)).doesNotThrowAnyException();
        assertThatThrownBy(() -> speaker.checkHeard(last + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("STATUSES: peer heard nothing for more than PT30S");
    }

    private static PeerAssignment told(AssignmentState state) {
        return new PeerAssignment(
                1,
                "peer",
                "session",
                "cache",
                1,
                1,
                state,
                Optional.empty(),
                List.of(TASK),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of("it is a test"),
                Optional.empty(),
                5,
                Optional.empty());
    }
}
