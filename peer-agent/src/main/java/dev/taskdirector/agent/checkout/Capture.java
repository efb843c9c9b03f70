package dev.taskdirector.agent.checkout;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a short command and reads what it prints. */
final class Capture {

    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int SHOWN = 200;

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

    static Captured run(List<String> command, Path folder, Duration limit) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
        } catch (IOException e) {
            return new Captured.Nothing(String.valueOf(e.getMessage()));
        }
        CompletableFuture<byte[]> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        CompletableFuture<byte[]> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Captured.Nothing("no answer within " + limit.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                return new Captured.Nothing("exit " + process.exitValue() + firstLine(err.join()));
            }
            return new Captured.Printed(new String(out.join(), StandardCharsets.ISO_8859_1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Captured.Nothing("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static byte[] read(InputStream in) {
        try (in) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return bytes;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String firstLine(byte[] bytes) {
        String line =
                new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(SHOWN, line.length()));
    }
}
