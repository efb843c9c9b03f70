package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** States that go on from their rows, and states whose log was replaced. */
class RestoringTest {

    private static final JoinRequest TWO = join(task("common", 10), task("maps", 20));
    private final Fleet fleet = new Fleet();

    @Test
    void sessionsThatAreForgottenAfterALoadLeftWhenTheLastRecordWasWritten() {
        fleet.join("a", TWO);
        Director loaded = Director.load(3, fleet.director.rows());
        loaded.forgetSessions();
        assertThat(loaded.drainChanges().written().stream()
                        .filter(Row.SessionRow.class::isInstance)
                        .map(row -> ((Row.SessionRow) row).leftTimestamp()))
                .containsExactly(Optional.of(fleet.clock));
    }

    @Test
    void aNewLogKeepsWhatIsDoneAndNamesItsRunsApart() {
        fleet.join("a", TWO);
        fleet.succeed("a", "maps", 20);
        fleet.director.forgetSessions();
        fleet.offset = 0;
        assertThat(fleet.heartbeat("a")).containsExactly("a rejoin");
        fleet.peer("a").newSession();
        assertThat(fleet.heartbeat("a")).containsExactly("a working common");
        assertThat(fleet.join("b", at(TWO, repository("p9")))).containsExactly("b working maps");
        assertThat(fleet.peer("b").last.orElseThrow().run()).contains(new RunId("muc9.3.g1-2"));
    }

    @Test
    void aNewOwnerPublishesWhatEachSessionWasToldLast() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        fleet.fail("b", "common");
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("a-second");
        fleet.say(second, List.of(), Optional.empty());
        assertThat(Director.load(3, fleet.director.rows()).newestAssignments().stream()
                        .map(told -> told.session() + " " + told.epoch() + " " + Fleet.brief(told)))
                .containsExactly("a#1 1 working maps", "b#1 2 waiting for maps on a", "a-second 0 waiting");
    }

    @Test
    void aLoadedStateStillPrefersAnotherPeerForWhatWasUnavailable() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        fleet.finish("a", "maps", Outcome.UNAVAILABLE);
        fleet.succeed("b", "common");
        Director loaded = Director.load(3, fleet.director.rows());
        fleet.clock += 5_000;
        assertThat(loaded.apply(new Event.Ticked(new Moment(fleet.offset, fleet.clock))).assignments().stream()
                        .map(told -> told.peer() + " " + Fleet.brief(told)))
                .containsExactly("b working maps");
    }

    @Test
    void aCheckpointWithoutARowThatItNamesIsRefused() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        List<Row> torn = fleet.director.rows().stream()
                .filter(row -> !(row instanceof Row.SchemaRow))
                .toList();
        assertThatThrownBy(() -> Director.load(3, torn))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the checkpoint names " + TWO.schema().digest() + " and has no row of it");
    }

    @Test
    void settingsAreStateAndHoldFromTheirRecordOn() {
        Settings strict = Fleet.withAttempts(1);
        fleet.join("a", join(task("common", 10)));
        fleet.hear(new Event.SettingsChanged(new Moment(fleet.offset++, fleet.clock), strict));
        assertThat(Director.load(3, fleet.director.rows()).settings()).isEqualTo(strict);
        assertThat(fleet.finish("a", "common", Outcome.ABORTED)).containsExactly("a failed");
    }

    @Test
    void aSchemaWithACycleOrAnUnknownNeedIsABugOfTheEdge() {
        assertThatThrownBy(() -> fleet.join("a", join(task("x", 1, "y"), task("y", 1, "x"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a schema's needs have a cycle");
        assertThatThrownBy(() -> fleet.join("b", join(task("x", 1, "nobody"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("schema driving needs the unknown task nobody");
    }
}
