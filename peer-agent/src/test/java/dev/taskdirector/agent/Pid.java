package dev.taskdirector.agent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process id that a script wrote into a file: {@code echo $$ > NAME.tmp; mv NAME.tmp NAME}. */
public record Pid(long number) {

    public static Pid in(Path file) {
        await(file.toString()).atMost(60, SECONDS).until(() -> Files.exists(file));
        try {
            return new Pid(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zombie is dead: where nobody reaps orphans it stays in the table. */
    public boolean isAlive() {
        try {
            Path stat = Path.of("/proc", Long.toString(number), "stat");
            return !Files.readString(stat).replaceAll(".*\\) ", "").startsWith("Z");
        } catch (IOException e) {
            return false;
        }
    }

    public void kill() {
        ProcessHandle.of(number).ifPresent(ProcessHandle::destroyForcibly);
    }
}
