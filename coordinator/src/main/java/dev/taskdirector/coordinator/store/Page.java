package dev.taskdirector.coordinator.store;

import java.util.List;

/**
 * A part of a long list.
 *
 * @param page which part, from 0
 * @param size how many items a part has at most
 * @param total how many items there are in all parts
 */
public record Page<T>(int page, int size, long total, List<T> items) {

    public Page {
        items = List.copyOf(items);
    }

    /** Which part is asked for. {@code page} is 0 or above, {@code size} 1 or above. */
    public record Wanted(int page, int size) {}
}
