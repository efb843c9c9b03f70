package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.checkout.KeyedTask;
import dev.taskdirector.agent.checkout.TaskKeys;
import dev.taskdirector.agent.process.CommandTemplate;
import dev.taskdirector.agent.process.LogFolder;
import dev.taskdirector.agent.process.RunnerSettings;
import dev.taskdirector.agent.process.Verdict;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.VerdictKind;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.taskschema.SchemaTask;
import dev.taskdirector.wire.taskschema.TaskSchema;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run is made of, once options, schema and surroundings have been looked at. */
record BuildPlan(TaskSchema schema, Identity identity, IdentityOptions who, BuildOptions how, CommandTemplate command) {

    private static final double MILLIS_PER_SECOND = 1000;

    /** The build that decides; {@link Verdict.None} if the tasks' own outcomes do. */
    Verdict verdict() throws UsageError {
        if (how.isVerdictNone() || (how.verdict == null && schema.verdict() == TaskSchema.Verdict.NONE)) {
            return new Verdict.None();
        }
        Optional<List<String>> universe = schema.universe().map(List::of);
        Optional<CommandTemplate> own = how.verdictCommand();
        if (own.isPresent()) {
            return new Verdict.OneCommand(own.get(), universe.orElseGet(this::allTargets));
        }
        return universe.isPresent() ? new Verdict.OneCommand(command, universe.get()) : eachTask();
    }

    /** Each task's command, for a schema without a universe, and for building without a coordinator and a verdict. */
    Verdict eachTask() {
        return new Verdict.EachTask(schema.joinTasks());
    }

    /** The verdict as people read it. */
    String describe(Verdict verdict) {
        if (verdict instanceof Verdict.OneCommand one) {
            return one.command().describe("verdict", one.targets());
        }
        if (verdict instanceof Verdict.None) {
            return "none";
        }
        return "each task once more, " + String.join(" ", command.words());
    }

    RunnerSettings runner(Verdict verdict, Surroundings around) throws UsageError {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        schema.tasks().forEach(task -> names.add(task.name()));
        return new RunnerSettings(
                identity.peer().value(),
                command,
                how.afterTaskCommand(),
                verdict,
                how.slots,
                how.abortGrace,
                around.folder(),
                Optional.ofNullable(how.logDir).map(around::resolve).map(LogFolder::new),
                names,
                !how.noBatch);
    }

    SessionSettings session(Verdict verdict) {
        SessionSettings settings = SessionSettings.defaults()
                .withPatience(how.patience)
                .withOnFailure(how.onFailure)
                .withPatienceOver(how.patienceOver)
                .withVerdict(verdict instanceof Verdict.None ? VerdictKind.NONE : VerdictKind.BUILD);
        return Optional.ofNullable(how.waitBudget).map(settings::withWaitBudget).orElse(settings);
    }

    String context() {
        return TaskKeys.context(command.words(), how.environmentKey);
    }

    TaskKeys.Result keys(Surroundings around) {
        List<KeyedTask> tasks = schema.tasks().stream().map(BuildPlan::keyed).toList();
        return TaskKeys.of(tasks, around.folder(), context());
    }

    Join join(TaskKeys.Result keys) {
        return new Join(
                schema.joinSchema(),
                context(),
                keys.keys(),
                !how.readOnlyCache,
                identity.checkout().repositories(),
                who.complexPatchset,
                Optional.ofNullable(who.change),
                who.pipeline(),
                who.labels);
    }

    /** The schema's tasks with what they are expected to take, where it says that. */
    Map<String, Optional<Duration>> expected() {
        Map<String, Optional<Duration>> expected = new LinkedHashMap<>();
        for (JoinTask task : schema.joinTasks()) {
            expected.put(
                    task.name(),
                    task.expectedSeconds().map(seconds -> Duration.ofMillis((long) (seconds * MILLIS_PER_SECOND))));
        }
        return expected;
    }

    /** How long all tasks take on this peer's slots; empty unless the schema says it of each. */
    Optional<Duration> expectedAlone() {
        Duration sum = Duration.ZERO;
        for (Optional<Duration> one : expected().values()) {
            if (one.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(one.get());
        }
        return Optional.of(sum.dividedBy(how.slots));
    }

    private List<String> allTargets() {
        return schema.tasks().stream().flatMap(task -> task.targets().stream()).toList();
    }

    private static KeyedTask keyed(SchemaTask task) {
        return new KeyedTask(task.name(), task.targets(), task.needs(), task.inputs(), task.fingerprint());
    }
}
