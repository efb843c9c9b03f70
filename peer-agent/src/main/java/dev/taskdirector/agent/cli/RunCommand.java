package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.process.CommandTemplate;
import dev.taskdirector.agent.process.Verdict;
import dev.taskdirector.wire.taskschema.ReadSchema;
import dev.taskdirector.wire.taskschema.TaskSchema;
import dev.taskdirector.wire.taskschema.TaskSchemaReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code task-director run}: builds together with others, and ends with the peer's own verdict. */
@Command(
        name = "run",
        description = "Builds the tasks of a schema together with other peers, and ends with this peer's own verdict:"
                + " its exit code is the verdict's.",
        footer = {
            "",
            "Exit codes: the verdict's; 2 wrong usage or schema; 3 rejected and 4 no coordinator (only with"
                    + " --patience-over=fail); 130 and 143 after INT and TERM.",
            "TASK_DIRECTOR=off in the environment goes straight to the verdict."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    private final Surroundings around;

    @Option(names = "--schema", required = true, paramLabel = "FILE", description = "The task schema, YAML or JSON.")
    @Nullable
    Path schema;

    @Mixin
    IdentityOptions identity = new IdentityOptions();

    @Mixin
    CoordinatorOptions coordinator = new CoordinatorOptions();

    @Mixin
    BuildOptions build = new BuildOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "-- COMMAND",
            description = "The command of a task, without a shell: {targets} as a word of its own becomes one argument"
                    + " each, {task} the name, {slot} the slot.")
    List<String> command = new ArrayList<>();

    RunCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws UsageError {
        check();
        Path file = around.resolve(java.util.Objects.requireNonNull(schema, "picocli requires it"));
        ReadSchema read = TaskSchemaReader.read(file);
        if (read instanceof ReadSchema.Invalid invalid) {
            around.tell(invalid.problems());
            return ExitCodes.USAGE;
        }
        TaskSchema tasks = ((ReadSchema.Ok) read).schema();
        Identity who = Identity.of(identity, around);
        BuildPlan plan = new BuildPlan(tasks, who, identity, build, template());
        Verdict verdict = plan.verdict();
        if (isSwitchedOff()) {
            Verdict alone = verdict instanceof Verdict.None ? plan.eachTask() : verdict;
            return new LonelyBuild(plan, alone, around).run();
        }
        return DirectedBuild.of(plan, verdict, coordinator, around).run();
    }

    /** Refuses whatever the user has to put right, before anything is run and anybody is asked. */
    private void check() throws UsageError {
        build.check();
        Identity.check(identity, around);
        template();
        if (!isSwitchedOff()) {
            Identity.checkCacheIsNamed(identity, around);
            coordinator.check(around);
        }
    }

    private boolean isSwitchedOff() {
        return "off".equalsIgnoreCase(around.environment().getOrDefault("TASK_DIRECTOR", ""));
    }

    private CommandTemplate template() throws UsageError {
        try {
            return new CommandTemplate(command);
        } catch (IllegalArgumentException e) {
            throw new UsageError("COMMAND: " + e.getMessage());
        }
    }
}
