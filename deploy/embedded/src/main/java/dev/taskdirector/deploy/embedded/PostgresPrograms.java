package dev.taskdirector.deploy.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where PostgreSQL's programs are unpacked, once for all processes of a user. A process that is killed meanwhile leaves half of
 * them, over which nobody can unpack again: so whoever starts a server removes such halves first, and one unpacks at a time.
 */
final class PostgresPrograms {

    /** What {@link EmbeddedPostgres} writes last into a folder of programs. */
    private static final String COMPLETE = ".exists";

    private final Path folder;

    private PostgresPrograms(Path folder) {
        this.folder = folder;
    }

    /** Among the temporary files; the user's name keeps users of one machine apart. */
    static PostgresPrograms ofThisUser() {
        String name = "task-director-postgres-programs-" + System.getProperty("user.name");
        return in(Path.of(System.getProperty("java.io.tmpdir"), name));
    }

    static PostgresPrograms in(Path folder) {
        return new PostgresPrograms(folder);
    }

    /** Starts a server with these programs; others who start one wait meanwhile. */
    EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        synchronized (PostgresPrograms.class) {
            Files.createDirectories(folder);
            try (FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                removeHalves();
                return builder.setOverrideWorkingDirectory(folder.toFile()).start();
            }
        }
    }

    private void removeHalves() throws IOException {
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(folder, "PG-*")) {
            for (Path programs : unpacked) {
                if (!Files.exists(programs.resolve(COMPLETE))) {
                    new DataFolder(programs, true).discard();
                }
            }
        }
    }
}
