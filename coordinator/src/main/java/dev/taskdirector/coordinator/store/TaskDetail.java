package dev.taskdirector.coordinator.store;

import java.util.List;
import java.util.Optional;

/**
 * A task of a run, and why it was given to whom when.
 *
 * @param run the run's id
 * @param task what became of it; its attempts with their reasons
 * @param waits what it waits for, when it is not done and nobody has it
 * @param otherKeys the same for tasks of this name that peers of the run have under other keys; at most 9
 * @param verdictByPatchset what became of it under which patchset, at most 100; empty unless it failed at a peer and was
 *     tried at one with other patchsets
 * @param differs a sentence, when one patchset fails it and another passes it
 */
public record TaskDetail(
        String run,
        TaskView task,
        Optional<WaitView> waits,
        List<UnderKey> otherKeys,
        List<PatchsetVerdict> verdictByPatchset,
        Optional<String> differs) {

    /** A task under one key, as above. */
    public record UnderKey(TaskView task, Optional<WaitView> waits) {}

    public TaskDetail {
        otherKeys = List.copyOf(otherKeys);
        verdictByPatchset = List.copyOf(verdictByPatchset);
    }
}
