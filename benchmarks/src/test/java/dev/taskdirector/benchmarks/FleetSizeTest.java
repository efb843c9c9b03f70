package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class FleetSizeTest {

    private final FleetSize.Converter converter = new FleetSize.Converter();

    @Test
    void aNumberAloneIsPeersOfOneSlot() {
        assertThat(converter.convert("50")).isEqualTo(new FleetSize(50, 1)).hasToString("50 peers");
    }

    @Test
    void slotsComeBehindAnX() {
        assertThat(converter.convert("50x8")).isEqualTo(new FleetSize(50, 8)).hasToString("50 peers, 8 slots each");
    }

    @Test
    void aPlusGivesTasksAhead() {
        assertThat(converter.convert("50+"))
                .isEqualTo(new FleetSize(50, 1, true))
                .hasToString("50 peers, tasks ahead");
    }

    @Test
    void whatIsNeitherIsRefusedWithASentence() {
        assertThatThrownBy(() -> converter.convert("8 by 2"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("\"8 by 2\" is not a number of peers");
        assertThatThrownBy(() -> converter.convert("2x65"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("at most 64 slots");
    }
}
