package dev.taskdirector.coordinator;

import dev.taskdirector.deploy.embedded.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the application under test a Kafka and a PostgreSQL of its own. */
public class TestInfrastructure implements QuarkusTestResourceLifecycleManager {

    private @Nullable Infrastructure running;

    @Override
    public Map<String, String> start() {
        Infrastructure infrastructure = Infrastructure.start();
        running = infrastructure;
        return Map.of(
                "kafka.bootstrap.servers", infrastructure.bootstrapServers(),
                "quarkus.datasource.jdbc.url", infrastructure.jdbcUrl(),
                "quarkus.datasource.username", infrastructure.user(),
                "quarkus.datasource.password", infrastructure.password(),
                // a machine that stalls for a minute loses no peer, and tests wait for checkpoints
                "task-director.session-timeout", "10m",
                "task-director.flush-interval", "50ms",
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
        }
    }
}
