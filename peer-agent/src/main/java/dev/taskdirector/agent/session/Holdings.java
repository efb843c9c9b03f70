package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.JoinTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the peer has in hand: tasks that wait for a slot, tasks that run, and commands that were told to stop and still
 * have their slot. At most one command of a task runs at any time.
 */
final class Holdings {

    /** A task in hand. */
    record Held(JoinTask task, Optional<String> lease, Duration expected, boolean running) {
        Held under(Optional<String> other) {
            return new Held(task, other, expected, running);
        }

        String name() {
            return task.name();
        }
    }

    /** A task that gets a slot now. */
    record Begun(Held held, int slot) {}

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final String[] slots;
    private final Map<String, Held> held = new LinkedHashMap<>();

    Holdings(int slots) {
        this.slots = new String[slots];
        java.util.Arrays.fill(this.slots, "");
    }

    void take(JoinTask task, Optional<String> lease, Duration expected) {
        held.put(task.name(), new Held(task, lease, expected, false));
    }

    Optional<Held> find(String task) {
        return Optional.ofNullable(held.get(task));
    }

    boolean holds(String task) {
        return held.containsKey(task);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Whether a command of the task runs, wanted or not. */
    boolean isInSlot(String task) {
        return slotOf(task) >= 0;
    }

    boolean isAnyInSlot() {
        for (String task : slots) {
            if (!task.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether short tasks wait for a slot. */
    boolean isAnyAhead() {
        return held.values().stream()
                .anyMatch(one -> !one.running() && one.expected().compareTo(SHORT) < 0);
    }

    void setLease(String task, String lease) {
        held.computeIfPresent(task, (name, one) -> one.under(Optional.of(lease)));
    }

    /** Lets go of a task: what runs keeps its slot until its end is reported. */
    Optional<Held> drop(String task) {
        return Optional.ofNullable(held.remove(task));
    }

    void clear() {
        held.clear();
    }

    void free(String task) {
        int slot = slotOf(task);
        if (slot >= 0) {
            slots[slot] = "";
        }
    }

    /** Forgets every lease and what waited under one; commands run on. */
    void forgetLeases() {
        held.values().removeIf(one -> !one.running());
        held.replaceAll((name, one) -> one.under(Optional.empty()));
    }

    List<Held> leasedOtherThan(Predicate<String> isNamed) {
        return held.values().stream()
                .filter(one -> one.lease().isPresent() && !isNamed.test(one.name()))
                .toList();
    }

    List<Held> running() {
        return held.values().stream().filter(Held::running).toList();
    }

    /** How many more tasks could be taken and get a slot. */
    int spareSlots() {
        int spare = 0;
        for (String task : slots) {
            spare += task.isEmpty() ? 1 : 0;
        }
        return spare;
    }

    /** Puts what waits into free slots, first come first. */
    List<Begun> begin() {
        List<Begun> begun = new ArrayList<>();
        for (Held one : List.copyOf(held.values())) {
            int slot = slotOf("");
            if (slot < 0) {
                break;
            }
            if (!one.running() && !isInSlot(one.name())) {
                Held now = new Held(one.task(), one.lease(), one.expected(), true);
                held.put(one.name(), now);
                slots[slot] = one.name();
                begun.add(new Begun(now, slot));
            }
        }
        return begun;
    }

    List<Holding> forStatus() {
        return held.values().stream()
                .map(one -> new Holding(one.name(), one.lease()))
                .toList();
    }

    private int slotOf(String task) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].equals(task)) {
                return i;
            }
        }
        return -1;
    }
}
