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
        Set<String> tasks) {

    public RunnerSettings {
        tasks = Set.copyOf(tasks);
    }

    /** The same with another verdict. */
    public RunnerSettings withVerdict(Verdict other) {
        return new RunnerSettings(peer, command, afterTask, other, slots, abortGrace, folder, logs, tasks);
    }
}
