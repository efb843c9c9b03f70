package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Why;
import dev.taskdirector.coordinator.store.Because.Other;
import dev.taskdirector.coordinator.store.Because.Ready;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BecauseTest {

    private static final long GIVEN = Instant.parse("2026-03-01T14:02:08.400Z").toEpochMilli();
    private static final Optional<Other> NOBODY = Optional.empty();

    private static Why why(int readyTasks, boolean gate, String besides) {
        return new Why(
                1,
                Optional.empty(),
                60_000,
                840_000,
                readyTasks,
                gate,
                Optional.ofNullable(besides).map(PeerId::new),
                Optional.empty(),
                Optional.empty());
    }

    private static Why why(Why.Choice choice, int place) {
        Why plain = why(7, false, null);
        return new Why(
                plain.readyTimestamp(),
                plain.waitedFor(),
                plain.expectedMillis(),
                plain.pathMillis(),
                plain.readyTasks(),
                plain.gate(),
                plain.besides(),
                Optional.of(choice),
                Optional.of(place));
    }

    private static Optional<Ready> ready(long ago, String event) {
        return Optional.of(new Ready(GIVEN - ago, event));
    }

    private static String sentence(Why why, Optional<Ready> ready, Optional<Other> other) {
        return new Because("runner-3", GIVEN, Optional.of(why), ready, other).sentence();
    }

    @Test
    void theLongestPathOfWhatWasReady() {
        assertThat(sentence(why(7, false, null), ready(1_200, "planning was done"), NOBODY))
                .isEqualTo(
                        "given to runner-3 at 14:02:08, 1.2 s after planning was done: the longest path left (14 min)"
                                + " of 7 ready tasks");
    }

    @Test
    void whatIsNotTheLongestPathIsNotCalledSo() {
        assertThat(choice(Why.Choice.LONGEST, 1)).isEqualTo("the longest path left (14 min) of 7 ready tasks");
        assertThat(choice(Why.Choice.NEXT, 2))
                .isEqualTo("number 2 by the longest path left (14 min) of 7 ready tasks, after what runner-3 has failed"
                        + " or could not try");
        assertThat(choice(Why.Choice.SUITS, 3))
                .isEqualTo("number 3 by the longest path left (14 min) of 7 ready tasks, since runner-3 is slow, and"
                        + " ends it before the rest is built elsewhere");
        assertThat(choice(Why.Choice.TRIAL, 101))
                .isEqualTo("not among the 100 with the longest path left (14 min) of 7 ready tasks, to learn how quick"
                        + " runner-3 is");
        assertThat(choice(Why.Choice.BEGUN, 1)).endsWith("7 ready tasks, which runner-3 had begun by itself");
        assertThat(choice(Why.Choice.LAST_HOPE, 1)).endsWith("7 ready tasks, since all others have failed it");
        assertThat(choice(Why.Choice.AHEAD, 2))
                .endsWith("7 ready tasks, given before its turn at runner-3, since it is short");
    }

    private static String choice(Why.Choice choice, int place) {
        String sentence = sentence(why(choice, place), ready(0, "x was done"), NOBODY);
        return sentence.substring(sentence.indexOf("x was done: ") + "x was done: ".length());
    }

    @Test
    void theOnlyTaskThatWasReady() {
        assertThat(sentence(why(1, false, null), ready(0, "it was first needed"), NOBODY))
                .isEqualTo("given to runner-3 at 14:02:08, as soon as it was first needed: the only task that was ready"
                        + " (14 min to the end of its path)");
    }

    @Test
    void aClockThatWasSetBackMakesNoNegativeWait() {
        assertThat(new Because("a", GIVEN, Optional.of(why(1, false, null)), ready(-5, "x was done"), NOBODY)
                        .waitedMillis())
                .contains(0L);
        assertThat(sentence(why(1, false, null), ready(-5, "x was done"), NOBODY))
                .contains(", as soon as x was done: ");
    }

    @Test
    void withoutATimeOfReadinessThereIsNoWait() {
        assertThat(sentence(why(2, false, null), Optional.empty(), NOBODY))
                .isEqualTo("given to runner-3 at 14:02:08: the longest path left (14 min) of 2 ready tasks");
    }

    @Test
    void aMergeGateComesFirst() {
        assertThat(sentence(why(2, true, null), Optional.empty(), NOBODY))
                .endsWith(" of 2 ready tasks; runner-3 comes first, as a merge gate");
    }

    @Test
    void aSecondLeaseSaysForHowLongTheFirstHasHadIt() {
        Optional<Other> first = Optional.of(new Other("runner-1", GIVEN - 180_000, Optional.of(60_000L)));
        assertThat(sentence(why(0, false, "runner-1"), ready(180_500, "planning was done"), first))
                .isEqualTo(
                        "given to runner-3 at 14:02:08 as well, since runner-1 has had it for 3 min, expected 1 min");
        assertThat(sentence(why(0, true, "runner-1"), Optional.empty(), NOBODY))
                .isEqualTo(
                        "given to runner-3 at 14:02:08 as well, since runner-1 has had it for too long; runner-3 comes"
                                + " first, as a merge gate");
    }

    @Test
    void whatWasTakenBackSaysFromWhom() {
        Optional<Other> idle = Optional.of(new Other("runner-1", GIVEN - 1_000, Optional.empty()));
        assertThat(sentence(why(1, false, null), Optional.empty(), idle))
                .isEqualTo("given to runner-3 at 14:02:08: taken back from runner-1, which had not begun it");
    }

    @Test
    void aReasonThatNobodyWroteDownIsNotInvented() {
        assertThat(new Because("runner-3", GIVEN, Optional.empty(), Optional.empty(), NOBODY).sentence())
                .isEqualTo("given to runner-3 at 14:02:08; why, nobody wrote down");
    }
}
