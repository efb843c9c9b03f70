package dev.taskdirector.agent.checkout;

import dev.taskdirector.agent.process.CommandLocale;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs a short command and reads what it prints. It goes with the agent, if that is ended meanwhile. */
final class Capture {

    static final int MOST_BYTES = 16 * 1024 * 1024;

    /** What the command left behind may hold its output for ever. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private static final int SHOWN = 200;
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(Capture::kill), "capture-end"));
    }

    private Capture() {}

    /** What came of a command. */
    sealed interface Captured {

        /** All bytes, each as one character, so that nothing is lost that isn't text. */
        record Printed(String latin) implements Captured {
            String text() {
                return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }

        /** Why there is nothing, as a clause. */
        record Nothing(String reason) implements Captured {}
    }

    /** Ends the command when the thread is interrupted, and runs none while it is. */
    static Captured run(List<String> command, Path folder, Duration limit) {
        if (Thread.currentThread().isInterrupted()) {
            return new Captured.Nothing("interrupted");
        }
        Process process;
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectInput(new File("/dev/null"));
            CommandLocale.restore(builder.environment());
            process = builder.start();
        } catch (IOException e) {
            return new Captured.Nothing(String.valueOf(e.getMessage()));
        }
        LIVE.add(process);
        try {
            return read(process, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Captured.Nothing("interrupted");
        } finally {
            kill(process);
            LIVE.remove(process);
        }
    }

    private static Captured read(Process process, Duration limit) throws InterruptedException {
        Reading out = Reading.of(process.getInputStream());
        Reading err = Reading.of(process.getErrorStream());
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Captured.Nothing("no answer within " + limit.toSeconds() + " s");
        }
        byte[] printed = out.soFar();
        if (process.exitValue() != 0) {
            return new Captured.Nothing("exit " + process.exitValue() + firstLine(err.soFar()));
        }
        return printed.length > MOST_BYTES
                ? new Captured.Nothing("it prints more than " + MOST_BYTES + " bytes; let it print a hash of them")
                : new Captured.Printed(new String(printed, StandardCharsets.ISO_8859_1));
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String firstLine(byte[] bytes) {
        String line =
                new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(SHOWN, line.length()));
    }

    /** Reads a stream to its end on a thread of its own, and keeps one byte more than is wanted at most. */
    private static final class Reading implements Runnable {

        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread thread = new Thread(this, "capture");

        private Reading(InputStream in) {
            this.in = in;
        }

        static Reading of(InputStream in) {
            Reading reading = new Reading(in);
            reading.thread.setDaemon(true);
            reading.thread.start();
            return reading;
        }

        /** What came until the end, or until nobody should wait any longer for it. */
        byte[] soFar() throws InterruptedException {
            thread.join(LAST_OUTPUT.toMillis());
            synchronized (kept) {
                return kept.toByteArray();
            }
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8 * 1024];
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    keep(buffer, count);
                }
            } catch (IOException e) {
                // the command was ended
            }
        }

        private void keep(byte[] bytes, int count) {
            synchronized (kept) {
                kept.write(bytes, 0, Math.min(count, MOST_BYTES + 1 - kept.size()));
            }
        }
    }
}
