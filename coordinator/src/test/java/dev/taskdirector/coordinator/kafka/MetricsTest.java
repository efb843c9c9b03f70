package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept in memory is shown beside its bound, and all that is shown stands in the README. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class MetricsTest {
    private static final String LIMIT = "_limit";

    /** These hold nothing: partitions by how they are, and how far the checkpoint is behind. */
    private static final Set<String> WITHOUT_BOUND =
            Set.of("task_director_partitions", "task_director_unsaved_records", "task_director_unsaved_seconds");

    private Set<String> shown = Set.of();

    @BeforeEach
    void read() {
        Awaitility.await().until(() -> {
            shown = names(
                    "(?m)^(task_director_\\w+)", RestAssured.get("/q/metrics").asString());
            return shown.contains("task_director_sessions");
        });
    }

    @Test
    void eachBoundHasItsGaugeAndEachGaugeItsBound() {
        Set<String> bounds = shown.stream()
                .filter(name -> name.endsWith(LIMIT))
                .map(name -> name.substring(0, name.length() - LIMIT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> gauges = new TreeSet<>(shown);
        gauges.removeIf(name -> name.endsWith("_total") || name.endsWith(LIMIT));
        gauges.removeAll(WITHOUT_BOUND);

        assertThat(bounds).isEqualTo(gauges);
    }

    @Test
    void theReadmeNamesExactlyWhatIsShown() throws IOException {
        assertThat(names("(?m)^\\| `(task_director_\\w+)` \\|", Files.readString(Path.of("README.md"))))
                .isEqualTo(shown);
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
