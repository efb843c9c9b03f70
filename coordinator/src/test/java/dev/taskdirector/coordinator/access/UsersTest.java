package dev.taskdirector.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.runtime.ConfiguredFile;
import dev.taskdirector.coordinator.runtime.RefusalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {

    /** What {@code openssl passwd -6 -salt abcdefgh} makes of "correct horse". */
    private static final String HASH =
            "$6$abcdefgh$yIZAF3gQPvtKZO/9qOJKffAKKbtS3ef3qmwyugk4uWVjX8YZf/GV3A8SkFxEPY0T56CcilGrHKLffBsp6dLMG.";

    @TempDir
    Path folder;

    @Test
    void aUserWithTheRightPasswordHasItsRole() {
        Users users = users("# who we are\n\nalice:" + HASH + ":viewer\nbob:" + HASH + ":operator\n");

        assertThat(users.role("alice", "correct horse")).contains("viewer");
        assertThat(users.role("bob", "correct horse")).contains("operator");
    }

    @Test
    void everybodyElseHasNone() {
        Users users = users("alice:" + HASH + ":viewer");

        assertThat(users.role("alice", "correct hors")).isEmpty();
        assertThat(users.role("alice", "")).isEmpty();
        assertThat(users.role("Alice", "correct horse")).isEmpty();
        assertThat(users.role("", "correct horse")).isEmpty();
        assertThat(users("# nobody").role("alice", "correct horse")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice:secret | 1: a line should have three parts, NAME:HASH:ROLE",
                ":HASH:viewer | 1: a line should have three parts, NAME:HASH:ROLE",
                "alice:HASH:viewer:x | 1: a line should have three parts, NAME:HASH:ROLE",
                "alice:secret:viewer | 1: the second part is not the hash of a password; make one with: openssl passwd -6",
                "alice:$1$abc$def:viewer | 1: the second part is not the hash of a password; make one with: openssl passwd -6",
                "alice:$6$rounds=9000000$a$DIGEST:viewer | 1: the second part is not the hash of a password; make one with:"
                        + " openssl passwd -6",
                "alice:HASH:admin | 1: the role is \"admin\"; it must be \"viewer\" or \"operator\"",
                "a:HASH:viewer;a:HASH:operator | 2: the user \"a\" is there already, or there are more than 1000; leave it out"
            })
    void aWrongLineIsNamedWithoutItsHash(String lines, String sentence) {
        String digest = HASH.substring(HASH.lastIndexOf('$') + 1);
        String text = lines.replace("HASH", HASH).replace("DIGEST", digest).replace(';', '\n');
        assertThatThrownBy(() -> users(text))
                .isInstanceOf(RefusalException.class)
                .hasMessage(folder.resolve("users") + ":" + sentence);
    }

    private Users users(String text) {
        try {
            Path file = Files.writeString(folder.resolve("users"), text);
            return Users.in(new ConfiguredFile("task-director.login.users-file", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
