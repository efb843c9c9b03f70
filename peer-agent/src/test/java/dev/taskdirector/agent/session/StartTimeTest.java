package dev.taskdirector.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartTimeTest {

    private final StartTime start = new StartTime();

    @Test
    void itIsWhatIsLeftWhenNothingIsExpected() {
        learn(7, 140, 200 + 140);
        learn(1, 20, 200 + 20);
        learn(6, 120, 200 + 120);
        learn(1, 20, 200 + 20);
        learn(7, 140, 200 + 140);
        assertThat(start.known()).isEmpty();
        learn(1, 20, 200 + 20);
        assertThat(start.known()).contains(Duration.ofMillis(200));
    }

    @Test
    void aWrongExpectationDoesNotMatter() {
        for (int i = 0; i < 3; i++) {
            learn(7, 140, 200 + 3 * 140);
            learn(1, 20, 200 + 3 * 20);
        }
        assertThat(start.known()).contains(Duration.ofMillis(200));
    }

    @Test
    void withoutAStartThereIsNone() {
        for (int i = 0; i < 3; i++) {
            learn(7, 140, 140);
            learn(1, 20, 10);
        }
        assertThat(start.known()).contains(Duration.ZERO);
    }

    @Test
    void itIsNeverLongerThanTheShortestCommand() {
        for (int i = 0; i < 3; i++) {
            learn(7, 140, 200);
            learn(1, 20, 300);
        }
        assertThat(start.known()).contains(Duration.ofMillis(200));
    }

    @Test
    void whereAllAreExpectedToTakeTheSameNothingCanBeTold() {
        for (int i = 0; i < 5; i++) {
            learn(2, 100, 300);
            learn(1, 100, 300);
        }
        assertThat(start.known()).isEmpty();
    }

    @Test
    void timesThatDifferByAThirdLeaveItWithinAFifth() {
        Random random = new Random(7);
        for (int i = 0; i < 30; i++) {
            learn(7, 140, 200 + vary(random, 140));
            learn(1, 20, 200 + vary(random, 20));
        }
        assertThat(start.known().orElseThrow()).isBetween(Duration.ofMillis(160), Duration.ofMillis(240));
    }

    private static long vary(Random random, long millis) {
        return Math.round(millis * (0.67 + 0.66 * random.nextDouble()));
    }

    private void learn(int tasks, long expected, long took) {
        start.add(tasks, Duration.ofMillis(expected), Duration.ofMillis(took));
    }
}
