package dev.taskdirector.agent.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the runner of commands goes by.
 *
 * @param peer the peer's id, told to commands as {@code TASK_DIRECTOR_PEER}
 * @param command the command of a task
 * @param afterTask run after a task's command has succeeded and before that is reported, such as an upload to flush
 * @param verdict what is built in the end
 * @param slots how many tasks run at a time; with more than one, output is held back and grouped
 * @param abortGrace between asking a command to end and ending it
 * @param folder where commands run
 * @param logs takes the output of each task
 * @param tasks names of the schema's tasks: reports about others are passed over
 * @param batches whether several short tasks may be run by one command, if the command can take them
 */
public record RunnerSettings(
        String peer,
        CommandTemplate command,
        Optional<CommandTemplate> afterTask,
        Verdict verdict,
        int slots,
        Duration abortGrace,
        Path folder,
        Optional<LogFolder> logs,
        Set<String> tasks,
        boolean batches) {

    public RunnerSettings {
        tasks = Set.copyOf(tasks);
    }

    /** With batches. */
    public RunnerSettings(
            String peer,
            CommandTemplate command,
            Optional<CommandTemplate> afterTask,
            Verdict verdict,
            int slots,
            Duration abortGrace,
            Path folder,
            Optional<LogFolder> logs,
            Set<String> tasks) {
        this(peer, command, afterTask, verdict, slots, abortGrace, folder, logs, tasks, true);
    }

    /** The same with another verdict. */
    public RunnerSettings withVerdict(Verdict other) {
        return new RunnerSettings(peer, command, afterTask, other, slots, abortGrace, folder, logs, tasks, batches);
    }

    /** The same with a command for each task. */
    public RunnerSettings withoutBatches() {
        return new RunnerSettings(peer, command, afterTask, verdict, slots, abortGrace, folder, logs, tasks, false);
    }
}
