package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.RefusalException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is configured either holds or is refused; it is never quietly left out. */
class DecisiveSettingsTest {

    private static CoordinatorConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(CoordinatorConfig.class)
                .build()
                .getConfigMapping(CoordinatorConfig.class);
    }

    @Test
    void whatIsNotConfiguredHasItsDefault() {
        assertThat(DecisiveSettings.of(config(Map.of()))).isEqualTo(Settings.DEFAULTS);
    }

    @Test
    void theLongestLingerIsTaken() {
        assertThat(DecisiveSettings.of(config(Map.of("task-director.work-linger", "24D")))
                        .workLingerMillis())
                .isEqualTo(24L * 86_400_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "work-linger     | 30D  | task-director.work-linger is PT720H and must be from 1 ms to 24 days",
                "work-linger     | 0s   | task-director.work-linger is PT0S and must be from 1 ms to 24 days",
                "heartbeat       | 0s   | task-director.heartbeat is PT0S and must be from 1 ms to 11 days",
                "heartbeat       | 12D  | task-director.heartbeat is PT288H and must be from 1 ms to 11 days",
                "max-attempts    | 0    | task-director.max-attempts is 0 and must be from 1 to 100",
                "max-peers       | -1   | task-director.max-peers is -1 and must be from 1 to 1000000",
                "session-timeout | 5s   | task-director.session-timeout is PT5S and must be longer than"
                        + " task-director.heartbeat, which is PT5S: each session would be gone before its peer speaks again",
            })
    void whatNoPartitionCouldGoByIsRefusedInASentence(String name, String value, String sentence) {
        CoordinatorConfig config = config(Map.of("task-director." + name, value));

        assertThatThrownBy(() -> DecisiveSettings.of(config))
                .isInstanceOf(RefusalException.class)
                .hasMessage(sentence);
    }
}
