package dev.taskdirector.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks into {@code /proc} for what lives of a session. A signal 0 would do on every system, but it also counts zombies,
 * and in a container whose first process reaps nobody they stay for ever.
 */
final class SessionMembers {

    private static final Path PROC = Path.of("/proc");
    static final boolean CAN_TELL = Files.isReadable(PROC.resolve("self/stat"));

    private SessionMembers() {}

    /** The process groups of a session that have a living member: shells, {@code timeout} and others open their own. */
    static Set<String> groupsOf(long session) {
        Set<String> groups = new TreeSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                addGroup(process.resolve("stat"), Long.toString(session), groups);
            }
        } catch (IOException | DirectoryIteratorException e) {
            groups.add(Long.toString(session));
        }
        return groups;
    }

    /** The line is {@code pid (name) state parent group session …}; the name may hold blanks and brackets. */
    private static void addGroup(Path stat, String session, Set<String> groups) {
        try {
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split(" ", 5);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            if (!dead && fields[3].equals(session)) {
                groups.add(fields[2]);
            }
        } catch (IOException e) {
            // it has ended meanwhile
        }
    }
}
