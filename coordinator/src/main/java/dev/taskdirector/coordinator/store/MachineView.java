package dev.taskdirector.coordinator.store;

/**
 * How quick a machine is.
 *
 * @param machine {@code machine} and its label, or {@code peer} and its id for one without that label
 * @param factor how many times as long it takes as all machines of its cache together, 0.125 to 8
 * @param measurements of how many; of many old ones weigh less and are counted less
 */
public record MachineView(String cache, String machine, double factor, int measurements) {}
