package dev.taskdirector.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.agent.cli.CommandLinePieces.Choice;
import dev.taskdirector.agent.cli.CommandLinePieces.Form;
import dev.taskdirector.agent.cli.CommandLinePieces.Option;
import dev.taskdirector.agent.cli.CommandLineTrial.Outcome;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Command lines, an argument a line, behind variables of the environment. A line that begins with a question mark is a
 * choice: its numbers say which option of the commands is given, with which value, in which form. A NUL, which no argument
 * has, stands for the end of a line in an argument.
 */
class CommandLineFuzzTest {
    private static final Pattern VARIABLE = Pattern.compile("(TASK_DIRECTOR(?:_[A-Z_]+)?)=(.*)", Pattern.DOTALL);

    /** A run that lacks nothing. */
    private static final List<String> RUN =
            List.of("run", "--schema=tasks.yaml", "--cache=c", "--bootstrap-servers=b:1", "--", "make", "{targets}");

    private static final List<String> TEXTS = List.of(
            "run\n",
            "whoami\n",
            "schema\ncheck\n",
            "version\n",
            "--\n",
            "make\n",
            "tasks.yaml\n",
            "wrong.yaml\n",
            "TASK_DIRECTOR_CACHE=c\n",
            "TASK_DIRECTOR=off\n",
            "=",
            "\0");

    /** What a file without an end is worth: as much of it is read as of the largest one. */
    private static final int FILE = 256 * 1024;

    private static final List<String> OUTSIDE = List.of("jdk.ProcessStart", "jdk.SocketRead", "jdk.SocketWrite");

    private static final Path FOLDER = folder();
    private static final Map<String, String> ENVIRONMENT = Map.of("TASK_DIRECTOR_PEER", "p");
    private static final CommandLineTrial TRIAL = new CommandLineTrial(FOLDER, ENVIRONMENT);
    private static final CommandLinePieces PIECES = new CommandLinePieces(TRIAL.line(), filesOf(FOLDER));

    @MethodSource("eachOptionAtItsBounds")
    @FuzzTest
    void aCommandLineIsTakenOrRefusedWithASentence(byte[] lines) throws Exception {
        Given given = Given.of(lines);
        Bounds.hold(lines.length + given.size() + FILE, () -> check(given));
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        List<String> pieces = new ArrayList<>(TEXTS);
        PIECES.choices().forEach(choice -> pieces.add("?" + choice + "\n"));
        Corpus.of(getClass(), "aCommandLineIsTakenOrRefusedWithASentence")
                .run(700, pieces, this::aCommandLineIsTakenOrRefusedWithASentence);
    }

    /** And what is given joined and what is given split come to the same, unless the value looks like an option. */
    @Test
    void soIsEachOptionAtItsBounds() {
        Map<Choice, Outcome> joined = new HashMap<>();
        for (Choice choice : PIECES.choices()) {
            Outcome outcome = check(around(choice));
            boolean isOption = PIECES.arguments(choice).stream().skip(1).anyMatch(value -> value.startsWith("-"));
            if (choice.form() == Form.JOINED.ordinal()) {
                joined.put(choice, outcome);
            } else if (choice.form() == Form.SPLIT.ordinal()
                    && PIECES.option(choice).takesValue()
                    && !isOption) {
                Choice other = new Choice(choice.option(), choice.value(), Form.JOINED.ordinal());
                assertThat(outcome).as(PIECES.arguments(choice).toString()).isEqualTo(joined.get(other));
            }
        }
    }

    /** As the JVM's own record tells. */
    @Test
    void noneOfThemRunsACommandOrSpeaksToAnybody(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            OUTSIDE.forEach(event -> recording.enable(event).withThreshold(Duration.ZERO));
            recording.start();
            List<byte[]> all = eachOptionAtItsBounds();
            for (int i = 0; i < all.size(); i += 25) {
                check(all.get(i));
            }
            recording.stop();
            recording.dump(file);
        }
        String self = Thread.currentThread().getName();
        assertThat(RecordingFile.readAllEvents(file))
                .noneMatch(event -> OUTSIDE.contains(event.getEventType().getName())
                        && event.getThread() != null
                        && self.equals(event.getThread().getJavaName()));
    }

    /** A complete command line and one choice, for every choice there is. */
    static List<byte[]> eachOptionAtItsBounds() {
        return PIECES.choices().stream().map(CommandLineFuzzTest::around).toList();
    }

    private static byte[] around(Choice choice) {
        Option option = PIECES.option(choice);
        List<String> lines = new ArrayList<>();
        if (option.command().equals("run")) {
            lines.addAll(RUN);
            lines.removeIf(line -> line.startsWith(option.name() + "="));
        } else {
            lines.addAll(List.of(option.command().split(" ")));
        }
        lines.add(1, "?" + choice);
        lines.remove("");
        return String.join("\n", lines).getBytes(UTF_8);
    }

    private static Outcome check(byte[] input) {
        return check(Given.of(input));
    }

    private static Outcome check(Given given) {
        try {
            boolean isUsual = given.environment.equals(ENVIRONMENT);
            return (isUsual ? TRIAL : new CommandLineTrial(FOLDER, given.environment)).check(given.arguments);
        } catch (Exception | Error e) {
            throw new AssertionError(given.environment + " " + given.arguments, e);
        }
    }

    /** What an input stands for: a few bytes may stand for thousands of arguments. */
    private record Given(Map<String, String> environment, List<String> arguments) {

        static Given of(byte[] input) {
            Map<String, String> environment = new LinkedHashMap<>(ENVIRONMENT);
            List<String> arguments = new ArrayList<>();
            for (String line : new String(input, UTF_8).split("\n")) {
                String text = line.replace('\0', '\n');
                Matcher variable = VARIABLE.matcher(text);
                if (text.startsWith("?")) {
                    arguments.addAll(PIECES.arguments(Choice.of(text)));
                } else if (arguments.isEmpty() && variable.matches()) {
                    environment.put(variable.group(1), variable.group(2));
                } else {
                    arguments.add(text);
                }
            }
            return new Given(environment, arguments);
        }

        int size() {
            return arguments.stream().mapToInt(String::length).sum();
        }
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(CommandLineFuzzTest.class.getResource("CommandLineFuzzTestFolder"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> filesOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
