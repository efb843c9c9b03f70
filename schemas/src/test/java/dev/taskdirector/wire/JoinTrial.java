package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for any join that is taken and can't be said by a JSON Schema, worked out in the plainest way. */
final class JoinTrial {

    private JoinTrial() {}

    static void check(Join join) {
        assertThat(join.repositories()).extracting(Repository::name).doesNotHaveDuplicates();
        join.schema().tasks().ifPresent(tasks -> check(join, tasks));
    }

    private static void check(Join join, List<JoinTask> tasks) {
        List<String> names = tasks.stream().map(JoinTask::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        join.keys().ifPresent(keys -> assertThat(keys).hasSameSizeAs(tasks));
        for (JoinTask task : tasks) {
            assertThat(task.needs()).doesNotHaveDuplicates().isSubsetOf(names);
            long bytes = task.targets().stream()
                    .mapToLong(target -> target.getBytes(UTF_8).length)
                    .sum();
            assertThat(bytes).isLessThanOrEqualTo(Limits.TARGET_BYTES);
        }
        assertThat(join.schema().digest())
                .isEqualTo(SchemaDigest.of(join.schema().id(), join.schema().universe(), tasks));
        canAllBeDone(tasks);
    }

    /** In some order, each after all that it needs. */
    private static void canAllBeDone(List<JoinTask> tasks) {
        Set<String> done = new HashSet<>();
        List<JoinTask> open = new ArrayList<>(tasks);
        while (open.removeIf(task -> done.containsAll(task.needs()) && done.add(task.name()))) {
            // goes on until nothing more can be done
        }
        assertThat(open).as("what can never be done").isEmpty();
    }
}
