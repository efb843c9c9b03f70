package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.coordinator.runtime.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedSecretTest {
    private static final String LONG_ENOUGH = "0123456789abcdef";

    @TempDir
    Path folder;

    @Test
    void aConfiguredSecretIsTakenIfItIsLongEnough() {
        assertThat(configured(Optional.of(LONG_ENOUGH), Optional.empty())).contains(LONG_ENOUGH);
        assertThatThrownBy(() -> configured(Optional.of("short"), Optional.empty()))
                .isInstanceOf(RefusalException.class)
                .hasMessage("task-director.secret has 5 characters and should have 16 or more;"
                        + " try: openssl rand -base64 32");
    }

    @Test
    void aSecretStandsInAFileWithoutItsLineEnd() throws IOException {
        assertThat(configured(Optional.empty(), Optional.of(file(LONG_ENOUGH + "\n"))))
                .contains(LONG_ENOUGH);
        Path small = file("short\n");
        assertThatThrownBy(() -> configured(Optional.empty(), Optional.of(small)))
                .isInstanceOf(RefusalException.class)
                .hasMessage("the secret in the file " + small + " has 5 characters and should have 16 or more;"
                        + " try: openssl rand -base64 32");
    }

    @Test
    void aSecretStandsInOnePlaceOnly() throws IOException {
        Path file = file(LONG_ENOUGH);
        assertThatThrownBy(() -> configured(Optional.of(LONG_ENOUGH), Optional.of(file)))
                .isInstanceOf(RefusalException.class)
                .hasMessage("task-director.secret and task-director.secret-file are both set; leave one of them out");
    }

    @Test
    void aConfiguredSecretIsNotAskedOfTheStore() {
        SecretVault untouched = candidate -> {
            throw new IllegalStateException("not asked");
        };

        assertThat(SharedSecret.of(Optional.of(LONG_ENOUGH), untouched)).isEqualTo(LONG_ENOUGH);
    }

    @Test
    void withoutOneTheReplicasShareARandomOneThatTheStoreKeeps() {
        assertThat(SharedSecret.of(Optional.empty(), candidate -> "kept")).isEqualTo("kept");
        assertThat(SharedSecret.of(Optional.empty(), candidate -> candidate)).hasSize(43);
        assertThat(SharedSecret.of(Optional.empty(), candidate -> candidate))
                .isNotEqualTo(SharedSecret.of(Optional.empty(), candidate -> candidate));
    }

    private static Optional<String> configured(Optional<String> value, Optional<Path> file) {
        return SharedSecret.configured("task-director.secret", value, file);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "given", ""), text);
    }
}
