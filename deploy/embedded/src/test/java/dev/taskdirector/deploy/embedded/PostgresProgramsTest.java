package dev.taskdirector.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {

    @Test
    void whatAKilledProcessUnpackedByHalfIsUnpackedAgain(@TempDir Path folder) throws Exception {
        PostgresPrograms programs = PostgresPrograms.in(folder);
        programs.start(EmbeddedPostgres.builder()).close();
        Path unpacked = onlyProgramsIn(folder);
        Files.delete(unpacked.resolve(".exists"));
        Files.delete(unpacked.resolve("bin/initdb"));

        programs.start(EmbeddedPostgres.builder()).close();

        assertThat(onlyProgramsIn(folder)).isEqualTo(unpacked);
        assertThat(unpacked.resolve("bin/initdb")).exists();
        assertThat(unpacked.resolve(".exists")).exists();
    }

    @Test
    void whatIsWholeIsNotUnpackedAgain(@TempDir Path folder) throws Exception {
        PostgresPrograms programs = PostgresPrograms.in(folder);
        programs.start(EmbeddedPostgres.builder()).close();
        Path mine = Files.createFile(onlyProgramsIn(folder).resolve("bin/mine"));

        programs.start(EmbeddedPostgres.builder()).close();

        assertThat(mine).exists();
    }

    private static Path onlyProgramsIn(Path folder) throws IOException {
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(folder, "PG-*")) {
            assertThat(unpacked).hasSize(1);
        }
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(folder, "PG-*")) {
            return unpacked.iterator().next();
        }
    }
}
