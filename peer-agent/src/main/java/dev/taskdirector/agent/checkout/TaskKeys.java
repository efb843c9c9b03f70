package dev.taskdirector.agent.checkout;

import dev.taskdirector.agent.checkout.Capture.Captured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Computes keys: a hash of what a task builds, of its inputs, and of the keys of what it needs. Peers whose keys are
 * equal share the work. Inputs are git's own ids of trees and files, never of commits: merging makes different commits
 * of equal trees. What can't be told for sure (an uncommitted change, a fingerprint that fails) gives a key that nobody
 * else has: the peer builds the task itself, and its verdict stays its own either way.
 */
public final class TaskKeys {

    private static final Duration FINGERPRINT_LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private final String context;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Inputs inputs;
    private final List<String> notes = new ArrayList<>();

    /**
     * The keys of a schema's tasks.
     *
     * @param keys one for each task in their order; empty when there are none
     * @param notes sentences on what could not be told
     */
    public record Result(Optional<List<String>> keys, List<String> notes) {
        public Result {
            keys = keys.map(List::copyOf);
            notes = List.copyOf(notes);
        }
    }

    private TaskKeys(Path folder, String context, Inputs inputs) {
        this.folder = folder;
        this.context = context;
        this.inputs = inputs;
    }

    /**
     * @param tasks all tasks of a schema without cycles
     * @param folder the checkout, where fingerprint commands run
     * @param context hash of the command template and the environment key
     */
    public static Result of(List<KeyedTask> tasks, Path folder, String context) {
        List<String> without = tasks.stream()
                .filter(task -> !task.hasMeans())
                .map(KeyedTask::name)
                .toList();
        if (without.size() == tasks.size()) {
            return new Result(Optional.empty(), List.of());
        }
        if (!without.isEmpty()) {
            String sentence = "no keys: task \"" + without.get(0) + "\"" + others(without.size() - 1)
                    + " no inputs and no fingerprint; give them to every task or to none";
            return new Result(Optional.empty(), List.of(sentence));
        }
        TreeSet<String> paths = new TreeSet<>();
        tasks.forEach(task -> paths.addAll(task.inputs()));
        return new TaskKeys(folder, context, Inputs.lookAt(folder, paths)).compute(tasks);
    }

    private static String others(int more) {
        return more == 0 ? " has" : " and " + more + " more have";
    }

    /** The hash of what a peer's commands run in: peers of different contexts never share. */
    public static String context(List<String> commandWords, String environmentKey) {
        return "sha256:" + new Hash().addAll(commandWords).add(environmentKey).hex();
    }

    private Result compute(List<KeyedTask> tasks) {
        Map<String, KeyedTask> byName = new LinkedHashMap<>();
        tasks.forEach(task -> byName.put(task.name(), task));
        notes.addAll(inputs.notes());
        List<KeyedTask> waiting = new ArrayList<>(tasks);
        while (!waiting.isEmpty()) {
            boolean moved = waiting.removeIf(this::computeIfReady);
            if (!moved) {
                throw new IllegalStateException("tasks need each other in a circle: " + waiting);
            }
        }
        return new Result(
                Optional.of(tasks.stream()
                        .map(task -> keys.getOrDefault(task.name(), ""))
                        .toList()),
                notes);
    }

    private boolean computeIfReady(KeyedTask task) {
        if (!keys.keySet().containsAll(task.needs())) {
            return false;
        }
        keys.put(task.name(), "k1:" + hash(task));
        return true;
    }

    private String hash(KeyedTask task) {
        Hash hash = new Hash().add(context).addAll(task.targets());
        for (String path : task.inputs().stream().sorted().toList()) {
            hash.add(path).add(inputs.contentOf(path).orElseGet(TaskKeys::unlikeAnyOther));
        }
        task.fingerprint().ifPresent(command -> addFingerprint(hash, task.name(), command));
        return hash.addAll(task.needs().stream()
                        .sorted()
                        .map(need -> keys.getOrDefault(need, ""))
                        .toList())
                .hex();
    }

    private void addFingerprint(Hash hash, String task, List<String> command) {
        Captured captured = Capture.run(command, folder, FINGERPRINT_LIMIT);
        if (captured instanceof Captured.Printed printed) {
            hash.add(printed.latin());
        } else if (captured instanceof Captured.Nothing nothing) {
            notes.add("the fingerprint of task \"" + task + "\" failed (" + nothing.reason()
                    + "): it is not shared by key");
            hash.add(unlikeAnyOther());
        }
    }

    private static String unlikeAnyOther() {
        return UUID.randomUUID().toString();
    }
}
