package dev.taskdirector.agent.cli;

import dev.taskdirector.wire.Sentences;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code task-director}. */
@Command(
        name = "task-director",
        description = "Builds what several CI peers need once, and ends with this peer's own verdict.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class TaskDirector implements Runnable {

    /** So many words are named that no option and no command takes. */
    private static final int MOST_NAMED = 20;

    @Spec
    @Nullable
    CommandSpec spec;

    private TaskDirector() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "say what to do: run, schema, whoami or version");
    }

    /** Runs one command and returns its exit code; 2 says that the usage was wrong. */
    static int run(Surroundings around, String... arguments) {
        CommandLine line = line(around);
        return arguments.length == 0 ? help(line) : line.execute(arguments);
    }

    /** All commands and their options. */
    static CommandLine line(Surroundings around) {
        CommandLine line = new CommandLine(new TaskDirector())
                .addSubcommand("run", runCommand(around))
                .addSubcommand(
                        "schema",
                        new CommandLine(new SchemaCommand()).addSubcommand("check", new SchemaCheckCommand(around)))
                .addSubcommand("whoami", new WhoamiCommand(around))
                .addSubcommand("version", new VersionCommand(around));
        // a target such as @repository//package is an argument, and not a file of arguments
        line.setExpandAtFiles(false);
        // so that what is unknown is named as it was given
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(around.errors(), true, StandardCharsets.UTF_8));
        // the strategy refuses them: picocli's own sentence takes gigabytes for thousands of words
        line.setUnmatchedArgumentsAllowed(true);
        line.setExecutionStrategy(TaskDirector::executeIfAllIsMatched);
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            if (thrown instanceof UsageError) {
                around.tell(List.of("task-director: " + thrown.getMessage()));
                return ExitCodes.USAGE;
            }
            throw thrown;
        });
        line.setParameterExceptionHandler((wrong, arguments) -> {
            around.tell(List.of("task-director: " + Sentences.line(String.valueOf(wrong.getMessage()))));
            CommandLine command = wrong.getCommandLine();
            if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
                command.usage(command.getErr());
            }
            return ExitCodes.USAGE;
        });
        return line;
    }

    private static int executeIfAllIsMatched(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            List<String> unmatched = command.getUnmatchedArguments();
            if (!unmatched.isEmpty()) {
                throw new UnmatchedArgumentException(
                        command, unmatched.subList(0, Math.min(MOST_NAMED, unmatched.size())));
            }
        }
        return new RunLast().execute(parsed);
    }

    private static CommandLine runCommand(Surroundings around) {
        return new CommandLine(new RunCommand(around)).setStopAtPositional(true);
    }

    private static int help(CommandLine line) {
        line.usage(line.getErr());
        return ExitCodes.USAGE;
    }
}
