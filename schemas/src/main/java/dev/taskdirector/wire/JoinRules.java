package dev.taskdirector.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the fields of a join must be to each other. The core relies on every one of these. */
final class JoinRules {

    private JoinRules() {}

    /** A sentence about the first rule that the join breaks. */
    static Optional<String> breachOf(Join join) {
        return repeatedRepository(join.repositories())
                .or(() -> join.schema().tasks().flatMap(tasks -> breachOf(join, tasks)));
    }

    private static Optional<String> breachOf(Join join, List<JoinTask> tasks) {
        Set<String> names = new HashSet<>(tasks.size() * 2);
        for (JoinTask task : tasks) {
            if (!names.add(task.name())) {
                return Optional.of("two tasks of the schema are named " + Sentences.quoted(task.name()));
            }
        }
        Optional<Integer> keys = join.keys().map(List::size).filter(count -> count != tasks.size());
        if (keys.isPresent()) {
            return Optional.of("there are " + keys.get() + " keys for " + tasks.size() + " tasks; each task has one");
        }
        return brokenNeed(tasks, names)
                .or(() -> NeedsGraph.of(tasks).cycle().map(JoinRules::cycleSentence))
                .or(() -> wrongDigest(join.schema(), tasks));
    }

    private static Optional<String> brokenNeed(List<JoinTask> tasks, Set<String> names) {
        for (JoinTask task : tasks) {
            Set<String> seen = new HashSet<>();
            for (String need : task.needs()) {
                if (!names.contains(need)) {
                    return Optional.of("task " + Sentences.quoted(task.name()) + " needs " + Sentences.quoted(need)
                            + ", which is not a task of the schema");
                }
                if (!seen.add(need)) {
                    return Optional.of(
                            "task " + Sentences.quoted(task.name()) + " needs " + Sentences.quoted(need) + " twice");
                }
            }
        }
        return Optional.empty();
    }

    private static String cycleSentence(List<String> cycle) {
        return "tasks need each other in a circle: " + Sentences.chain(cycle, " needs ");
    }

    private static Optional<String> wrongDigest(JoinSchema schema, List<JoinTask> tasks) {
        String digest = SchemaDigest.of(schema.id(), schema.universe(), tasks);
        return digest.equals(schema.digest())
                ? Optional.empty()
                : Optional.of("the schema's digest is " + schema.digest() + ", but that of its tasks is " + digest);
    }

    private static Optional<String> repeatedRepository(List<Repository> repositories) {
        Set<String> names = new HashSet<>();
        for (Repository repository : repositories) {
            if (!names.add(repository.name())) {
                return Optional.of("repository " + Sentences.quoted(repository.name()) + " is named twice");
            }
        }
        return Optional.empty();
    }
}
