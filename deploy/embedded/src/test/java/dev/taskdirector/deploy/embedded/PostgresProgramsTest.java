package dev.taskdirector.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {

    private final PgBinaryResolver resolver = new PgBinaryResolver() {
        @Override
        public InputStream getPgBinary(String system, String hardware) throws IOException {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware);
        }
    };

    @Test
    void whatAKilledProcessUnpackedByHalfIsUnpackedAgain(@TempDir Path folder) throws Exception {
        PostgresPrograms programs = PostgresPrograms.in(folder);
        programs.start(unknown()).close();
        Path unpacked = onlyProgramsIn(folder);
        Files.delete(unpacked.resolve(".exists"));
        Files.delete(unpacked.resolve("bin/initdb"));

        programs.start(unknown()).close();

        assertThat(onlyProgramsIn(folder)).isEqualTo(unpacked);
        assertThat(unpacked.resolve("bin/initdb")).exists();
        assertThat(unpacked.resolve(".exists")).exists();
    }

    @Test
    void whatIsWholeIsNotUnpackedAgain(@TempDir Path folder) throws Exception {
        PostgresPrograms programs = PostgresPrograms.in(folder);
        programs.start(unknown()).close();
        Path mine = Files.createFile(onlyProgramsIn(folder).resolve("bin/mine"));

        programs.start(unknown()).close();

        assertThat(mine).exists();
    }

    /** A JVM remembers by the resolver where it has unpacked programs before. */
    private EmbeddedPostgres.Builder unknown() {
        return EmbeddedPostgres.builder().setPgBinaryResolver(resolver);
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
