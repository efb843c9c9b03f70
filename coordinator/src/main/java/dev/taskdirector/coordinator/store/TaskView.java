package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task of a run.
 *
 * @param key what makes it the same as another peer's, with keys
 * @param state {@code open}, {@code running}, {@code done}, {@code failed}, or {@code skipped} for one that it needs
 *     (told for runs of up to a million tasks in all their plans; of others it stays {@code open})
 * @param builtBy the peer whose result is in the cache
 * @param started when the attempt began that ended it, or the first that runs
 * @param ended when it was done or failed
 * @param seconds how long its building took, as the peer says
 * @param attempts how many attempts failed or were lost
 * @param history all attempts in their order, those that run among them; at most 100
 */
public record TaskView(
        String task,
        Optional<String> key,
        String state,
        Optional<String> builtBy,
        Optional<Instant> started,
        Optional<Instant> ended,
        Optional<Double> seconds,
        int attempts,
        List<AttemptView> history) {

    public TaskView {
        history = List.copyOf(history);
    }
}
