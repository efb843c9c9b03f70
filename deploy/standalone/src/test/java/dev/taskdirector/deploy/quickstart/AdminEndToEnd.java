package dev.taskdirector.deploy.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.embedded.EmbeddedDatabase;
import dev.taskdirector.deploy.standalone.BuiltParts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator's command of the built coordinator, beside coordinators that run, with their settings. */
@Tag("faults")
class AdminEndToEnd {

    private static final int LIMIT_SECONDS = 60;

    private final EmbeddedDatabase database = SharedStandalone.get().database();

    /** What a command printed, and how it ended. */
    private record Ended(int exitCode, String output) {}

    @Test
    void itAsksTheCoordinatorsDatabaseAndStartsNothing() throws Exception {
        assertThat(admin("parked")).isEqualTo(new Ended(0, "no partition stands still\n"));
        Ended refused = new Ended(1, "admin: there is no partition 99: the status topic has 12, numbered from 0\n");
        await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() -> admin("skip", "--partition", "99", "--offset", "1"), refused::equals);
        assertThat(admin("skip", "--partition", "3")).isEqualTo(new Ended(2, """
                        admin: skip needs --partition and --offset; "admin parked" and the coordinator's health name them
                        usage: admin parked
                               admin skip --partition P --offset O [--reason TEXT] [--force]
                        """));
    }

    private Ended admin(String... arguments) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path jar = BuiltParts.ofThisCheckout().coordinatorJar();
        List<String> line = new ArrayList<>(List.of(java.toString(), "-jar", jar.toString(), "admin"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        builder.environment().put("QUARKUS_DATASOURCE_USERNAME", database.user());
        builder.environment().put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
