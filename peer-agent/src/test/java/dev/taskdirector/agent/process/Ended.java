package dev.taskdirector.agent.process;

import dev.taskdirector.agent.session.TaskResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Takes the end of a task, and tells it to a test that waits. */
final class Ended implements Consumer<TaskResult> {

    private final List<TaskResult> results = new CopyOnWriteArrayList<>();

    @Override
    public void accept(TaskResult result) {
        results.add(result);
    }

    boolean isThere() {
        return !results.isEmpty();
    }

    TaskResult await() {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(this::isThere);
        if (results.size() > 1) {
            throw new AssertionError("ended more than once: " + results);
        }
        return results.get(0);
    }
}
