package dev.taskdirector.deploy.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a standalone: the broker's data, the database's, and the coordinators' logs. */
record StandaloneFolder(Path path, boolean temporary) {

    static StandaloneFolder of(Optional<Path> given) {
        try {
            return given.isPresent()
                    ? new StandaloneFolder(Files.createDirectories(given.get()).toAbsolutePath(), false)
                    : new StandaloneFolder(Files.createTempDirectory("task-director-standalone"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder", e);
        }
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path database() {
        return path.resolve("postgres");
    }

    Path coordinatorLog(int number) {
        return path.resolve("coordinator-" + number + ".log");
    }

    /** Deletes a temporary folder with all that is in it; a given one stays. */
    void discard() {
        if (!temporary || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
