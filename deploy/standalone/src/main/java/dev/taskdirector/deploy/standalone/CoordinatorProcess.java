package dev.taskdirector.deploy.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A coordinator as a process of its own: started, waited for, stopped in order or killed. */
public final class CoordinatorProcess {

    /** A clean stop flushes the checkpoint; one that takes longer than this has hung. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private static final int PROBE_MILLIS = 100;
    private static final int PROBE_TIMEOUT_MILLIS = 2_000;
    private static final int LAST_LINES = 15;

    private final Process process;
    private final CoordinatorCommand command;

    private CoordinatorProcess(Process process, CoordinatorCommand command) {
        this.process = process;
        this.command = command;
    }

    /** Starts it; it may not be ready yet. */
    public static CoordinatorProcess start(CoordinatorCommand command) {
        ProcessBuilder builder = new ProcessBuilder(command.line())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
        try {
            return new CoordinatorProcess(builder.start(), command);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.line().get(0), e);
        }
    }

    /** Where its pages are. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + command.httpPort());
    }

    public Path log() {
        return command.log();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    address().resolve("/q/health/ready").toURL().openConnection();
            connection.setConnectTimeout(PROBE_TIMEOUT_MILLIS);
            connection.setReadTimeout(PROBE_TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns when it says that it is ready; throws when it ends before, or isn't ready in time. */
    public CoordinatorProcess awaitReady(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isReady()) {
            if (process.waitFor(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(obituary());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the coordinator at " + address() + " was not ready within "
                        + limit.toSeconds() + " s; its last words:\n" + lastWords());
            }
        }
        return this;
    }

    /** Waits until it ends, for whatever reason, or the time is over. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Only for one that has ended; 137 for one that was killed. */
    public int exitCode() {
        return process.exitValue();
    }

    CompletableFuture<Void> onEnd(Runnable action) {
        return process.onExit().thenRun(action);
    }

    /** Asks it to stop (TERM) and returns at once. */
    public void requestStop() {
        process.destroy();
    }

    /** Asks it to stop (TERM), waits, and kills it if it doesn't. */
    public void stop() {
        requestStop();
        try {
            if (!awaitEnd(STOP_LIMIT)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it on the spot (KILL), as a crash would. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** What is said of a coordinator that ended by itself. */
    String obituary() {
        return "the coordinator (process " + pid() + ") ended with exit code " + process.exitValue()
                + "; its output ends with:\n" + lastWords();
    }

    private String lastWords() {
        try {
            List<String> lines =
                    Files.readString(log(), StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log() + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
