package dev.taskdirector.agent.session;

import static dev.taskdirector.wire.AssignmentState.REJOIN;
import static dev.taskdirector.wire.AssignmentState.WORKING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final JoinTask A = Peer.task("a");
    private static final JoinTask B = Peer.task("b");
    private static final JoinTask C = Peer.task("c");
    private static final JoinTask D = Peer.task("d");

    private static List<String> hears(Peer peer, long epoch, AssignedTask... tasks) {
        return peer.hears(Peer.assigning(peer.assignment(WORKING, epoch, peer.seq()), tasks));
    }

    private static AssignedTask lasting(String task, double seconds) {
        return new AssignedTask(task, task + ".1", seconds);
    }

    private static AssignedTask[] quick(String... tasks) {
        return Stream.of(tasks).map(task -> lasting(task, 0.1)).toArray(AssignedTask[]::new);
    }

    private static Peer building(String... tasks) {
        Peer peer = Peer.batching(1, A, B, C, D);
        peer.starts();
        hears(peer, 1, quick(tasks));
        return peer;
    }

    private static TaskResult after(Outcome outcome, int millis, Relied... relied) {
        Optional<Integer> code = outcome == Outcome.SUCCEEDED ? Optional.of(0) : Optional.of(7);
        return new TaskResult(outcome, code, Duration.ofMillis(millis), Optional.empty(), List.of(relied));
    }

    private static Finished succeeded(String task, Optional<Double> seconds, Optional<Boolean> hit) {
        return new Finished(task, Optional.of(task + ".1"), Outcome.SUCCEEDED, Optional.of(0), seconds, hit);
    }

    @Test
    void shortTasksThatWaitAreStartedTogether() {
        Peer peer = Peer.batching(1, A, B, C);
        peer.starts();
        assertThat(hears(peer, 1, quick("a", "b", "c")))
                .containsExactly(
                        "says s1#2 seen 1; holds a under a.1; holds b under b.1; holds c under c.1; token",
                        "starts a+b+c in slot 0");
        assertThat(peer.facts)
                .contains(new Fact.StartedTogether(List.of("a", "b", "c"), Duration.ofMillis(300)))
                .noneMatch(Fact.Started.class::isInstance);
    }

    @Test
    void whereTheRunnerTakesNoBatchesEachIsStartedByItself() {
        Peer peer = Peer.of(A, B, C);
        peer.starts();
        assertThat(hears(peer, 1, quick("a", "b", "c"))).endsWith("starts a in slot 0");
    }

    @Test
    void theirSuccessIsThatOfEachAndHowLongItTookIsNotKnownYet() {
        Peer peer = Peer.batching(1, A, B, C);
        peer.starts();
        hears(peer, 1, lasting("a", 0.1), lasting("b", 0.3));
        assertThat(peer.batchEnds(0, after(Outcome.SUCCEEDED, 802)))
                .containsExactly("says s1#3 seen 1; a SUCCEEDED under a.1; b SUCCEEDED under b.1; token");
        assertThat(peer.said().finished())
                .containsExactly(
                        succeeded("a", Optional.empty(), Optional.empty()),
                        succeeded("b", Optional.empty(), Optional.empty()));
        assertThat(peer.facts)
                .endsWith(
                        new Fact.Built("a", Duration.ofMillis(201), Optional.of(0), 1, 3),
                        new Fact.Built("b", Duration.ofMillis(601), Optional.of(0), 2, 3));
    }

    @Test
    void whatWasInTheCacheIsToldApartByName() {
        Peer peer = building("a", "b");
        peer.batchEnds(
                0, after(Outcome.SUCCEEDED, 200, new Relied("b", true), new Relied("c", false), new Relied("x", true)));
        assertThat(peer.said().finished())
                .containsExactly(
                        succeeded("a", Optional.empty(), Optional.empty()),
                        succeeded("b", Optional.empty(), Optional.of(true)));
        assertThat(peer.said().relied()).containsExactly(new Relied("c", false));
    }

    /** 200 ms to start, and 100 ms a task. */
    @Test
    void onceTheStartIsKnownEachIsReportedWithItsShareOfTheRest() {
        Peer peer = Peer.batching(
                1, IntStream.range(0, 20).mapToObj(i -> Peer.task("t" + i)).toArray(JoinTask[]::new));
        peer.starts();
        hears(peer, 1, quick("t0", "t1", "t2"));
        peer.batchEnds(0, after(Outcome.SUCCEEDED, 500));
        for (int round = 1; round <= 3; round++) {
            String one = "t" + (3 * round);
            assertThat(hears(peer, 2 * round, quick(one, "t" + (3 * round + 1), "t" + (3 * round + 2))))
                    .endsWith("starts " + one + " in slot 0");
            assertThat(peer.ends(one, after(Outcome.SUCCEEDED, 300)))
                    .endsWith("starts t" + (3 * round + 1) + "+t" + (3 * round + 2) + " in slot 0");
            peer.batchEnds(0, after(Outcome.SUCCEEDED, 400));
        }
        Map<String, Optional<Double>> told = peer.statuses.stream()
                .flatMap(status -> status.finished().stream())
                .collect(Collectors.toMap(Finished::task, Finished::seconds, (first, repeated) -> first));
        assertThat(told).containsEntry("t3", Optional.empty()).containsEntry("t8", Optional.empty());
        assertThat(told).containsEntry("t9", Optional.of(0.1)).containsEntry("t10", Optional.of(0.1));
        assertThat(hears(peer, 8, quick("t12", "t13", "t14"))).endsWith("starts t12+t13+t14 in slot 0");
    }

    @Test
    void whatFailsTogetherIsReportedOfNobodyAndStartedOneByOne() {
        Peer peer = building("a", "b");
        assertThat(peer.batchEnds(0, after(Outcome.FAILED, 200))).containsExactly("starts a in slot 0");
        assertThat(peer.facts)
                .contains(new Fact.EndedTogether(
                        List.of("a", "b"), Outcome.FAILED, Duration.ofMillis(200), Optional.of(7)));
        assertThat(peer.ends("a", Outcome.SUCCEEDED))
                .containsExactly(
                        "says s1#3 seen 1; holds b under b.1; a SUCCEEDED under a.1; token", "starts b in slot 0");
        assertThat(peer.ends("b", Outcome.FAILED))
                .containsExactly(
                        "says s1#4 seen 1; a SUCCEEDED under a.1; b FAILED under b.1; leaving FAILED; token",
                        "verdict: b failed here");
    }

    @Test
    void anInvocationThatCouldNotBeTriedOrWasStoppedByNobodyIsTakenApartToo() {
        for (Outcome outcome : List.of(Outcome.UNAVAILABLE, Outcome.ABORTED)) {
            Peer peer = building("a", "b");
            assertThat(peer.batchEnds(0, after(outcome, 200))).containsExactly("starts a in slot 0");
        }
    }

    @Test
    void whatFailedTogetherIsNeverStartedTogetherAgain() {
        Peer peer = building("a", "b");
        peer.batchEnds(0, after(Outcome.FAILED, 200));
        assertThat(hears(peer, 2, quick("a", "b", "c", "d"))).isEmpty();
        assertThat(peer.ends("a", Outcome.SUCCEEDED)).containsExactly("starts b in slot 0");
        assertThat(peer.ends("b", Outcome.SUCCEEDED)).hasSize(2).endsWith("starts c+d in slot 0");
    }

    @Test
    void aTaskThatIsTakenFromARunningBatchIsInHandUntilItsEnd() {
        Peer peer = building("a", "b");
        assertThat(hears(peer, 2, quick("b")))
                .containsExactly("says s1#3 seen 2; holds b under b.1; holds a under a.1; token");
        assertThat(peer.batchEnds(0, after(Outcome.SUCCEEDED, 200)))
                .containsExactly("says s1#4 seen 2; a SUCCEEDED; b SUCCEEDED under b.1; token");
    }

    @Test
    void aTaskThatWasTakenFromABatchThatFailedIsNotStartedAgain() {
        Peer peer = building("a", "b");
        hears(peer, 2, quick("b"));
        assertThat(peer.batchEnds(0, after(Outcome.FAILED, 200)))
                .containsExactly("says s1#4 seen 2; holds b under b.1; token", "starts b in slot 0");
        assertThat(peer.ends("b", Outcome.SUCCEEDED)).containsExactly("says s1#5 seen 2; b SUCCEEDED under b.1; token");
    }

    @Test
    void theCommandIsStoppedWhenNoneOfItsTasksIsWanted() {
        Peer peer = building("a", "b");
        hears(peer, 2, quick("b"));
        assertThat(hears(peer, 3, quick("c", "d"))).containsExactly("stops the batch in slot 0");
        assertThat(peer.batchEnds(0, after(Outcome.ABORTED, 200)))
                .containsExactly(
                        "says s1#4 seen 3; holds c under c.1; holds d under d.1; token", "starts c+d in slot 0");
        assertThat(hears(peer, 4, quick("a", "b"))).containsExactly("stops the batch in slot 0");
        assertThat(peer.batchEnds(0, after(Outcome.ABORTED, 200))).hasSize(2).endsWith("starts a+b in slot 0");
    }

    @Test
    void aTaskThatComesBackWaitsForTheEndOfItsBatch() {
        Peer peer = building("a", "b");
        hears(peer, 2, quick("b"));
        assertThat(hears(peer, 3, quick("b", "a"))).isEmpty();
        assertThat(peer.batchEnds(0, after(Outcome.SUCCEEDED, 200)))
                .containsExactly("says s1#4 seen 3; a SUCCEEDED under a.1; b SUCCEEDED under b.1; token");
    }

    @Test
    void asManyAsFitIntoASecondGoTogether() {
        Peer peer = Peer.batching(1, A, B, C, D);
        peer.starts();
        assertThat(hears(peer, 1, lasting("a", 0.4), lasting("b", 0.6), lasting("c", 0.1), lasting("d", 0.1)))
                .endsWith("starts a+b in slot 0");
        assertThat(peer.batchEnds(0, after(Outcome.FAILED, 1000))).endsWith("starts a in slot 0");
        peer.ends("a", Outcome.SUCCEEDED);
        assertThat(peer.ends("b", Outcome.SUCCEEDED)).endsWith("starts c+d in slot 0");
    }

    @Test
    void aTaskOfASecondIsStartedByItselfInItsTurn() {
        Peer peer = Peer.batching(1, A, B, C);
        peer.starts();
        assertThat(hears(peer, 1, lasting("a", 1), lasting("b", 0.1), lasting("c", 0.1)))
                .endsWith("starts a in slot 0");
        assertThat(peer.ends("a", Outcome.SUCCEEDED))
                .containsExactly(
                        "says s1#2 seen 1; holds b under b.1; holds c under c.1; a SUCCEEDED under a.1; token",
                        "starts b+c in slot 0");
    }

    @Test
    void freeSlotsShareWhatWaits() {
        Peer peer = Peer.batching(2, A, B, C, D);
        peer.starts();
        assertThat(hears(peer, 1, quick("a", "b", "c", "d"))).endsWith("starts a+b in slot 0", "starts c+d in slot 1");
    }

    @Test
    void targetsThatACommandLineMightNotHoldGoSeparately() {
        JoinTask large =
                new JoinTask("large", List.of("x".repeat(65_000)), List.of(), Optional.empty(), Optional.empty());
        JoinTask other = new JoinTask("other", List.of("y".repeat(600)), List.of(), Optional.empty(), Optional.empty());
        Peer peer = Peer.batching(1, large, other);
        peer.starts();
        assertThat(hears(peer, 1, quick("large", "other"))).endsWith("starts large in slot 0");
    }

    @Test
    void whatIsHeldWithoutALeaseIsStartedByItself() {
        Peer peer = Peer.batching(1, A, B);
        peer.starts();
        assertThat(peer.after(30)).hasSize(2).last().asString().matches("starts [ab] in slot 0");
    }

    @Test
    void afterARejoinARunningBatchGoesOnAndItsSuccessCounts() {
        Peer peer = building("a", "b");
        peer.after(5);
        assertThat(peer.hears(REJOIN)).containsExactly("says s2#1 seen 0; join; holds a; holds b");
        assertThat(peer.batchEnds(0, after(Outcome.SUCCEEDED, 200)))
                .containsExactly("says s2#2 seen 0; join; a SUCCEEDED; b SUCCEEDED");
    }

    @Test
    void whatWasTakenFromABatchIsHeldWithoutItsOldLeaseAfterARejoin() {
        Peer peer = building("a", "b");
        hears(peer, 2, quick("b"));
        peer.after(5);
        assertThat(peer.hears(REJOIN)).containsExactly("says s2#1 seen 0; join; holds b; holds a");
    }

    @Test
    void whatFailedTogetherAndHasNoLeaseAnyMoreIsLetGo() {
        Peer peer = building("a", "b");
        peer.after(5);
        peer.hears(REJOIN);
        assertThat(peer.batchEnds(0, after(Outcome.FAILED, 200))).containsExactly("says s2#2 seen 0; join");
    }

    @Test
    void aPeerThatIsStoppedStopsABatchOnceAndWaitsForItsEnd() {
        Peer peer = building("a", "b");
        assertThat(peer.signal(143))
                .containsExactly("says s1#3 seen 1; leaving CANCELLED; token", "stops the batch in slot 0");
        assertThat(peer.batchEnds(0, after(Outcome.ABORTED, 200))).containsExactly("exits 143");
        assertThat(peer.facts)
                .endsWith(new Fact.EndedTogether(
                        List.of("a", "b"), Outcome.ABORTED, Duration.ofMillis(200), Optional.of(7)));
    }

    @Test
    void theEndOfATaskThatIsPartOfABatchIsNoNews() {
        Peer peer = building("a", "b");
        assertThat(peer.ends("a", Outcome.FAILED)).isEmpty();
        assertThat(peer.batchEnds(0, after(Outcome.SUCCEEDED, 2))).hasSize(1);
        assertThat(peer.batchEnds(0, after(Outcome.SUCCEEDED, 2))).isEmpty();
    }
}
