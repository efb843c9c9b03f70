package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.JoinTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the peer has in hand: tasks that wait for a slot, tasks that run, and commands that were told to stop and still
 * have their slot. At most one command of a task runs at any time; several tasks may have one together.
 */
final class Holdings {

    /** A task in hand. */
    record Held(JoinTask task, Optional<String> lease, Duration expected, boolean running) {
        Held under(Optional<String> other) {
            return new Held(task, other, expected, running);
        }

        Held that(boolean runs) {
            return new Held(task, lease, expected, runs);
        }

        boolean isShort() {
            return expected.compareTo(SHORT) < 0;
        }

        String name() {
            return task.name();
        }
    }

    /** What gets a slot now: a task, or several together. */
    record Begun(List<Held> tasks, int slot) {}

    private static final Duration SHORT = Duration.ofSeconds(1);

    /** The tasks of each slot's command, as they were when it was started; none if the slot is free. */
    private final List<List<Held>> slots;

    private final Map<String, Held> held = new LinkedHashMap<>();

    Holdings(int slots) {
        this.slots = new ArrayList<>(Collections.nCopies(slots, List.of()));
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

    int size() {
        return held.size();
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Whether a command of the task runs, wanted or not. */
    boolean isInSlot(String task) {
        return slotOf(task) >= 0;
    }

    boolean isAnyInSlot() {
        return spareSlots() < slots.size();
    }

    /** Whether short tasks wait for a slot. */
    boolean isAnyAhead() {
        return held.values().stream().anyMatch(one -> !one.running() && one.isShort());
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
            free(slot);
        }
    }

    void free(int slot) {
        slots.set(slot, List.of());
    }

    /** What the command in the slot was started for; none if it is free. */
    List<Held> in(int slot) {
        return slots.get(slot);
    }

    /** What the task's command was started for. */
    List<Held> startedWith(String task) {
        return slots.get(slotOf(task));
    }

    /** Whether the task has a command of its own that runs, wanted or not. */
    boolean runsByItself(String task) {
        return isInSlot(task) && batchOf(task).isEmpty();
    }

    /** The slot of the batch that the task is part of; empty if it runs by itself, or not at all. */
    OptionalInt batchOf(String task) {
        int slot = slotOf(task);
        return slot >= 0 && slots.get(slot).size() > 1 ? OptionalInt.of(slot) : OptionalInt.empty();
    }

    /** Whether a task is still wanted for which the command in the slot was started. */
    boolean isWanted(int slot) {
        return slots.get(slot).stream()
                .anyMatch(one -> find(one.name()).filter(Held::running).isPresent());
    }

    /** What ran goes back to where it was, if there is still a lease for it; without one it is let go. */
    void waitAgain(String task) {
        held.computeIfPresent(task, (name, one) -> one.lease().isPresent() ? one.that(false) : null);
    }

    /** Forgets every lease and what waited under one; commands run on. */
    void forgetLeases() {
        held.values().removeIf(one -> !one.running());
        held.replaceAll((name, one) -> one.under(Optional.empty()));
        slots.replaceAll(
                tasks -> tasks.stream().map(one -> one.under(Optional.empty())).toList());
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
        return (int) slots.stream().filter(List::isEmpty).count();
    }

    /** Puts what waits into free slots, first come first. */
    List<Begun> begin(Batching batching) {
        List<Begun> begun = new ArrayList<>();
        for (int slot = slots.indexOf(List.of()); slot >= 0; slot = slots.indexOf(List.of())) {
            List<Held> waiting = waiting();
            if (waiting.isEmpty()) {
                break;
            }
            List<Held> tasks = batching.first(waiting, spareSlots()).stream()
                    .map(one -> one.that(true))
                    .toList();
            tasks.forEach(one -> held.put(one.name(), one));
            slots.set(slot, tasks);
            begun.add(new Begun(tasks, slot));
        }
        return begun;
    }

    /** One whose earlier command still runs has to wait for its end. */
    private List<Held> waiting() {
        return held.values().stream()
                .filter(one -> !one.running() && !isInSlot(one.name()))
                .toList();
    }

    /** What was taken from a batch that goes on is in hand until its end: nobody else should begin it meanwhile. */
    List<Holding> forStatus() {
        Stream<Held> takenAway = IntStream.range(0, slots.size()).boxed().flatMap(slot -> takenFrom(slot).stream());
        return Stream.concat(held.values().stream(), takenAway)
                .map(one -> new Holding(one.name(), one.lease()))
                .toList();
    }

    /** Tasks of a batch that goes on for others of it. */
    List<Held> takenFrom(int slot) {
        boolean goesOn = slots.get(slot).size() > 1 && isWanted(slot);
        return slots.get(slot).stream()
                .filter(one -> goesOn && !holds(one.name()))
                .toList();
    }

    private int slotOf(String task) {
        for (int i = 0; i < slots.size(); i++) {
            for (Held one : slots.get(i)) {
                if (one.name().equals(task)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
