package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.coordinator.runtime.SecretVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    @Test
    void aFileThatCannotBeReadIsNamedAndItsTextIsNot() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new ConfiguredFile("an.option", missing).text())
                .isInstanceOf(RefusalException.class)
                .hasMessage("the file " + missing
                        + ", which an.option names, does not exist; correct the setting or the file");
        Path latin = folder.resolve("latin");
        Files.write(latin, "pässword".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new ConfiguredFile("an.option", latin).text())
                .hasMessage(
                        "the file " + latin + ", which an.option names, is not UTF-8; correct the setting or the file");
        assertThatThrownBy(() -> new ConfiguredFile("an.option", folder).text())
                .hasMessage("the file " + folder
                        + ", which an.option names, can't be read; correct the setting or the file");
        Path large = file("x".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> new ConfiguredFile("an.option", large).text())
                .hasMessage("the file " + large + ", which an.option names, has more than 1048576 bytes; correct the"
                        + " setting or the file");
    }

    @Test
    void aPropertiesFileIsReadAsJavaWritesIt() throws IOException {
        Path file = file("# who we are\nsasl.mechanism=PLAIN\nssl.truststore.password = a\\\n  b\n");
        assertThat(new ConfiguredFile("an.option", file).properties())
                .isEqualTo(Map.of("sasl.mechanism", "PLAIN", "ssl.truststore.password", "ab"));
        Path wrong = file("password=\\u12zz\n");
        assertThatThrownBy(() -> new ConfiguredFile("an.option", wrong).properties())
                .hasMessage("the file " + wrong + ", which an.option names, is no properties file: one of its \\u"
                        + " escapes is wrong; correct the setting or the file");
    }

    private static Optional<String> configured(Optional<String> value, Optional<Path> file) {
        return SharedSecret.configured("task-director.secret", value, file);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "given", ""), text);
    }
}
