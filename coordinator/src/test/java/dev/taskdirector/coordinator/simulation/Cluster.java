package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.runtime.Pace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The coordinators: one owner at a time, mostly. */
final class Cluster {
    private final Surroundings world;
    private final Broker broker;
    private final CheckpointShelf shelf = new CheckpointShelf();
    private final List<Owner> owners = new ArrayList<>();
    private int number;

    Cluster(Surroundings world, Broker broker) {
        this.world = world;
        this.broker = broker;
    }

    void begin() {
        appoint(Owner.SETTINGS);
    }

    /** Another owner comes; those that there are may not know it yet. */
    void appoint(Settings settings) {
        int flushMillis = List.of(250, 250, 2_000, 20_000).get(world.random.nextInt(4));
        int unsaved = world.chance(10) ? 3 : 1_000;
        Pace pace = new Pace(flushMillis, 1_000, 250, 2_000, 5_000, 10_000, unsaved);
        owners.add(new Owner(world, broker, shelf, number++, settings, pace));
    }

    void step() {
        List<Owner> turn = new ArrayList<>(owners);
        Collections.shuffle(turn, world.random);
        turn.forEach(Owner::step);
        owners.removeIf(owner -> !owner.isAlive());
    }

    /** An operator looks at what stands still, and skips the record. */
    void skipPoison() {
        Optional<Condition.Parked> parked =
                Optional.ofNullable(shelf.store.parked().get(0));
        Optional<Long> offset = parked.flatMap(Condition.Parked::offset);
        if (offset.filter(broker::isPoison).isPresent()) {
            world.story.tell(() -> "an operator skips " + offset.get());
            world.saw(Sighting.SKIPPED_BY_AN_OPERATOR);
            shelf.store.skip(0, offset.get());
        }
    }

    /** Those who were replaced hear of it. */
    void leaveToTheNewest() {
        for (Owner owner : owners.subList(0, owners.size() - 1)) {
            owner.lose();
        }
        owners.removeIf(owner -> !owner.isAlive());
    }

    List<Owner> owners() {
        return List.copyOf(owners);
    }

    CheckpointShelf shelf() {
        return shelf;
    }
}
