package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "1240, 1.2 s",
        "9999, 10 s",
        "10400, 10 s",
        "59499, 59 s",
        "59500, 1 min",
        "90000, 1 min 30 s",
        "180000, 3 min",
        "599499, 9 min 59 s",
        "840000, 14 min",
        "3569999, 59 min",
        "3570000, 1 h",
        "7500000, 2 h 5 min",
    })
    void durationsReadAsPeopleSayThem(long millis, String said) {
        assertThat(Spans.of(millis)).isEqualTo(said);
    }
}
