package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.RefusedStart;
import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.coordinator.runtime.StartWait;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** Waits for PostgreSQL and brings its tables up to date, before anything else of this coordinator asks for them. */
@Singleton
class TableSetup {

    private static final Logger LOG = Logger.getLogger(TableSetup.class);

    /** Before jobs and channels are started. */
    private static final int FIRST = -100;

    private static final String CURE = "start it, or correct quarkus.datasource.jdbc.url, username and password; the"
            + " coordinator starts when it answers";

    private final DataSource database;
    private final Flyway migrations;
    private final String where;
    private final Duration limit;

    TableSetup(
            DataSource database,
            Flyway migrations,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "task-director.start-timeout") Duration limit) {
        this.database = database;
        this.migrations = migrations;
        this.where = "PostgreSQL at " + withoutParameters(url);
        this.limit = limit;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        try {
            new StartWait(limit, LOG::warn).until(where, CURE, this::migrate);
        } catch (RefusalException e) {
            throw RefusedStart.because(e, LOG);
        }
    }

    /** Flyway says of a lost connection and of a wrong migration in one way; who asks again can tell. */
    private Optional<String> migrate() {
        Optional<String> trouble = trouble();
        if (trouble.isPresent()) {
            return trouble;
        }
        try {
            migrations.migrate();
            return Optional.empty();
        } catch (FlywayException e) {
            return Optional.of(trouble()
                    .orElseThrow(() -> new RefusalException(
                            "the tables of " + where + " can't be brought up to date: " + e.getMessage()
                                    + "; another version of the coordinator made them, or somebody changed them",
                            e)));
        }
    }

    private Optional<String> trouble() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(3) ? Optional.empty() : Optional.of("the connection is not valid");
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Parameters may hold a password. */
    private static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
