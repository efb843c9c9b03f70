package dev.taskdirector.agent.process;

import static dev.taskdirector.agent.process.RunnerFixture.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupedOutputTest {

    @TempDir
    Path folder;

    @Test
    void whenTheDiskIsFullTheBeginningIsShownWithASentence() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.createSymbolicLink(logs.resolve("common.log"), Path.of("/dev/full"));
        int bytes = GroupedOutput.IN_MEMORY + 1_000;
        String script = "head -c " + bytes + " /dev/zero | tr '\\0' x";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).slots(2).logs(logs)) {
            assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output())
                    .isEqualTo("x".repeat(GroupedOutput.IN_MEMORY) + "\n[1000 bytes more are lost: "
                            + logs.resolve("common.log") + " could not be written]\n");
            assertThat(fixture.notes()).hasSize(1);
        }
    }

    /** As a task does that removes the folder of all that was built. */
    @Test
    void whenTheFileIsGoneTheBeginningIsShownWithASentence() {
        Path logs = folder.resolve("build/logs");
        int bytes = GroupedOutput.IN_MEMORY + 1_000;
        String script = "head -c " + bytes + " /dev/zero | tr '\\0' x; rm -rf build";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).slots(2).logs(logs)) {
            assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output())
                    .isEqualTo("x".repeat(GroupedOutput.IN_MEMORY) + "\n[1000 bytes more are lost: "
                            + logs.resolve("common.log") + " can't be read any more]\n");
        }
    }
}
