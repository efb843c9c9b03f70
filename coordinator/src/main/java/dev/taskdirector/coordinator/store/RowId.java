package dev.taskdirector.coordinator.store;

import java.io.Serializable;

/** Identity of a row among all partitions. */
public record RowId(int partition, String id) implements Serializable {}
