package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a task was given to a peer when it was. What nobody wrote down is left out.
 *
 * @param because all of it in a sentence; its times of day are in UTC
 * @param ready since when it could have been given
 * @param waitedFor the task that it needs which was done last, when it had to wait for one
 * @param waitedSeconds how long it was ready until it was given, 0 or above
 * @param expectedSeconds how long it was expected to take on that peer's machine
 * @param pathSeconds how long the longest chain of tasks that begins with it was expected to take
 * @param readyTasks how many tasks of the peer's plan were ready, itself among them; 0 for a second lease of the only one left
 * @param rank which of these it was by the longest path, from 1; 101 stands for all behind the first hundred
 * @param gate whether the peer came first as a merge gate
 * @param besides the peer that had had it for much longer than expected, when this was a second lease
 * @param patchsets what the peer had checked out, of its first 50 repositories
 */
public record ReasonView(
        String because,
        Optional<Instant> ready,
        Optional<String> waitedFor,
        Optional<Double> waitedSeconds,
        Optional<Double> expectedSeconds,
        Optional<Double> pathSeconds,
        Optional<Integer> readyTasks,
        Optional<Integer> rank,
        boolean gate,
        Optional<String> besides,
        List<PatchsetView> patchsets) {

    public ReasonView {
        patchsets = List.copyOf(patchsets);
    }
}
