package dev.taskdirector.agent.cli;

import dev.taskdirector.wire.Sentences;
import dev.taskdirector.wire.taskschema.ReadSchema;
import dev.taskdirector.wire.taskschema.TaskSchema;
import dev.taskdirector.wire.taskschema.TaskSchemaReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code task-director schema check FILE…}: says what is wrong with task schemas; 0 if nothing is, else 2. */
@Command(
        name = "check",
        description = "Says what is wrong with task schemas, with file, line and cure.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SchemaCheckCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Task schemas, YAML or JSON.")
    List<Path> files = new ArrayList<>();

    SchemaCheckCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        int exitCode = 0;
        for (Path file : files) {
            ReadSchema read = TaskSchemaReader.read(around.resolve(file));
            if (read instanceof ReadSchema.Invalid invalid) {
                around.tell(invalid.problems());
                exitCode = ExitCodes.USAGE;
            } else if (read instanceof ReadSchema.Ok ok) {
                around.out().println(Sentences.plain(file + ": " + describe(ok.schema())));
            }
        }
        return exitCode;
    }

    private static String describe(TaskSchema schema) {
        int tasks = schema.tasks().size();
        return "schema " + schema.id() + ", " + (tasks == 1 ? "1 task" : tasks + " tasks")
                + schema.universe().map(universe -> ", universe " + universe).orElse(", no universe") + ", "
                + schema.digest();
    }
}
