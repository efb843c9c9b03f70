package dev.taskdirector.agent.process;

import dev.taskdirector.wire.JoinTask;
import java.util.List;

/** What a peer builds for itself in the end. */
public sealed interface Verdict {

    /**
     * One command, by its own template or by the tasks'.
     *
     * @param targets put in for {@code {targets}}: the universe, or without one the targets of all tasks
     */
    record OneCommand(CommandTemplate command, List<String> targets) implements Verdict {
        public OneCommand {
            targets = List.copyOf(targets);
        }
    }

    /** The command of each task once more, what it needs before it. It fails with the first that fails. */
    record EachTask(List<JoinTask> tasks) implements Verdict {
        public EachTask {
            tasks = List.copyOf(tasks);
        }
    }

    /** No build at all: results are shared in another way, and the tasks' outcomes are the verdict. */
    record None() implements Verdict {}
}
