package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.Happening;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Report;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.BuiltTask;
import dev.taskdirector.wire.DoneBy;
import dev.taskdirector.wire.FailedAttempt;
import dev.taskdirector.wire.Failure;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.News;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Pipeline;
import dev.taskdirector.wire.Progress;
import dev.taskdirector.wire.Relied;
import dev.taskdirector.wire.Repository;
import dev.taskdirector.wire.RunEvent;
import dev.taskdirector.wire.WaitingFor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Between the words of the wire and those of the core nothing is lost. */
class TranslationTest {

    @Test
    void aStatusArrivesWhole() {
        PeerStatus status = new PeerStatus(
                1,
                "a",
                "s",
                "muc9",
                9,
                3,
                2,
                List.of(new Holding("planning", Optional.of("1.1")), new Holding("alone", Optional.empty())),
                List.of(new Finished(
                        "common",
                        Optional.of("0.1"),
                        Outcome.FAILED,
                        Optional.of(7),
                        Optional.of(612.4),
                        Optional.of(false))),
                List.of(new Relied("maps", true)),
                Optional.of(join(Optional.of("dependent"))),
                Optional.of(Leaving.FAILED),
                Optional.of("token"));

        assertThat(StatusTranslation.toCore(status))
                .isEqualTo(new Report(
                        new PeerId("a"),
                        new SessionId("s"),
                        new CacheId("muc9"),
                        9,
                        3,
                        2,
                        List.of(
                                new Report.Held("planning", Optional.of(new LeaseId("1.1"))),
                                new Report.Held("alone", Optional.empty())),
                        List.of(new Report.Ended(
                                "common",
                                Optional.of(new LeaseId("0.1")),
                                Report.Outcome.FAILED,
                                Optional.of(7),
                                Optional.of(612_400L),
                                Optional.of(false))),
                        List.of(new Report.Reliance("maps", true)),
                        Optional.of(new JoinRequest(
                                new JoinRequest.SchemaRef("driving", "sha256:1", Optional.of("//...")),
                                Optional.of(List.of(new JoinRequest.TaskDefinition(
                                        "common", List.of("base"), Optional.of(1L), Optional.of(3_600_000L)))),
                                "sha256:c",
                                Optional.of(List.of("k1:1")),
                                false,
                                List.of(new JoinRequest.RepositoryState("org/driving", "main", "5b", List.of("29"))),
                                true,
                                Optional.of("4711,3"),
                                Optional.of("gate"),
                                true,
                                Map.of("site", "muc"))),
                        Optional.of(Report.Leaving.FAILED)));
    }

    private static Join join(Optional<String> pipelineType) {
        return new Join(
                new JoinSchema(
                        "driving",
                        "sha256:1",
                        Optional.of("//..."),
                        Optional.of(List.of(new JoinTask(
                                "common",
                                List.of("//common"),
                                List.of("base"),
                                Optional.of(0.000_1),
                                Optional.of(3600.0))))),
                "sha256:c",
                Optional.of(List.of("k1:1")),
                false,
                List.of(new Repository("org/driving", "main", "5b", List.of("29"))),
                true,
                Optional.of("4711,3"),
                Optional.of(new Pipeline("gate", pipelineType)),
                Map.of("site", "muc"));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void everyOutcomeKeepsItsName(Outcome outcome) {
        PeerStatus status = new PeerStatus(
                1,
                "a",
                "s",
                "muc9",
                1,
                0,
                1,
                List.of(),
                List.of(new Finished(
                        "t", Optional.empty(), outcome, Optional.empty(), Optional.empty(), Optional.empty())),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(StatusTranslation.toCore(status).finished().get(0).outcome().name())
                .isEqualTo(outcome.name());
    }

    @ParameterizedTest
    @EnumSource(Leaving.class)
    void everyWayToLeaveKeepsItsName(Leaving leaving) {
        PeerStatus status = new PeerStatus(
                1,
                "a",
                "s",
                "muc9",
                1,
                0,
                1,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(leaving),
                Optional.empty());

        assertThat(StatusTranslation.toCore(status).leaving().orElseThrow().name())
                .isEqualTo(leaving.name());
    }

    @Test
    void anAssignmentLeavesWhole() {
        Assignment assignment = new Assignment(
                new PeerId("a"),
                new SessionId("s"),
                new CacheId("muc9"),
                4,
                9,
                Assignment.State.FAILED,
                Optional.of(new RunId("muc9.3.18812")),
                List.of(new Assignment.Task(
                        "planning",
                        new LeaseId("1.1"),
                        480_000,
                        Optional.of(840_000L),
                        2,
                        Optional.of(new PeerId("gone")),
                        Optional.of(new PeerId("long")))),
                List.of(new Assignment.Wait("maps", new PeerId("b"), 1_500, 60_000)),
                Optional.of(new Assignment.Progress(40, 12, 3, 1, 2, 190_000)),
                Optional.of(new Assignment.News(
                        33,
                        7,
                        5,
                        Optional.of(new Assignment.DoneBy(new PeerId("c"), Optional.of("4698,7"))),
                        List.of(new Assignment.Built("maps", new PeerId("b"), Optional.of(168_200L))))),
                List.of(new Assignment.Failure(
                        "common", List.of(new Assignment.FailedAttempt(new PeerId("b"), Optional.of(7))))),
                1,
                Optional.empty(),
                90_500);

        assertThat(AssignmentTranslation.toWire(assignment, 5_000, "token"))
                .isEqualTo(new PeerAssignment(
                        1,
                        "a",
                        "s",
                        "muc9",
                        4,
                        9,
                        AssignmentState.FAILED,
                        Optional.of("muc9.3.18812"),
                        List.of(new AssignedTask(
                                "planning",
                                "1.1",
                                480.0,
                                Optional.of(840.0),
                                Optional.of(2),
                                Optional.of("gone"),
                                Optional.of("long"))),
                        List.of(new WaitingFor("maps", "b", 1.5, 60.0)),
                        Optional.of(new Progress(40, 12, 3, 1, 2, Optional.of(190.0))),
                        Optional.of(new News(
                                33,
                                7,
                                5,
                                Optional.of(new DoneBy("c", Optional.of("4698,7"))),
                                List.of(new BuiltTask("maps", "b", Optional.of(168.2))))),
                        List.of(new Failure("common", List.of(new FailedAttempt("b", Optional.of(7))))),
                        Optional.of(1),
                        Optional.empty(),
                        Optional.of(90.5),
                        5.0,
                        Optional.of("token")));
    }

    @ParameterizedTest
    @EnumSource(Assignment.State.class)
    void everyStateKeepsItsNameAndOnlyFailedCountsFailures(Assignment.State state) {
        Assignment assignment = new Assignment(
                new PeerId("a"),
                new SessionId("s"),
                new CacheId("muc9"),
                1,
                1,
                state,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                0);

        PeerAssignment wire = AssignmentTranslation.toWire(assignment, 5_000, "token");

        assertThat(wire.state().name()).isEqualTo(state.name());
        assertThat(wire.failureCount().isPresent()).isEqualTo(state == Assignment.State.FAILED);
        assertThat(wire.soloSeconds()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Happening.Type.class)
    void everyHappeningKeepsItsName(Happening.Type type) {
        Happening happening = new Happening(
                new CacheId("muc9"),
                new RunId("r"),
                type,
                Optional.of(new PeerId("a")),
                Optional.of("common"),
                Optional.of(1_500L),
                Optional.of("because"));
        LogRecord cause = new LogRecord(3, 17, 5_000, new byte[0], new byte[0], List.of());

        RunEvent event = EventTranslation.toWire(happening, cause, 2);

        assertThat(event)
                .isEqualTo(new RunEvent(
                        1,
                        "3-17-2",
                        "muc9",
                        Instant.ofEpochMilli(5_000),
                        RunEvent.Type.valueOf(type.name()),
                        "r",
                        Optional.of("a"),
                        Optional.of("common"),
                        Optional.of(1.5),
                        Optional.of("because")));
    }

    @ParameterizedTest
    @CsvSource({"1,250", "2,500", "3,1000", "5,4000", "6,5000", "1000000,5000"})
    void pausesDoubleUpToTheirBound(int failures, long millis) {
        assertThat(Pace.DEFAULTS.pauseAfter(failures)).isEqualTo(millis);
    }
}
