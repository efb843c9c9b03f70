package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task that one peer lost, and another that waits. */
class FreedTasksTest {

    private final Scene scene = new Scene();
    private Tally tally = new Tally();

    @BeforeEach
    void oneLosesA() {
        scene.peer("one", 0, 10, 18).peer("two", 0, 60, 68).attempt("one", 1, 2, 18, "lost");
        scene.speaks("two", 1, 60);
    }

    @Test
    void aTaskThatAWaitingPeerIsGivenAtOnceIsInOrder() {
        scene.work(1, "a", Optional.of(25)).attempt("two", 1, 18, 25, "succeeded");
        assertThat(findings()).isEmpty();
        assertThat(List.of(tally.of(Tally.Count.FREED), tally.of(Tally.Count.AWAITED)))
                .containsExactly(1, 1);
    }

    @Test
    void aTaskThatIsNotGivenToAWaitingPeerIsStuck() {
        scene.work(1, "a", Optional.empty());
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.STUCK);
            assertThat(finding.sentence()).contains("task a", "lease 1.one", "two", "had nothing to do");
        });
    }

    @Test
    void thatItWasBuiltAloneAtLastIsNoExcuse() {
        scene.work(1, "a", Optional.of(28)).attempt("two", 1, 26, 28, "succeeded");
        assertThat(findings()).hasSize(1);
    }

    @Test
    void whoHasSomethingToDoOrIsPausedDoesNotWait() {
        scene.work(1, "a", Optional.empty()).answers("two", "working", 17);
        assertThat(findings()).isEmpty();
        scene.answers.remove(scene.answers.size() - 1);
        scene.said.removeIf(said -> said.at().isAfter(Scene.at(20)));
        assertThat(findings()).isEmpty();
    }

    @Test
    void whoHasFailedItIsNotGivenItAgain() {
        scene.work(1, "a", Optional.empty()).attempt("two", 1, 3, 4, "failed");
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatIsHeldBackOrHasSomebodyElseNeedNotBeGiven() {
        scene.work(1, "a", Optional.empty()).peer("three", 0, 5, 6).attempt("three", 1, 3, 4, "unavailable");
        assertThat(findings()).isEmpty();
        scene.attempts.remove(scene.attempts.size() - 1);
        scene.attempt("three", 1, 3, 50, "succeeded");
        assertThat(findings()).isEmpty();
    }

    private List<Finding> findings() {
        tally = new Tally();
        new FreedTasks(scene.evidence(), tally).look();
        return tally.findings();
    }
}
