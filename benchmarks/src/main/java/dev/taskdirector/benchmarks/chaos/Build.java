package dev.taskdirector.benchmarks.chaos;

import java.util.List;

/**
 * What several peers need at about the same time.
 *
 * @param keyed whether its schema says what each task depends on
 * @param universe whether its schema has one; without one a verdict is each task once more
 * @param fragile indexes of tasks that a broken patchset breaks
 */
record Build(String id, String cache, boolean keyed, boolean universe, List<Task> tasks, List<Integer> fragile) {

    Build {
        tasks = List.copyOf(tasks);
        fragile = List.copyOf(fragile);
    }

    /**
     * A task of the schema, as the base ref has it.
     *
     * @param needs indexes of tasks before it
     * @param millis how long it takes
     * @param source what it is made of; equal sources of different builds have one result
     * @param unavailable how many tries end with "not now" before one succeeds
     */
    record Task(String name, List<Integer> needs, int millis, String source, int unavailable) {
        Task {
            needs = List.copyOf(needs);
        }
    }

    /** The task schema as its file has it. */
    String schema() {
        StringBuilder yaml = new StringBuilder("id: " + id + "\n");
        if (universe) {
            yaml.append("universe: all\n");
        }
        yaml.append("tasks:\n");
        for (Task task : tasks) {
            yaml.append("  - {name: ").append(task.name());
            yaml.append(", targets: [").append(task.name()).append(']');
            yaml.append(", needs: [").append(names(task.needs())).append(']');
            yaml.append(", expectedSeconds: ").append(task.millis() / 1_000.0);
            if (keyed) {
                yaml.append(", fingerprint: [head, -n1, tasks/")
                        .append(task.name())
                        .append(']');
            }
            yaml.append("}\n");
        }
        return yaml.toString();
    }

    private String names(List<Integer> indexes) {
        return String.join(", ", indexes.stream().map(i -> tasks.get(i).name()).toList());
    }
}
