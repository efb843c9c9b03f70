package dev.taskdirector.coordinator.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether PostgreSQL answers. Without it decisions go on, so that is degraded and not down: a replica that was
 * taken out of service for it would help nobody.
 */
@Readiness
@ApplicationScoped
public class StoreHealth implements HealthCheck {

    private final DataSource database;

    StoreHealth(DataSource database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("PostgreSQL").up();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(3);
            statement.execute("SELECT 1");
            return response.withData("state", "ok").build();
        } catch (SQLException away) {
            // why, the log says with the save that failed: this page is open to strangers
            return response.withData("state", "degraded")
                    .withData("reason", "PostgreSQL does not answer; decisions go on, and are saved when it does")
                    .build();
        }
    }
}
