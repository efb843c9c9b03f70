package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A word that all processes of a storm have in their environment or on their command line: by it they are found again. */
record Mark(String value) {

    /** The variable that holds it, for those who come through an environment. */
    static final String NAME = "TASK_DIRECTOR_CHAOS";

    private static final Path PROCESSES = Path.of("/proc");

    /** The name of a folder that nobody else has. */
    static Mark of(Folder folder) {
        return new Mark(folder.path().getFileName().toString());
    }

    /** Processes that have it, as far as the system shows them. */
    List<ProcessHandle> processes() {
        List<ProcessHandle> found = new ArrayList<>();
        if (Files.isDirectory(PROCESSES)) {
            ProcessHandle.allProcesses()
                    .filter(process -> process.isAlive() && has(process.pid()))
                    .forEach(found::add);
        } else {
            ProcessHandle.current().descendants().forEach(found::add);
        }
        return found;
    }

    private boolean has(long pid) {
        Path process = PROCESSES.resolve(Long.toString(pid));
        return contains(process.resolve("environ")) || contains(process.resolve("cmdline"));
    }

    private boolean contains(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(value);
        } catch (IOException e) {
            // it has ended meanwhile, or is somebody else's
            return false;
        }
    }
}
