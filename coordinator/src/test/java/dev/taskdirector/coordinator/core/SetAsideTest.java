package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who fails what others build gets no more, unless nobody else is left for it. */
class SetAsideTest {

    private static final JoinRequest MANY =
            join(IntStream.range(0, 60).mapToObj(i -> task("t" + i, 100 - i)).toArray(TaskDefinition[]::new));

    private final Fleet fleet = new Fleet();

    private String first(String peer) {
        return fleet.peer(peer).holding.keySet().iterator().next();
    }

    /** Fails three tasks that another peer builds then, and ends what it was given meanwhile. */
    private void setAside(String broken, String good) {
        for (int i = 0; i < 3; i++) {
            misfire(broken, good);
        }
        fleet.succeed(broken, first(broken), 1);
        assertThat(fleet.peer(broken).told()).startsWith("waiting");
    }

    private void misfire(String broken, String good) {
        String task = first(broken);
        fleet.fail(broken, task);
        fleet.succeed(good, first(good), 1);
        assertThat(first(good)).isEqualTo(task);
        fleet.succeed(good, task, 1);
    }

    @Test
    void whatAllOthersHaveFailedIsForWhomWasSetAside() {
        fleet.join("broken", MANY);
        fleet.join("good", MANY);
        setAside("broken", "good");
        String failing = first("good");
        assertThat(fleet.fail("good", failing)).contains("broken working " + failing);
        fleet.succeed("broken", failing, 1);
        assertThat(fleet.peer("broken").told()).startsWith("waiting");
    }

    @Test
    void whoWasSetAsideBuildsWhenNobodyElseIsLeft() {
        fleet.join("broken", MANY);
        fleet.join("good", MANY);
        setAside("broken", "good");
        fleet.leave("good");
        assertThat(fleet.peer("broken").told()).startsWith("working");
    }

    @Test
    void whoWasSetAsideIsSoStillWhenItComesAgain() {
        fleet.join("broken", MANY);
        fleet.join("good", MANY);
        setAside("broken", "good");
        fleet.leave("broken");
        fleet.peer("broken").newSession();
        fleet.heartbeat("broken");
        assertThat(fleet.peer("broken").told()).startsWith("waiting");
        fleet.leave("good");
        assertThat(fleet.peer("broken").told()).startsWith("working");
    }

    @Test
    void whatAllOthersHadFailedBeforeIsForWhomWasSetAside() {
        fleet.join("broken", MANY);
        fleet.join("good", MANY);
        misfire("broken", "good");
        misfire("broken", "good");
        String third = first("broken");
        fleet.fail("broken", third);
        String failing = first("good");
        fleet.fail("good", failing);
        assertThat(first("good")).isEqualTo(third);
        fleet.succeed("good", third, 1);
        assertThat(fleet.succeed("broken", first("broken"), 1)).contains("broken working " + failing);
    }

    @Test
    void whatNobodyElseCouldTryIsForWhomWasSetAsideEvenIfItCouldNotTryItEither() {
        fleet.join("broken", MANY);
        fleet.join("good", MANY);
        setAside("broken", "good");
        String failing = first("good");
        fleet.fail("good", failing);
        fleet.finish("broken", failing, Outcome.UNAVAILABLE);
        assertThat(fleet.after(6, "broken", "good")).contains("broken working " + failing);
    }

    private void twoAreSetAsideForOne() {
        fleet.join("b", MANY);
        fleet.join("c", MANY);
        fleet.join("good", MANY);
        setAside("b", "good");
        setAside("c", "good");
    }

    @Test
    void whatAllOthersHaveFailedGoesToTheNextThatIsSetAsideAndThenToNobody() {
        twoAreSetAsideForOne();
        String failing = first("good");
        assertThat(fleet.fail("good", failing)).contains("b working " + failing);
        assertThat(fleet.fail("b", failing)).contains("c working " + failing);
        assertThat(fleet.fail("c", failing)).noneMatch(told -> told.contains(" working " + failing));
        assertThat(fleet.peer("c").last.orElseThrow().progress().orElseThrow().failed())
                .isEqualTo(1);
    }

    @Test
    void whenAllAreSetAsideAllBuild() {
        twoAreSetAsideForOne();
        fleet.fail("good", first("good"));
        fleet.succeed("b", first("b"), 1);
        fleet.fail("good", first("good"));
        fleet.succeed("b", first("b"), 1);
        fleet.fail("good", first("good"));
        assertThat(fleet.peer("c").told()).startsWith("waiting");
        assertThat(fleet.succeed("b", first("b"), 1))
                .anyMatch(told -> told.startsWith("b working"))
                .anyMatch(told -> told.startsWith("c working"));
    }

    @Test
    void aLoadedStateGivesTheSame() {
        fleet.join("broken", MANY);
        fleet.join("good", MANY);
        setAside("broken", "good");
        Director loaded = Director.load(3, fleet.director.rows());
        assertThat(loaded.rows()).isEqualTo(fleet.director.rows());
        String failing = first("good");
        Optional<LeaseId> lease = Optional.ofNullable(fleet.peer("good").holding.remove(failing));
        Report report =
                fleet.peer("good").report(List.of(Fleet.ended(failing, lease, Outcome.FAILED)), Optional.empty());
        assertThat(loaded.apply(new Event.StatusHeard(new Moment(fleet.offset++, fleet.clock), report, true))
                        .assignments())
                .extracting(told -> told.peer() + " " + Fleet.brief(told))
                .contains("broken working " + failing);
    }

    /** It is late, and nobody else has built it. */
    @Test
    void whoBuildsAfterAllWhatRanOutOfTimeIsNotToBlame() {
        fleet.join("a", join(timed("t1"), timed("t2"), timed("t3"), timed("t4")));
        fleet.join("reader", Fleet.readOnly(fleet.peer("a").join));
        for (String task : List.of("t1", "t2", "t3")) {
            Optional<LeaseId> lease = Optional.of(fleet.peer("a").holding.get(task));
            fleet.after(75, "a", "reader");
            assertThat(fleet.peer("a").holding).doesNotContainKey(task);
            fleet.say(fleet.peer("a"), List.of(Fleet.ended(task, lease, Outcome.SUCCEEDED)), Optional.empty());
        }
        assertThat(fleet.director.rows())
                .filteredOn(Row.SessionRow.class::isInstance)
                .extracting(row -> ((Row.SessionRow) row).misfires())
                .containsOnly(Optional.empty());
    }

    private static TaskDefinition timed(String name) {
        return new TaskDefinition(name, List.of(), Optional.of(5_000L), Optional.of(10_000L));
    }
}
