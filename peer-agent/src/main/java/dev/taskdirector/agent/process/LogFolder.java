package dev.taskdirector.agent.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * A folder with a file for each task. The file's name is the task's where that is a plain name, else what is plain of it
 * and a checksum, so that {@code //a:b} and {@code //a_b} don't meet.
 */
public record LogFolder(Path path) {

    private static final int LONGEST = 120;

    /** The file of what several tasks wrote together; the number tells one such file from another. */
    Path fileOfBatch(int number) {
        return path.resolve("_together-" + number + ".log");
    }

    Path fileOfVerdict() {
        return path.resolve("_verdict.log");
    }

    /** The file of a task. None begins with an underscore: such are the folder's own. */
    public Path fileOf(String task) {
        String plain = task.replaceAll("[^A-Za-z0-9._-]", "_");
        if (plain.length() > LONGEST) {
            plain = plain.substring(0, LONGEST);
        }
        if (!plain.equals(task) || plain.startsWith(".") || plain.startsWith("_")) {
            CRC32 checksum = new CRC32();
            checksum.update(task.getBytes(StandardCharsets.UTF_8));
            plain = "task" + plain + String.format(Locale.ROOT, "-%08x", checksum.getValue());
        }
        return path.resolve(plain + ".log");
    }
}
