package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.gate;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.readOnly;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a peer has for too long is given to an idle one as well. */
class StragglersTest {

    private static final JoinRequest SLOW = join(task("slow", 30));
    private static final JoinRequest TWO = join(task("slow", 30), task("other", 20));

    private final Fleet fleet = new Fleet();

    @Test
    void whatTakesTwiceItsExpectedTimeGoesToAnIdlePeerAsWell() {
        fleet.join("a", SLOW);
        assertThat(fleet.join("b", SLOW)).containsExactly("b waiting for slow on a");
        fleet.after(59, "a", "b");
        assertThat(fleet.peer("b").told()).isEqualTo("waiting for slow on a");
        assertThat(fleet.after(1)).containsExactly("b working slow");
    }

    @Test
    void aShortTaskMayTakeTenSeconds() {
        JoinRequest shortOne = join(task("short", 1));
        fleet.join("a", shortOne);
        fleet.join("b", shortOne);
        assertThat(fleet.after(9)).isEmpty();
        assertThat(fleet.after(1)).containsExactly("b working short");
    }

    @Test
    void theFirstSuccessWinsAndTheOtherIsStopped() {
        fleet.join("a", SLOW);
        fleet.join("b", SLOW);
        fleet.after(60, "a", "b");
        assertThat(fleet.succeed("b", "slow", 30)).containsExactly("b complete", "a complete");
        assertThat(outcomes()).containsExactlyInAnyOrder("a overtaken", "b succeeded");
    }

    @Test
    void theHolderMayBeFirstAfterAll() {
        fleet.join("a", SLOW);
        fleet.join("b", SLOW);
        fleet.after(60, "a", "b");
        assertThat(fleet.succeed("a", "slow", 61)).containsExactly("a complete", "b complete");
    }

    private java.util.List<String> outcomes() {
        return fleet.director.drainChanges().written().stream()
                .filter(Row.AttemptRow.class::isInstance)
                .map(Row.AttemptRow.class::cast)
                .map(attempt -> attempt.peer() + " " + attempt.outcome().orElse("running"))
                .toList();
    }

    @Test
    void whoeverBecomesIdleLaterTakesItThen() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        fleet.after(100, "a", "b");
        assertThat(fleet.succeed("b", "other", 100)).containsExactly("b working slow");
    }

    @Test
    void whatHangsComesBeforeAShorterPathThatIsReady() {
        fleet.join("a", TWO);
        fleet.after(100, "a");
        assertThat(fleet.join("b", TWO)).containsExactly("b working slow");
        assertThat(fleet.succeed("b", "slow", 30)).contains("b working other", "a waiting for other on b");
    }

    private static final JoinRequest THREE = join(task("first", 1), task("slow", 30), task("long", 40, "first"));

    /** A has left "long", and b has had "slow" for so many seconds. */
    private void letBHaveSlowFor(int seconds) {
        fleet.join("a", THREE);
        fleet.succeed("a", "first", 1);
        fleet.join("b", THREE);
        fleet.after(seconds, "a", "b");
        fleet.leave("a");
    }

    @Test
    void aLongerPathThatIsReadyComesBeforeWhatTakesLong() {
        letBHaveSlowFor(59);
        assertThat(fleet.join("c", THREE)).containsExactly("c working long");
    }

    /** Else it would end after all that has a longer path. */
    @Test
    void whatHangsComesBeforeALongerPathThatIsReady() {
        letBHaveSlowFor(60);
        assertThat(fleet.join("c", THREE)).containsExactly("c working slow");
        assertThat(whyOf("slow", "c").choice()).contains(Why.Choice.AGAIN);
        assertThat(whyOf("slow", "c").place()).isEmpty();
    }

    /** B has had it before the factor changed: it is late after twice its time, and hangs after three times. */
    @Test
    void whatHangsGoesByTheConfiguredFactor() {
        letBHaveSlowFor(0);
        fleet.hear(new Event.SettingsChanged(new Moment(fleet.offset++, fleet.clock), Fleet.withStragglersAfter(300)));
        fleet.after(89, "b");
        assertThat(fleet.join("c", THREE)).containsExactly("c working long");
        fleet.leave("c");
        fleet.after(1, "b");
        assertThat(fleet.join("d", THREE)).containsExactly("d working slow");
    }

    /** The next slot may be free long after it is late. */
    @Test
    void whoIsFreeShortlyBeforeItIsLateTakesIt() {
        fleet.join("a", TWO);
        fleet.after(44, "a");
        assertThat(fleet.join("b", TWO)).containsExactly("b working other");
        fleet.after(1, "a");
        assertThat(fleet.join("c", TWO)).containsExactly("c waiting for slow on a for other on b");
        fleet.leave("b");
        assertThat(fleet.peer("c").told()).isEqualTo("working slow");
    }

    @Test
    void theHolderGetsNoSecondLeaseOfItsOwn() {
        fleet.join("a", SLOW, peer -> {
            peer.slots = 2;
            return peer;
        });
        assertThat(fleet.after(100, "a")).containsOnly("a working slow");
        assertThat(fleet.peer("a").holding).hasSize(1);
    }

    @Test
    void whoFailedItAndWhoCanNotBuildGetsNone() {
        fleet.join("a", SLOW);
        fleet.join("b", SLOW);
        fleet.fail("a", "slow");
        fleet.join("r", readOnly(SLOW));
        fleet.after(100, "a", "b", "r");
        assertThat(fleet.peer("a").told()).isEqualTo("waiting for slow on b");
        assertThat(fleet.peer("r").told()).isEqualTo("waiting for slow on b");
    }

    @Test
    void whenTheSecondFailsTheFirstGoesOn() {
        fleet.join("a", SLOW);
        fleet.join("b", SLOW);
        fleet.after(60, "a", "b");
        assertThat(fleet.fail("b", "slow")).containsExactly("b waiting for slow on a");
        assertThat(fleet.succeed("a", "slow", 70)).contains("a complete");
    }

    @Test
    void whenTheFirstFailsTheSecondGoesOn() {
        fleet.join("a", SLOW);
        fleet.join("b", SLOW);
        fleet.after(60, "a", "b");
        assertThat(fleet.fail("a", "slow")).containsExactly("a waiting for slow on b");
        assertThat(fleet.succeed("b", "slow", 30)).contains("b complete");
    }

    @Test
    void noMoreThanATenthIsGivenTwiceAtATime() {
        TaskDefinition[] tasks =
                IntStream.range(0, 25).mapToObj(i -> task("t" + i, 30)).toArray(TaskDefinition[]::new);
        JoinRequest many = join(tasks);
        fleet.join("slow", many, peer -> {
            peer.slots = 25;
            return peer;
        });
        fleet.join("b", many, peer -> {
            peer.slots = 25;
            return peer;
        });
        fleet.after(70, "slow", "b");
        assertThat(fleet.peer("b").holding).hasSize(2);
        assertThat(fleet.succeed("b", "t0", 30)).contains("b working t1 t2");
    }

    @Test
    void aMergeGateTakesItBeforeOthers() {
        fleet.join("a", keyed(SLOW, "k"));
        fleet.join("check", keyed(SLOW, "k"));
        fleet.join("gate", gate(keyed(SLOW, "k")));
        fleet.after(60, "a", "check", "gate");
        assertThat(fleet.peer("gate").told()).isEqualTo("working slow");
        assertThat(fleet.peer("check").told()).startsWith("waiting");
    }

    @Test
    void aMergeGateGetsWhatSeveralRunsWantBeforeOthers() {
        JoinRequest check = join(task("x", 40), task("common", 30));
        JoinRequest merge = join(task("y", 40), task("common", 30));
        fleet.join("check", keyed(check, "kx", "kc"));
        fleet.join("builder", keyed(join(task("common", 30)), "kc"));
        fleet.join("gate", gate(keyed(merge, "ky", "kc")));
        fleet.succeed("check", "x", 40);
        fleet.succeed("gate", "y", 40);
        fleet.finish("builder", "common", Outcome.FAILED);
        assertThat(fleet.peer("gate").told()).isEqualTo("working common");
        assertThat(fleet.peer("check").told()).startsWith("waiting");
    }

    @Test
    void whyIsKeptWithTheAttempt() {
        fleet.join("a", join(task("first", 5), task("slow", 30, "first")));
        fleet.after(5, "a");
        fleet.succeed("a", "first", 5);
        fleet.join("b", join(task("first", 5), task("slow", 30, "first")));
        fleet.after(61, "a", "b");
        Why first = whyOf("slow", "a");
        assertThat(first.waitedFor()).contains("first");
        assertThat(first.readyTimestamp()).isEqualTo(1_005_000);
        assertThat(first.pathMillis()).isEqualTo(30_000);
        assertThat(first.readyTasks()).isEqualTo(1);
        assertThat(first.besides()).isEmpty();
        assertThat(first.choice()).contains(Why.Choice.LONGEST);
        assertThat(first.place()).contains(1);
        assertThat(whyOf("slow", "b").besides()).contains(new PeerId("a"));
    }

    private Why whyOf(String task, String peer) {
        Optional<Why> why = fleet.director.rows().stream()
                .filter(Row.WorkRow.class::isInstance)
                .map(Row.WorkRow.class::cast)
                .filter(work -> work.task().equals(task))
                .flatMap(work -> work.leases().stream())
                .filter(lease -> lease.session().value().startsWith(peer + "#"))
                .findFirst()
                .flatMap(Row.LeaseRow::why);
        return why.orElseThrow();
    }

    /** Plans may need different things for one work. */
    @Test
    void whoNeedsSomethingElseForItFirstMayHelpWhenThatIsDone() {
        fleet.join("a", keyed(join(task("slow", 5)), "k"));
        fleet.join("b", keyed(join(task("first", 30), task("slow", 5, "first")), "f", "k"));
        fleet.after(20, "a", "b");
        assertThat(fleet.succeed("b", "first", 20)).contains("b working slow");
    }

    // ---- peers that fail what others can build

    @Test
    void aPeerThatFailsWhatOthersBuildIsSetAsideWhileTheyAreThere() {
        JoinRequest many =
                join(task("t1", 50), task("t2", 40), task("t3", 30), task("t4", 20), task("t5", 10), task("t6", 5));
        fleet.join("broken", many);
        fleet.join("good", many);
        fleet.fail("broken", "t1");
        fleet.succeed("good", "t2", 40);
        fleet.succeed("good", "t1", 50);
        fleet.fail("broken", "t3");
        fleet.succeed("good", "t4", 20);
        fleet.succeed("good", "t3", 30);
        fleet.fail("broken", "t5");
        assertThat(fleet.peer("broken").told()).startsWith("waiting");
        fleet.succeed("good", "t6", 5);
        assertThat(fleet.succeed("good", "t5", 10)).contains("broken complete", "good complete");
        assertThat(fleet.happenings)
                .filteredOn(happening -> happening.type() == Happening.Type.PEER_SET_ASIDE)
                .extracting(happening -> happening.peer().orElseThrow().value())
                .containsExactly("broken");
    }
}
