package dev.taskdirector.deploy.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as a child process of this JVM, on a loopback port. It trusts whoever reaches that port, so it is for
 * tests and for a machine of one's own.
 *
 * <p>Its programs are unpacked once into the machine's temporary files and stay there for the next start. Not thread-safe: one
 * thread starts, stops and closes it.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Duration STARTUP = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;

    private final DataFolder data;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    private EmbeddedDatabase(DataFolder data, int port) {
        this.data = data;
        this.port = port;
    }

    /** A running server on a free port whose data goes with it. */
    public static EmbeddedDatabase start() {
        return launch(Optional.empty(), 0);
    }

    /** A running server on a free port over the data in a folder, which stays. */
    public static EmbeddedDatabase start(Path data) {
        return launch(Optional.of(data), 0);
    }

    /** The same on a port of the caller's choice. */
    public static EmbeddedDatabase start(Path data, int port) {
        return launch(Optional.of(data), port);
    }

    /** The address of its only database; the same after a restart. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return "postgres";
    }

    public String password() {
        return "postgres";
    }

    public boolean isRunning() {
        return server != null;
    }

    /** Stops the server and keeps its data, so that {@link #restart} brings it back. */
    public void stop() {
        EmbeddedPostgres running = server;
        if (running == null) {
            return;
        }
        server = null;
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on port " + port + " did not stop", e);
        }
    }

    /** Stops the server if it runs, and starts it on the same data and port. */
    public void restart() {
        stop();
        launch();
    }

    /** Stops the server and deletes its data, unless the folder was given. */
    @Override
    public void close() {
        stop();
        data.discard();
    }

    private static EmbeddedDatabase launch(Optional<Path> folder, int wantedPort) {
        IllegalStateException last = new IllegalStateException("not tried");
        for (int attempt = 0; attempt < (wantedPort == 0 ? ATTEMPTS : 1); attempt++) {
            int port = wantedPort == 0 ? FreePorts.one() : wantedPort;
            EmbeddedDatabase database = new EmbeddedDatabase(DataFolder.of(folder, "task-director-postgres"), port);
            try {
                database.launch();
                return database;
            } catch (IllegalStateException e) {
                database.close();
                last = e;
            }
        }
        throw last;
    }

    private void launch() {
        try {
            server = PostgresPrograms.ofThisUser()
                    .start(EmbeddedPostgres.builder()
                            .setDataDirectory(data.path())
                            .setCleanDataDirectory(false)
                            .setRegisterShutdownHook(false)
                            .setPort(port)
                            .setPGStartupWait(STARTUP)
                            .setOutputRedirector(Redirect.DISCARD)
                            .setErrorRedirector(Redirect.DISCARD));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "PostgreSQL did not start on 127.0.0.1:" + port + " with its data in " + data.path(), e);
        }
    }
}
