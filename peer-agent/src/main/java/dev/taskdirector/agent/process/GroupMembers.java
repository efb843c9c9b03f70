package dev.taskdirector.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks into {@code /proc} for living members of a process group. A signal 0 would do on every system, but it also counts
 * zombies, and in a container whose first process reaps nobody they stay for ever.
 */
final class GroupMembers {

    private static final Path PROC = Path.of("/proc");
    static final boolean CAN_TELL = Files.isReadable(PROC.resolve("self/stat"));

    private GroupMembers() {}

    static boolean isAnyAlive(long group) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (isMember(process.resolve("stat"), group)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** The line is {@code pid (name) state parent group …}; the name may hold blanks and brackets. */
    private static boolean isMember(Path stat, long group) {
        try {
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split(" ", 4);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return !dead && fields[2].equals(Long.toString(group));
        } catch (IOException e) {
            return false;
        }
    }
}
