package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.deploy.embedded.DataFolder;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of a storm: data, logs, checkouts. */
record Folder(DataFolder data) {

    static Folder temporary() {
        return new Folder(DataFolder.of(Optional.empty(), "task-director-chaos"));
    }

    Path path() {
        return data.path();
    }

    /** Deletes it. What a process that is just ending removes meanwhile is no error. */
    void delete() {
        data.discard();
    }
}
