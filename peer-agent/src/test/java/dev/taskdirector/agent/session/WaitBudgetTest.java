package dev.taskdirector.agent.session;

import static dev.taskdirector.agent.session.Peer.COMMON;
import static dev.taskdirector.agent.session.Peer.MAPS;
import static dev.taskdirector.agent.session.Peer.PLANNING;
import static dev.taskdirector.wire.AssignmentState.REJOIN;
import static dev.taskdirector.wire.AssignmentState.SCHEMA_WANTED;
import static dev.taskdirector.wire.AssignmentState.WORKING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import dev.taskdirector.wire.WaitingFor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The patience is 10 s, and all tasks would take 400 s alone: the budget is 100 s with keys, 50 s without. */
class WaitBudgetTest {

    private static final SessionSettings SETTINGS =
            SessionSettings.defaults().withPatience(Duration.ofSeconds(10)).withHeartbeat(Duration.ofSeconds(5));

    private final Peer keyed = Peer.keyed(SETTINGS, COMMON, MAPS, PLANNING);
    private final Peer keyless = Peer.with(SETTINGS, COMMON, MAPS, PLANNING);

    @Test
    void withKeysWaitingCountsFromTheExpectedEndOn() {
        keyed.starts();
        keyed.waitsFor(400, common(60, 0));
        keyed.staysWaiting(60 + 100, common(60, 0));
        assertThat(keyed.after(1)).containsExactly("says s1#35 seen 1; holds common; token", "starts common in slot 0");
        assertThat(keyed.facts).contains(new Fact.WaitedEnough(Duration.ofMillis(101_000), Duration.ofSeconds(100)));
    }

    @Test
    void withoutKeysAllWaitingCountsAndLessOfItIsBorne() {
        keyless.starts();
        keyless.waitsFor(400, common(60, 0));
        keyless.staysWaiting(50, common(60, 0));
        assertThat(keyless.after(1)).contains("starts common in slot 0");
    }

    @Test
    void withoutKeysTwoHitsMakeItTrustOthersAndAGhostEndsThat() {
        keyless.starts();
        keyless.hears(WORKING, "planning");
        keyless.ends("planning", succeeded(new Relied("common", true), new Relied("maps", true)));
        keyless.waitsFor(400, common(60, 0));
        keyless.staysWaiting(60, common(60, 0));
        assertThat(keyless.session.nextWakeMillis()).hasValue(65_000);

        Peer doubting = Peer.with(SETTINGS, COMMON, MAPS, PLANNING);
        doubting.starts();
        doubting.hears(WORKING, "planning");
        doubting.ends("planning", succeeded(new Relied("common", true), new Relied("maps", false)));
        doubting.waitsFor(400, common(60, 0));
        doubting.staysWaiting(50, common(60, 0));
        assertThat(doubting.after(1)).contains("starts common in slot 0");
    }

    @Test
    void whatWasWaitedAddsUpOverTasksAndSessions() {
        keyed.starts();
        keyed.waitsFor(400, common(60, 50));
        keyed.staysWaiting(60, common(60, 50));
        keyed.hears(WORKING, "maps");
        keyed.ends("maps", Outcome.SUCCEEDED);
        keyed.hears(REJOIN);
        keyed.waitsFor(400, common(60, 60));
        keyed.staysWaiting(50, common(60, 60));
        assertThat(keyed.after(1)).contains("starts common in slot 0");
    }

    @Test
    void whoHasWaitedEnoughBuildsAllThatItWaitsForLateOrNot() {
        keyed.starts();
        keyed.waitsFor(400, common(60, 60), maps(500, 0));
        keyed.staysWaiting(100, common(60, 60), maps(500, 0));
        assertThat(keyed.after(1)).contains("starts common in slot 0");
        assertThat(keyed.ends("common", Outcome.SUCCEEDED)).contains("starts maps in slot 0");
    }

    @Test
    void whatWasTriedAloneInVainIsNotTriedAgain() {
        keyed.starts();
        keyed.waitsFor(400, common(60, 60));
        keyed.staysWaiting(100, common(60, 60));
        keyed.after(1);
        keyed.ends("common", Outcome.UNAVAILABLE);
        assertThat(keyed.waitsFor(400, common(60, 200))).noneMatch(line -> line.startsWith("starts"));
        assertThat(keyed.after(11)).contains("starts maps in slot 0");
        keyed.waitsFor(400, common(60, 200));
        assertThat(keyed.ends("maps", Outcome.SUCCEEDED)).contains("verdict: nothing more can be built here");
    }

    @Test
    void whoIsToldToWaitForNothingChoosesForItselfOnceTheBudgetIsSpent() {
        keyed.starts();
        keyed.waitsFor(400);
        keyed.staysWaiting(100);
        assertThat(keyed.after(1)).anyMatch(line -> line.startsWith("starts "));
    }

    @Test
    void whoIsToldToWaitForWhatNobodyKnowsChoosesForItselfOnceTheBudgetIsSpent() {
        keyed.starts();
        keyed.waitsFor(400, new WaitingFor("nobody-knows", "b", 0, 1e6));
        keyed.staysWaiting(100, new WaitingFor("nobody-knows", "b", 0, 1e6));
        assertThat(keyed.after(1)).anyMatch(line -> line.startsWith("starts "));
    }

    /** It need not be told so again for each of them: it is alone until it is given something. */
    @Test
    void whoIsGivenNothingChoosesForItselfOnceTheBudgetIsSpent() {
        Peer small = Peer.keyed(SETTINGS, COMMON, MAPS, PLANNING);
        small.starts();
        for (int passed = 0; passed <= 10 + 10; passed++) {
            assertThat(small.hears(WORKING)).noneMatch(line -> line.startsWith("starts"));
            small.after(1);
        }
        String running = started(small.hears(WORKING));
        assertThat(small.facts).contains(new Fact.WaitedForNothing(Duration.ofSeconds(11), Duration.ofSeconds(10)));
        assertThat(small.hears(WORKING)).noneMatch(line -> line.startsWith("stops"));
        for (int more = 0; more < 2; more++) {
            running = started(small.ends(running, Outcome.SUCCEEDED));
            small.hears(WORKING);
        }
        assertThat(small.facts).noneMatch(Fact.Again.class::isInstance);
    }

    @Test
    void whoIsGivenNothingGoesByWhatItIsGivenThen() {
        Peer small = Peer.keyed(SETTINGS, COMMON, MAPS);
        small.starts();
        for (int passed = 0; passed <= 10 + 10; passed++) {
            small.hears(WORKING);
            small.after(1);
        }
        String first = started(small.hears(WORKING));
        String other = first.equals("common") ? "maps" : "common";
        small.hears(WORKING, other);
        assertThat(small.facts).anyMatch(Fact.Again.class::isInstance);
        assertThat(small.ends(first, Outcome.SUCCEEDED)).contains("starts " + other + " in slot 0");
    }

    /** Another coordinator may be about to take over. */
    @Test
    void whoHasSpentItsBudgetAndHearsNothingIsPatientAllTheSame() {
        keyed.starts();
        keyed.waitsFor(400, common(60, 60));
        keyed.staysWaiting(100, common(60, 60));
        keyed.after(1);
        keyed.ends("common", Outcome.SUCCEEDED);
        keyed.hears(WORKING, "maps");
        keyed.ends("maps", Outcome.SUCCEEDED);
        keyed.hears(WORKING);
        assertThat(keyed.after(9)).noneMatch(line -> line.startsWith("starts"));
        assertThat(keyed.after(1)).contains("starts planning in slot 0");
        assertThat(keyed.facts).contains(new Fact.Alone(Duration.ofSeconds(10)));
    }

    @Test
    void whoIsNotToGoOnWithoutACoordinatorDoesNotHoweverSmallItsBudget() {
        Peer strict =
                Peer.keyed(SETTINGS.withWaitBudget(Duration.ZERO).withPatienceOver(PatienceOver.FAIL), COMMON, MAPS);
        strict.starts();
        assertThat(strict.after(9)).noneMatch(line -> line.startsWith("starts"));
        assertThat(strict.after(1)).contains("exits 4");

        Peer left =
                Peer.keyed(SETTINGS.withWaitBudget(Duration.ZERO).withPatienceOver(PatienceOver.FAIL), COMMON, MAPS);
        left.starts();
        left.waitsFor(400);
        assertThat(left.after(11)).anyMatch(line -> line.startsWith("exits 4"));
    }

    @Test
    void whatAnswersTakeIsNoWaiting() {
        JoinTask[] tasks =
                IntStream.range(0, 20).mapToObj(i -> Peer.task("t" + i)).toArray(JoinTask[]::new);
        Peer busy = Peer.keyed(SETTINGS, tasks);
        busy.starts();
        for (JoinTask task : List.of(tasks).subList(0, 19)) {
            busy.hears(WORKING, task.name());
            assertThat(busy.ends(task.name(), Outcome.SUCCEEDED)).noneMatch(line -> line.startsWith("starts"));
            assertThat(busy.after(9)).noneMatch(line -> line.startsWith("starts"));
        }
        assertThat(busy.facts).noneMatch(Fact.WaitedEnough.class::isInstance);
    }

    @Test
    void askingForTheSchemaAgainAndAgainKeepsNobody() {
        Peer asked = Peer.keyed(SETTINGS, COMMON);
        asked.starts();
        asked.hears(WORKING);
        asked.hears(SCHEMA_WANTED);
        asked.after(8);
        asked.hears(SCHEMA_WANTED);
        assertThat(asked.after(3)).contains("starts common in slot 0");
    }

    @Test
    void aPeerThatBuildsOrIsAloneSpendsNothing() {
        keyed.starts();
        keyed.hears(WORKING, "maps");
        keyed.after(9);
        keyed.waitsFor(400, common(60, 60));
        keyed.after(4); // its command still runs: it is no waiting
        keyed.ends("maps", Outcome.SUCCEEDED);
        keyed.staysWaiting(100, common(60, 60));
        assertThat(keyed.facts).noneMatch(Fact.WaitedEnough.class::isInstance);
    }

    @Test
    void aPeerThatMayNotWriteTheCacheGoesToItsVerdict() {
        Peer reader = Peer.with(SETTINGS, 1, false, COMMON, MAPS);
        reader.starts();
        reader.waitsFor(400, common(60, 0));
        reader.staysWaiting(50, common(60, 0));
        assertThat(reader.after(1))
                .containsExactly(
                        "says s1#13 seen 1; leaving CANCELLED; token",
                        "verdict: waited long enough, and this peer may not write the cache");
    }

    @Test
    void aBudgetGivenByHandHoldsAsItIs() {
        Peer hasty = Peer.keyed(SETTINGS.withWaitBudget(Duration.ZERO), COMMON, MAPS);
        hasty.starts();
        hasty.waitsFor(400, common(60, 59));
        assertThat(hasty.after(1)).noneMatch(line -> line.startsWith("starts"));
        assertThat(hasty.after(1)).contains("starts common in slot 0");
    }

    @Test
    void theBudgetIsAtLeastThePatience() {
        Peer small = Peer.keyed(SETTINGS, COMMON);
        small.starts();
        small.waitsFor(4, common(1, 1));
        small.staysWaiting(10, common(1, 1));
        assertThat(small.after(1)).contains("starts common in slot 0");
    }

    @Test
    void whateverOthersExpectNothingIsWaitedForLongerThanItsOwnTimeoutAllows() {
        JoinTask brief = new JoinTask("common", List.of("//common"), List.of(), Optional.empty(), Optional.of(90.0));
        JoinTask other = new JoinTask("maps", List.of("//maps"), List.of(), Optional.empty(), Optional.of(110.0));
        Peer peer = Peer.keyed(SETTINGS, brief, other);
        peer.starts();
        peer.waitsFor(1e9, common(1e6, 0));
        peer.staysWaiting(90 + 50, common(1e6, 0)); // a quarter of what both may take
        assertThat(peer.after(1)).contains("starts common in slot 0");
    }

    private static String started(List<String> lines) {
        String line = lines.stream()
                .filter(one -> one.startsWith("starts "))
                .findFirst()
                .orElseThrow();
        return line.split(" ")[1];
    }

    private static WaitingFor common(double expected, double since) {
        return new WaitingFor("common", "b", since, expected);
    }

    private static WaitingFor maps(double expected, double since) {
        return new WaitingFor("maps", "c", since, expected);
    }

    private static TaskResult succeeded(Relied... relied) {
        return new TaskResult(
                Outcome.SUCCEEDED, Optional.of(0), Duration.ofSeconds(10), Optional.empty(), List.of(relied));
    }
}
