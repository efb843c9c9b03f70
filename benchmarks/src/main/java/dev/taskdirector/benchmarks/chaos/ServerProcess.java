package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server that goes down and comes back with the same data and ports. Each start writes a log of its own. */
final class ServerProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int GLANCE_MILLIS = 50;

    private final String name;
    private final List<String> arguments;
    private final Path logs;
    private final Mark mark;
    private final Endings endings;
    private int starts;
    private Optional<Process> process = Optional.empty();

    /**
     * Not started yet.
     *
     * @param arguments the JVM's options, the main class and its arguments; it prints {@code ready} when it is
     */
    ServerProcess(String name, List<String> arguments, Path logs, Mark mark, Endings endings) {
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.logs = logs;
        this.mark = mark;
        this.endings = endings;
    }

    /** Starts it and returns when it is ready. */
    synchronized void start() throws InterruptedException {
        starts++;
        Path log = logs.resolve(name + "-" + starts + ".log");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(OwnSession.of(line))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put(Mark.NAME, mark.value());
            Process started = builder.start();
            process = Optional.of(started);
            awaitReady(started, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the " + name, e);
        }
    }

    private void awaitReady(Process started, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (Files.readString(log).lines().noneMatch("ready"::equals)) {
            if (started.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "the " + name + " ended with " + started.exitValue() + " before it was ready; see " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the " + name + " was not ready within " + START_LIMIT.toSeconds() + " s; see " + log);
            }
        }
    }

    /** Its process id; it must be running. */
    synchronized long pid() {
        return process.filter(Process::isAlive)
                .map(Process::pid)
                .orElseThrow(() -> new IllegalStateException("the " + name + " has ended by itself; see its log"));
    }

    void kill() {
        process.ifPresent(running -> {
            boolean wasAlive = running.isAlive();
            end(running);
            endings.note(describe(running), wasAlive, Life.ENDED_BY_KILL, running.exitValue());
        });
    }

    /** Asks it to stop, waits, and kills it if it doesn't. */
    void stop() throws InterruptedException {
        if (process.isEmpty()) {
            return;
        }
        Process stopping = process.get();
        boolean wasAlive = stopping.isAlive();
        stopping.destroy();
        if (!stopping.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            end(stopping);
        }
        endings.note(describe(stopping), wasAlive, Life.ENDED_BY_TERM, stopping.exitValue());
    }

    /** Notes it if it has ended by itself. */
    synchronized void lookAt() {
        process.ifPresent(running -> endings.lookAt(describe(running), running.isAlive()));
    }

    private static void end(Process running) {
        running.destroyForcibly();
        running.onExit().join();
    }

    private synchronized String describe(Process one) {
        return "the " + name + " (process " + one.pid() + ", " + logs.resolve(name + "-" + starts + ".log") + ")";
    }
}
