package dev.taskdirector.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.taskdirector.agent.Transport;
import dev.taskdirector.agent.checkout.Checkout;
import dev.taskdirector.agent.checkout.Found;
import dev.taskdirector.agent.checkout.TaskKeys;
import dev.taskdirector.agent.kafka.ClientSettings;
import dev.taskdirector.agent.process.CommandTemplate;
import dev.taskdirector.agent.process.RunnerSettings;
import dev.taskdirector.agent.process.Verdict;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.Sentences;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.taskschema.ReadSchema;
import dev.taskdirector.wire.taskschema.TaskSchemaReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.internals.Topic;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Command lines, from their words to the door behind which a build would begin: what lies before runs nothing and asks
 * nobody. Either the door is reached, and all that was given is good for everybody behind it; or the exit code is 2, and
 * there is a sentence that says which option is wrong and what to do.
 */
final class CommandLineTrial {

    /** What a sentence of ours tells the user to do. */
    private static final Pattern CURE =
            Pattern.compile("; (close|give|leave|name|use|write) \\S.*| is \\d+ to \\d+, not -?\\d+$");

    /** What picocli says, where the option's usage or similar names follow. */
    private static final Pattern PARSER = Pattern.compile("Unknown options?: .*"
            + "|Unmatched arguments? (at|from) index .*"
            + "|Missing required (subcommand|options?( and parameters)?|parameters?)(:| for option) .*"
            + "|Missing required option: .*"
            + "|Invalid value for option .*"
            + "|Value for option option '\\S+' \\(\\S+\\) should be in KEY=VALUE format but was.*"
            + "|option '\\S+' .*should be specified only once"
            + "|Expected parameter for option '\\S+' but found .*"
            + "|'.*' is not a valid value for .*"
            + "|say what to do: (check FILE|run, schema, whoami or version)");

    private static final Pattern NAMED = Pattern.compile(
            "(^|.*[^a-z-])(--?[A-Za-z][A-Za-z-]*|TASK_DIRECTOR_[A-Z_]+|COMMAND|FILE|whoami|index \\d+|SUBCOMMAND)(?![a-z]).*",
            Pattern.DOTALL);

    /** So much of an argument is in any sentence that repeats it. */
    private static final int REPEATED = 100;

    private static final Duration LONGEST = Duration.ofSeconds(1_000_000);
    private static final JsonWireCodec CODEC = new JsonWireCodec();

    /** All is found, so that whatever is given by hand lands in a record. */
    private static final Checkout CHECKOUT =
            new Checkout(found("r"), found("main"), found("1"), new Found<>(List.of(), "a test"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Surroundings around;
    private final CommandLine line;

    /** How it went. */
    record Outcome(Optional<Integer> exitCode, String out, String errors) {}

    /** Nothing lies behind: here a build would begin. An error, so that nobody takes it for a failure of the agent. */
    private static final class Door extends Error {
        private static final long serialVersionUID = 1;

        private final transient Optional<ClientSettings> settings;
        private final transient Optional<Topics> topics;

        Door(Optional<ClientSettings> settings, Optional<Topics> topics) {
            super("the door", null, false, false);
            this.settings = settings;
            this.topics = topics;
        }
    }

    /** For one command line after another: to build the commands takes ten times as long as to read a line. */
    CommandLineTrial(Path folder, Map<String, String> environment) {
        around = new Surroundings(
                folder,
                environment,
                new PrintStream(out, true, UTF_8),
                new PrintStream(errors, true, UTF_8),
                Clock.systemUTC(),
                false,
                signals -> {
                    throw new Door(Optional.empty(), Optional.empty());
                },
                nowhere -> CHECKOUT,
                CommandLineTrial::door);
        line = TaskDirector.line(around);
    }

    CommandLine line() {
        return line;
    }

    private static Optional<Found<String>> found(String what) {
        return Optional.of(new Found<>(what, "a test"));
    }

    private static Transport door(ClientSettings settings, Topics topics, String peer) {
        throw new Door(Optional.of(settings), Optional.of(topics));
    }

    /** Runs one, and checks what holds for any. */
    Outcome check(List<String> arguments) {
        out.reset();
        errors.reset();
        Optional<Integer> exitCode = Optional.empty();
        try {
            String[] all = arguments.toArray(String[]::new);
            exitCode = Optional.of(all.length == 0 ? TaskDirector.run(around) : line.execute(all));
        } catch (Door door) {
            Object command = line.getParseResult().subcommand().commandSpec().userObject();
            isGoodBehind(door, (RunCommand) command);
        }
        Outcome outcome = new Outcome(exitCode, out.toString(UTF_8), errors.toString(UTF_8));
        isTellable(outcome.out());
        isTellable(outcome.errors());
        if (exitCode.isEmpty() || exitCode.get() == 0) {
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.out().isEmpty()).isEqualTo(exitCode.isEmpty());
        } else {
            assertThat(exitCode).as(outcome.errors()).contains(2);
            isRefusedWithASentence(arguments, outcome.errors());
        }
        return outcome;
    }

    private static void isTellable(String text) {
        assertThat(text).doesNotContainPattern("[\\p{Cntrl}&&[^\n]]");
        assertThat(text)
                .doesNotContain("\tat ")
                .doesNotContainPattern("(?m)^(Caused by: )?[a-z.]+\\.[A-Z]\\w+Exception");
    }

    private static void isRefusedWithASentence(List<String> arguments, String errors) {
        List<String> lines = errors.lines().toList();
        if (arguments.isEmpty() || isAboutFiles(lines)) {
            return;
        }
        assertThat(lines.get(0)).startsWith("task-director: ").hasSizeLessThan(800);
        String sentence = lines.get(0).substring("task-director: ".length());
        if (PARSER.matcher(sentence).matches()) {
            assertThat(lines).anyMatch(one -> one.matches("Usage: .*|Possible solutions: .*|Did you mean: .*"));
            assertThat(NAMED.matcher(sentence).matches() || repeatsAnyOf(arguments, sentence))
                    .as(sentence)
                    .isTrue();
        } else {
            assertThat(lines).hasSize(1);
            assertThat(sentence).containsPattern(CURE).matches(NAMED);
        }
    }

    /** What is no option of ours can only be named as it was given. */
    private static boolean repeatsAnyOf(List<String> arguments, String sentence) {
        return arguments.stream()
                .map(argument -> Sentences.line(argument.substring(0, Math.min(REPEATED, argument.length()))))
                .anyMatch(argument -> !argument.isEmpty() && sentence.contains(argument));
    }

    /** What is wrong with a schema is said with the file, as {@code schema check} says it. */
    private static boolean isAboutFiles(List<String> lines) {
        return !lines.isEmpty()
                && lines.stream().allMatch(one -> one.matches(".*?: .+") && !one.startsWith("task-director: "));
    }

    /** Whatever takes what was given, once the door is open. */
    private void isGoodBehind(Door door, RunCommand run) {
        BuildOptions how = run.build;
        assertThat(how.slots).isBetween(1, 64);
        assertThat(how.patience).isPositive().isLessThanOrEqualTo(LONGEST);
        assertThat(how.abortGrace).isGreaterThanOrEqualTo(Duration.ZERO).isLessThanOrEqualTo(LONGEST);
        Optional.ofNullable(how.waitBudget)
                .ifPresent(budget ->
                        assertThat(budget).isGreaterThanOrEqualTo(Duration.ZERO).isLessThanOrEqualTo(LONGEST));
        BuildPlan plan = plan(run);
        try {
            Verdict verdict = plan.verdict();
            RunnerSettings runner = plan.runner(verdict, around);
            assertThat(runner.command().expand("t", List.of("//t"), 0).get(0)).isNotNull();
            SessionSettings session = plan.session(verdict);
            assertThat(session.patience()).isEqualTo(how.patience);
        } catch (UsageError tooLate) {
            throw new AssertionError("said only behind the door", tooLate);
        }
        isTakenByTheCoordinator(plan, given());
        String peer = plan.identity().peer().value();
        door.topics.ifPresent(topics -> {
            Topic.validate(topics.peerStatus());
            Topic.validate(topics.assignments(peer));
        });
        door.settings.ifPresent(settings -> assertThat(settings.brokers()).contains(":"));
    }

    private BuildPlan plan(RunCommand run) {
        ReadSchema read = TaskSchemaReader.read(around.resolve(run.schema));
        assertThat(read).isInstanceOf(ReadSchema.Ok.class);
        return new BuildPlan(
                ((ReadSchema.Ok) read).schema(),
                Identity.of(run.identity, around),
                run.identity,
                run.build,
                new CommandTemplate(run.command));
    }

    /** Every text with which the user says who the peer is. */
    private Set<String> given() {
        Set<String> texts = new LinkedHashSet<>();
        for (OptionSpec option :
                line.getParseResult().subcommand().commandSpec().options()) {
            boolean isIdentity =
                    option.userObject() instanceof Field field && field.getDeclaringClass() == IdentityOptions.class;
            Object value = isIdentity ? option.getValue() : null;
            if (value instanceof String text) {
                texts.add(text);
            } else if (value instanceof List<?> list) {
                list.forEach(one -> texts.add((String) one));
            } else if (value instanceof Map<?, ?> map) {
                map.forEach((key, text) -> texts.addAll(List.of((String) key, (String) text)));
            }
        }
        return texts;
    }

    /** And nothing that was given is lost on the way. */
    private static void isTakenByTheCoordinator(BuildPlan plan, Set<String> given) {
        Join join = plan.join(new TaskKeys.Result(Optional.empty(), List.of()));
        PeerStatus status = new PeerStatus(
                1,
                plan.identity().peer().value(),
                "s",
                plan.identity().cache().map(Found::value).orElse("c"),
                1,
                0,
                plan.how().slots,
                List.of(),
                List.of(),
                List.of(),
                Optional.of(join),
                Optional.empty(),
                Optional.empty());
        byte[] record = CODEC.write(status);
        assertThat(CODEC.readStatusRecord(record)).isEqualTo(new Received.Status(status));
        assertThat(texts(record)).containsAll(given);
    }

    private static Set<String> texts(byte[] record) {
        Set<String> texts = new HashSet<>();
        try (JsonParser parser = new JsonFactory().createParser(record)) {
            while (parser.nextToken() != null) {
                texts.add(parser.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
