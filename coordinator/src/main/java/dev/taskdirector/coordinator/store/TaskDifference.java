package dev.taskdirector.coordinator.store;

/**
 * A task of a run that depends on the patchset.
 *
 * @param task the task's name
 * @param differs a sentence on which patchsets fail it and which pass it
 */
public record TaskDifference(String task, String differs) {}
