package dev.taskdirector.agent.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds a task's output back until its end, so that the lines of tasks that run at the same time don't mix. Up to
 * {@value #IN_MEMORY} bytes stay in memory; then the file takes all of it. When that can't be written or is gone, the
 * beginning is shown with a sentence about the rest.
 */
final class GroupedOutput implements TaskOutput {

    static final int IN_MEMORY = 256 * 1024;

    private final OutputSink sink;
    private final LogFile spill;
    private final boolean keepFile;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private long total;

    /**
     * @param spill takes all output from its first byte
     * @param keepFile false if the file is only there for this and goes when the task has ended
     */
    GroupedOutput(OutputSink sink, LogFile spill, boolean keepFile) {
        this.sink = sink;
        this.spill = spill;
        this.keepFile = keepFile;
    }

    @Override
    public synchronized void write(byte[] bytes, int count) {
        spill.write(bytes, count);
        int fits = Math.min(count, IN_MEMORY - memory.size());
        memory.write(bytes, 0, fits);
        total += count;
    }

    @Override
    public synchronized void end() {
        spill.end();
        if (total > 0) {
            sink.alone(this::show);
        }
        if (!keepFile) {
            delete(spill.path());
        }
    }

    private void show(OutputStream out) throws IOException {
        if (total <= memory.size()) {
            memory.writeTo(out);
        } else if (spill.isBroken()) {
            showBeginning(out, "could not be written");
        } else {
            showFile(out);
        }
    }

    /** A command may have removed it, with the folder in which it stands. */
    private void showFile(OutputStream out) throws IOException {
        InputStream all;
        try {
            all = Files.newInputStream(spill.path());
        } catch (IOException gone) {
            showBeginning(out, "can't be read any more");
            return;
        }
        try (all) {
            all.transferTo(out);
        }
    }

    private void showBeginning(OutputStream out, String why) throws IOException {
        memory.writeTo(out);
        String rest = "\n[" + (total - memory.size()) + " bytes more are lost: " + spill.path() + " " + why + "]\n";
        out.write(rest.getBytes(StandardCharsets.UTF_8));
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // a file in the temp folder that stays behind
        }
    }
}
