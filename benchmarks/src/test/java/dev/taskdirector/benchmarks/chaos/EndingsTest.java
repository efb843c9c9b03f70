package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndingsTest {

    private final Endings endings = new Endings();

    @Test
    void whatEndedAsItWasMadeToIsOnlyCounted() {
        endings.note("coordinator-1", true, Life.ENDED_BY_KILL, 137);
        endings.note("the broker", true, Life.ENDED_BY_TERM, 143);
        endings.lookAt("coordinator-2", true);
        assertThat(endings.oddities()).isEmpty();
        assertThat(endings.asTheyShould()).isEqualTo(2);
    }

    @Test
    void whatEndedByItselfOrOtherwiseIsOdd() {
        endings.note("coordinator-1", false, Life.ENDED_BY_KILL, 1);
        endings.note("the broker", true, Life.ENDED_BY_TERM, 137);
        endings.lookAt("coordinator-2", false);
        assertThat(endings.oddities())
                .containsExactly(
                        "coordinator-1 had ended by itself with 1 before anything was done to it",
                        "the broker ended with 137; it should have been 143",
                        "coordinator-2 is not running, though nothing was done to it");
        assertThat(endings.asTheyShould()).isZero();
    }
}
