package dev.taskdirector.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path temp;

    @Test
    void nothingIsLeftOfWhatWasClosedAndItCanBeUsedAgain() throws IOException {
        Scratch scratch = new Scratch(temp);
        scratch.file(".report");
        scratch.close();
        assertThat(temp).isEmptyDirectory();
        assertThat(scratch.file(".report")).exists();
        scratch.close();
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void whatAnAgentLeftThatIsGoneIsRemovedAndNothingElse() throws IOException {
        Path left = leftBehind("task-director-left", Duration.ofMinutes(2));
        Path young = leftBehind("task-director-young", Duration.ZERO);
        Path others = Files.createDirectories(temp.resolve("task-director-results"));
        Files.setLastModifiedTime(others, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        try (Scratch living = new Scratch(temp)) {
            Path file = living.file(".log");
            Files.setLastModifiedTime(
                    file.getParent(), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
            try (Scratch next = new Scratch(temp)) {
                next.file(".log");
                assertThat(file).exists();
            }
        }
        assertThat(left).doesNotExist();
        assertThat(young).exists();
        assertThat(others).exists();
    }

    /** Two agents in one JVM that start at the same time find the same folder. */
    @Test
    void aFolderThatAnotherThreadIsJustRemovingIsLeftToIt() throws IOException {
        Path left = leftBehind("task-director-left", Duration.ofMinutes(2));
        try (FileChannel removing = FileChannel.open(left.resolve("lock"), StandardOpenOption.WRITE);
                Scratch scratch = new Scratch(temp)) {
            removing.lock();
            assertThat(scratch.file(".log")).exists();
            assertThat(left).exists();
        }
    }

    /** As an agent that was killed leaves it: with its files, and a lock file that nobody has locked. */
    private Path leftBehind(String name, Duration age) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name));
        Files.createFile(folder.resolve("lock"));
        Files.createFile(folder.resolve("1.report"));
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
        return folder;
    }
}
