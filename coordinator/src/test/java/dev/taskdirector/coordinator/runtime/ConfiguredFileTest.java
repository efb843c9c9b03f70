package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredFileTest {

    @TempDir
    Path folder;

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

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "given", ""), text);
    }
}
