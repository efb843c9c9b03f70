package dev.taskdirector.agent;

import java.time.Duration;
import java.util.List;

/**
 * A task to run once.
 *
 * @param task its name in the schema
 * @param targets what the build tool builds, one or more
 * @param slot which of the peer's slots it takes, from 0
 * @param timeout after which it is stopped and has failed
 */
public record TaskInvocation(String task, List<String> targets, int slot, Duration timeout) {

    public TaskInvocation {
        targets = List.copyOf(targets);
    }
}
