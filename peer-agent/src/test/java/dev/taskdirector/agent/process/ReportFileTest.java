package dev.taskdirector.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.taskdirector.wire.Relied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

    private static final Set<String> TASKS = Set.of("common", "maps");

    @TempDir
    Path folder;

    private Scratch scratch;
    private ReportFile report;

    @BeforeEach
    void create() {
        scratch = new Scratch(folder);
        report = ReportFile.create(scratch).orElseThrow();
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void ofALineThatIsTooLongOnlyTheBeginningIsKept() throws IOException {
        Files.writeString(report.path(), "hit common\nhit " + " ".repeat(1024 * 1024) + "maps\n");
        assertThat(report.take(TASKS)).containsExactly(new Relied("common", true));
        assertThat(report.path()).doesNotExist();
    }

    @Test
    void whatComesAfterTheBoundIsPassedOver() throws IOException {
        byte[] part = new byte[1024 * 1024];
        Files.writeString(report.path(), "hit common\n");
        for (int written = 0; written < ReportFile.MOST_BYTES; written += part.length) {
            Files.write(report.path(), part, StandardOpenOption.APPEND);
        }
        Files.writeString(report.path(), "\nmiss maps\n", StandardOpenOption.APPEND);
        assertThat(report.take(TASKS)).containsExactly(new Relied("common", true));
    }

    @Test
    void whatIsNoFileAnyMoreSaysNothing() throws Exception {
        Files.delete(report.path());
        assertThat(report.take(TASKS)).isEmpty();
        new ProcessBuilder("mkfifo", report.path().toString()).start().waitFor();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(report.take(TASKS)).isEmpty());
    }
}
