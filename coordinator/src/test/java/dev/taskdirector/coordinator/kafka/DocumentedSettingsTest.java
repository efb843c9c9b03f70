package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.access.LoginConfig;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be configured stands in the README. */
class DocumentedSettingsTest {

    static String[] properties() {
        return Stream.of(CoordinatorConfig.class, LoginConfig.class)
                .flatMap(config -> Arrays.stream(config.getMethods()))
                .filter(method -> !method.isDefault() && method.getReturnType() != CoordinatorConfig.KafkaClients.class)
                .map(DocumentedSettingsTest::nameOf)
                .toArray(String[]::new);
    }

    private static String nameOf(Method method) {
        String prefix =
                method.getDeclaringClass().getAnnotation(ConfigMapping.class).prefix();
        return prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @MethodSource("properties")
    void eachPropertyIsDocumented(String property) throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("| `" + property + "` |");
    }
}
