package dev.taskdirector.deploy.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One peer as a process, with its output in a file and the moment it ended. */
final class PeerProcess {

    private final String peer;
    private final Path output;
    private final Process process;
    private final CompletableFuture<Double> end;

    private PeerProcess(String peer, Path output, Process process) {
        this.peer = peer;
        this.output = output;
        this.process = process;
        end = process.onExit().thenApply(ended -> Watch.now());
    }

    /** Starts in a folder of its own, outside of any checkout, so that it finds no repository. */
    static PeerProcess start(String peer, List<String> command, Map<String, String> environment, Path folder) {
        Path output = folder.resolve("output.log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Files.createDirectories(folder).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new PeerProcess(peer, output, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + peer + ": " + command, e);
        }
    }

    String peer() {
        return peer;
    }

    long pid() {
        return process.pid();
    }

    /** When it ended, once it has. */
    CompletableFuture<Double> end() {
        return end.copy();
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Only for one that has ended. */
    double endEpochSeconds() {
        return end.join();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** What it printed so far, on both streams. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + output, e);
        }
    }

    /** Ends it (KILL) and then what it started, so that it can't speak of that any more. */
    void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        end.join();
    }
}
