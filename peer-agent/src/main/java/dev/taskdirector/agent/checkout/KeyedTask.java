package dev.taskdirector.agent.checkout;

import java.util.List;
import java.util.Optional;

/**
 * A task as far as its key goes.
 *
 * @param inputs paths in the checkout whose git objects make the key; may be empty
 * @param fingerprint a command whose output makes the key, in words
 */
public record KeyedTask(
        String name,
        List<String> targets,
        List<String> needs,
        List<String> inputs,
        Optional<List<String>> fingerprint) {

    public KeyedTask {
        targets = List.copyOf(targets);
        needs = List.copyOf(needs);
        inputs = List.copyOf(inputs);
        fingerprint = fingerprint.map(List::copyOf);
    }

    boolean hasMeans() {
        return !inputs.isEmpty() || fingerprint.isPresent();
    }
}
