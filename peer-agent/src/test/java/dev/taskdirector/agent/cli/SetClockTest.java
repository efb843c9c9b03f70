package dev.taskdirector.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the machine's clock while a build goes on. */
class SetClockTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void onlyTheTimesInTheLogChange(int hours) throws Exception {
        CliFixture cli = new CliFixture(folder).clock(new Set(Duration.ofHours(hours)));
        assertThat(cli.build("sleep 0.1", "--summary", "summary.json")).isZero();
        JsonNode summary = new ObjectMapper().readTree(cli.read("summary.json"));
        assertThat(summary.get("seconds").asDouble()).isBetween(0.4, 120.0);
        assertThat(summary.get("tasks").findValuesAsText("outcome")).containsExactly("succeeded", "succeeded");
        assertThat(cli.facts()).anyMatch(line -> line.matches("alone +no answer for 0\\.[2-9]s.*"));
        assertThat(cli.facts()).noneMatch(line -> line.matches("(alone|built|exit) .*[0-9]h.*"));
    }

    /** Is set by so much each time that somebody looks at it. */
    private static final class Set extends Clock {

        private final Duration step;
        private Instant now = Instant.parse("2026-03-02T14:02:07Z");

        Set(Duration step) {
            this.step = step;
        }

        @Override
        public synchronized Instant instant() {
            now = now.plus(step);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
