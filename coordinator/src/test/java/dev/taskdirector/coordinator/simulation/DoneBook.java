package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Director;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was done in a partition, across its owners: who comes after may not undo it. What was done in another log, and had not
 * come to the checkpoint, may be forgotten.
 */
final class DoneBook {
    private final Map<Director, Set<Long>> ofOwners = new IdentityHashMap<>();

    /** By generation of the log, for owners whose state follows from checkpoint and log alone. */
    private final Map<Integer, TreeMap<Long, Long>> firstDoneAt = new TreeMap<>();

    /** Works that must be done in an owner's state; to be added to by who finds more. */
    Set<Long> mustBeDone(Owner owner, Director director, int generation, boolean followsFromLog) {
        return ofOwners.computeIfAbsent(director, any -> {
            Set<Long> all = new TreeSet<>(owner.watched().doneAtLoad());
            if (followsFromLog) {
                firstDoneAt.getOrDefault(generation, new TreeMap<>()).forEach((work, offset) -> {
                    if (offset <= owner.next()) {
                        all.add(work);
                    }
                });
            }
            return all;
        });
    }

    /** These are done before this offset. */
    void note(Set<Long> done, long next, int generation) {
        TreeMap<Long, Long> known = firstDoneAt.computeIfAbsent(generation, any -> new TreeMap<>());
        done.forEach(work -> known.merge(work, next, Math::min));
    }

    /** Records from this offset on are gone, and others come in their place. */
    void forgetFrom(long offset) {
        firstDoneAt.values().forEach(known -> known.values().removeIf(before -> before > offset));
    }
}
