package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.RunEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From a batch of records to what is published. */
class PartitionProcessorTest {
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final Statuses b = stage.provenPeer("b");

    @Test
    void aJoinIsAnsweredWithWorkAndAToken() {
        PartitionProcessor owner = stage.owner();

        List<PeerAssignment> answers = stage.say(owner, a.join("common", "planning"));

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.peer()).isEqualTo("a");
            assertThat(answer.session()).isEqualTo("session-of-a");
            assertThat(answer.cache()).isEqualTo(stage.cache);
            assertThat(answer.state()).isEqualTo(AssignmentState.WORKING);
            assertThat(answer.epoch()).isEqualTo(1);
            assertThat(answer.tasks()).extracting(AssignedTask::name).containsExactly("common");
            assertThat(answer.tasks()).extracting(AssignedTask::expectedSeconds).containsExactly(10.0);
            assertThat(answer.heartbeatSeconds()).isEqualTo(5.0);
            assertThat(answer.token()).contains(stage.seals.tokenOf("a", "session-of-a", stage.cache));
        });
    }

    @Test
    void ofABatchOnlyTheNewestAssignmentOfASessionIsPublished() {
        PartitionProcessor owner = stage.owner();
        stage.append(a.join("common", "planning"));
        stage.append(b.join("common", "planning"));
        stage.append(a.succeeded(1, "common", leaseOfTheFirst(owner)));
        stage.sink.takeAssignments();

        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::session)
                .doesNotHaveDuplicates();
    }

    private String leaseOfTheFirst(PartitionProcessor owner) {
        stage.deliver(owner);
        return stage.sink.takeAssignments().stream()
                .filter(answer -> answer.peer().equals("a"))
                .findFirst()
                .orElseThrow()
                .tasks()
                .get(0)
                .lease();
    }

    @Test
    void eventsCarryTheOffsetOfTheirCauseAndTheirPlace() {
        PartitionProcessor owner = stage.owner();

        stage.say(owner, a.join("common"));

        List<RunEvent> events = stage.sink.takeEvents();
        assertThat(events).extracting(RunEvent::id).first().isEqualTo("0-0-0");
        assertThat(events).extracting(RunEvent::id).doesNotHaveDuplicates();
        assertThat(events)
                .extracting(RunEvent::type)
                .contains(RunEvent.Type.RUN_OPENED, RunEvent.Type.PEER_JOINED, RunEvent.Type.TASK_ASSIGNED);
        assertThat(events).extracting(event -> event.time().toEpochMilli()).containsOnly(stage.now);
    }

    @Test
    void aSinkThatThrowsIsCountedAndStopsNothing() {
        PartitionProcessor owner = stage.owner();
        stage.sink.throwAlways(true);
        stage.say(owner, a.join("common"));
        stage.sink.throwAlways(false);

        List<PeerAssignment> answers = stage.say(owner, b.join("common"));

        assertThat(answers).extracting(PeerAssignment::peer).contains("b");
        assertThat(stage.tally.of(Counted.PUBLISH_FAILURES)).isPositive();
        assertThat(owner.condition()).isInstanceOf(Condition.Running.class);
    }

    @Test
    void aProcessorWithoutItsPartitionDoesNothing() {
        PartitionProcessor idle = stage.processor();
        stage.append(a.join("common"));

        stage.deliver(idle);
        idle.onTime(stage.now + 60_000);

        assertThat(stage.sink.takeAssignments()).isEmpty();
        assertThat(idle.condition()).isEqualTo(new Condition.Unassigned());
    }

    @Test
    void aSecondAssignmentOfTheSamePartitionChangesNothing() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));

        owner.assigned(stage.now);
        owner.process(List.of(), stage.now);

        assertThat(stage.sink.takeAssignments()).isEmpty();
    }

    @Test
    void aRunningProcessorSaysSo() {
        assertThat(stage.owner().condition()).isEqualTo(new Condition.Running(Optional.empty()));
    }
}
