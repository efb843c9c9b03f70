package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered, and for how long. */
class BoundsTest {

    private static final JoinRequest ONE = join(task("common", 10));

    @Test
    void aPeerThatStartsAgainTakesItsOwnPlaceWhenAllAreTaken() {
        Fleet full = new Fleet(peersAllowed(1));
        full.join("a", ONE);
        full.peer("a").newSession();
        assertThat(full.heartbeat("a")).containsExactly("a waiting");
        assertThat(full.heartbeat("a")).containsExactly("a working common");
        assertThat(full.join("b", ONE).get(0)).startsWith("b rejected: there are 1 live sessions already");
    }

    @Test
    void aPeerTakesNoThirdPlaceHoweverOftenItStarts() {
        Fleet full = new Fleet(peersAllowed(2));
        full.join("a", ONE);
        full.peer("a").newSession();
        assertThat(full.heartbeat("a")).containsExactly("a waiting");
        full.peer("a").newSession();
        assertThat(full.heartbeat("a").get(0)).startsWith("a rejected: there are 2 live sessions already");
    }

    @Test
    void endedSessionsAreForgottenAfterADay() {
        Fleet fleet = new Fleet();
        fleet.join("a", ONE);
        fleet.leave("a");
        assertThat(ended(fleet)).isEqualTo(1);
        passHours(fleet, 24);
        assertThat(ended(fleet)).isEqualTo(1);
        passHours(fleet, 1);
        assertThat(ended(fleet)).isZero();
        assertThat(fleet.director.drainChanges().closed()).contains(new Row.Key(Row.Kind.ENDED_SESSION, "a#1"));
    }

    @Test
    void noMoreThanAHundredThousandEndedSessionsAreRemembered() {
        Fleet fleet = new Fleet();
        fleet.join("anchor", ONE);
        fleet.join("a", ONE);
        for (int life = 0; life < 100_001; life++) {
            fleet.leave("a");
            fleet.peer("a").newSession();
            fleet.heartbeat("a");
            fleet.director.drainChanges();
        }
        assertThat(ended(fleet)).isEqualTo(100_000);
        assertThat(fleet.director.rows())
                .extracting(Row::key)
                .doesNotContain(new Row.Key(Row.Kind.ENDED_SESSION, "a#1"));
    }

    @Test
    void aLoadedStateForgetsTheSameSessionsInTheSameOrder() {
        Fleet fleet = new Fleet();
        for (String peer : List.of("c", "a", "b")) {
            fleet.join(peer, ONE);
        }
        for (String peer : List.of("c", "a", "b")) {
            fleet.leave(peer);
        }
        Director loaded = Director.load(3, fleet.director.rows());
        assertThat(loaded.rows()).isEqualTo(fleet.director.rows());
    }

    @Test
    void aTaskRevivedWithoutEndRemembersTheNewestOfThoseThatFailedIt() {
        Fleet fleet = new Fleet();
        fleet.join("anchor", at(join(task("common", 10), task("maps", 99)), repository("p1")));
        JoinRequest same = fleet.peer("anchor").join;
        for (int i = 0; i < Work.PEERS_REMEMBERED + 5; i++) {
            fleet.join("p" + i, same);
            fleet.fail("p" + i, "common");
            fleet.leave("p" + i);
        }
        Row.WorkRow common = (Row.WorkRow) fleet.director.rows().stream()
                .filter(row -> row instanceof Row.WorkRow work && work.task().equals("common"))
                .findFirst()
                .orElseThrow();
        assertThat(common.failedBy())
                .hasSize(Work.PEERS_REMEMBERED)
                .startsWith(new PeerId("p5"))
                .endsWith(new PeerId("p" + (Work.PEERS_REMEMBERED + 4)));
        assertThat(common.failures()).hasSize(Work.FAILURES_TOLD);
    }

    @Test
    void aClosedRunLeavesNothingBehindButItsEndedSessionsAndWhatWasLearnt() {
        Fleet fleet = new Fleet();
        fleet.join("a", ONE);
        fleet.succeed("a", "common");
        fleet.leave("a");
        fleet.after(601);
        assertThat(fleet.director.rows())
                .extracting(row -> row.key().kind())
                .containsExactly(
                        Row.Kind.PARTITION,
                        Row.Kind.ENDED_SESSION,
                        Row.Kind.DURATION,
                        Row.Kind.MACHINE,
                        Row.Kind.MACHINE);
        assertThat(fleet.director.isWaitingForTime()).isFalse();
    }

    private static long ended(Fleet fleet) {
        return fleet.director.rows().stream()
                .filter(Row.EndedSessionRow.class::isInstance)
                .count();
    }

    private static void passHours(Fleet fleet, int hours) {
        for (int tick = 0; tick < hours * 360; tick++) {
            fleet.clock += 10_000;
            fleet.tick();
        }
    }

    private static Settings peersAllowed(int peers) {
        Settings d = Settings.DEFAULTS;
        return new Settings(
                d.heartbeatMillis(),
                d.sessionTimeoutMillis(),
                d.workLingerMillis(),
                d.maxAttempts(),
                peers,
                d.defaultTimeoutMillis(),
                d.timeoutGraceMillis(),
                d.defaultExpectedMillis(),
                d.unavailablePauseMillis(),
                d.unavailablePauseMaxMillis(),
                d.maxUnavailable(),
                d.stragglerPercent(),
                d.stragglerMinMillis(),
                d.leadMillis());
    }
}
