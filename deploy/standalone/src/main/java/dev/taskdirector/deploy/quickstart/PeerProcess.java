package dev.taskdirector.deploy.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One peer as a process, with its output in a file and the moment it ended. */
final class PeerProcess {

    private final String peer;
    private final Path output;
    private final Process process;
    private volatile double endEpochSeconds = Double.NaN;

    private PeerProcess(String peer, Path output, Process process) {
        this.peer = peer;
        this.output = output;
        this.process = process;
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

    /** Whether it is over; the first look that finds it so fixes the time of its end. */
    boolean hasEnded() {
        if (process.isAlive()) {
            return false;
        }
        if (Double.isNaN(endEpochSeconds)) {
            endEpochSeconds = Watch.now();
        }
        return true;
    }

    double endEpochSeconds() {
        return endEpochSeconds;
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
        process.onExit().join();
    }
}
