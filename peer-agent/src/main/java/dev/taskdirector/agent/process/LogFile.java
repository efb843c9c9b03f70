package dev.taskdirector.agent.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that takes a task's output. A full disk is never the task's fault: the first failure is told, and what comes
 * after is not written.
 */
final class LogFile implements TaskOutput {

    private final Path path;
    private final Consumer<String> broken;
    private @Nullable OutputStream out;
    private boolean isBroken;

    private LogFile(Path path, Consumer<String> broken) {
        this.path = path;
        this.broken = broken;
    }

    static LogFile open(Path path, Consumer<String> broken) {
        LogFile file = new LogFile(path, broken);
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            file.out = Files.newOutputStream(path);
        } catch (IOException e) {
            file.give(e);
        }
        return file;
    }

    /** Writes a line that says where the output is. */
    static void point(Path path, Path to, Consumer<String> broken) {
        LogFile file = open(path, broken);
        byte[] line = ("task-director: its output, with that of others, is in " + to.getFileName() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        file.write(line, line.length);
        file.end();
    }

    Path path() {
        return path;
    }

    boolean isBroken() {
        return isBroken;
    }

    @Override
    public void write(byte[] bytes, int count) {
        OutputStream open = out;
        if (open == null) {
            return;
        }
        try {
            open.write(bytes, 0, count);
        } catch (IOException e) {
            give(e);
            end();
        }
    }

    @Override
    public void end() {
        OutputStream open = out;
        out = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            give(e);
        }
    }

    private void give(IOException reason) {
        if (!isBroken) {
            isBroken = true;
            broken.accept("cannot write " + path + " (" + reason.getMessage() + "); the task goes on without it");
        }
    }
}
