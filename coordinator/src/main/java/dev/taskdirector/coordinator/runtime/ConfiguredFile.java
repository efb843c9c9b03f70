package dev.taskdirector.coordinator.runtime;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A file with what must stand neither on a command line nor in an environment. What is wrong with it is said without a
 * word of what is in it.
 *
 * @param option the setting that names the file
 */
public record ConfiguredFile(String option, Path path) {
    private static final long MOST_BYTES = 1 << 20;

    /**
     * The text, without the line end that editors put behind it.
     *
     * @throws RefusalException with a sentence, if it can't be read
     */
    public String text() {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw refusal("has more than " + MOST_BYTES + " bytes");
            }
            return Files.readString(path, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            throw refusal("does not exist");
        } catch (AccessDeniedException e) {
            throw refusal("may not be read by the coordinator's user");
        } catch (CharacterCodingException e) {
            throw refusal("is not UTF-8");
        } catch (IOException e) {
            throw refusal("can't be read");
        }
    }

    /**
     * What a Java properties file says.
     *
     * @throws RefusalException with a sentence, if it can't be read
     */
    public Map<String, String> properties() {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text()));
        } catch (IOException | IllegalArgumentException e) {
            throw refusal("is no properties file: one of its \\u escapes is wrong");
        }
        Map<String, String> properties = new TreeMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }

    private RefusalException refusal(String flaw) {
        return new RefusalException(
                "the file " + path + ", which " + option + " names, " + flaw + "; correct the setting or the file");
    }
}
