package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must come back once nothing breaks any more, and what must be gone in the end. Without this a coordinator that never
 * comes back would not be missed: peers end alone.
 */
final class Aftermath {
    /** Whatever a strike breaks is well again after so long, and what it delays has arrived. */
    static final long COMES_BACK_WITHIN_MILLIS = 45_000;

    /** An owner may learn only at its next save that somebody else has saved, and begin again. */
    private static final long GRACE_MILLIS = 30_000;

    /** Who has nothing to save learns it later, and may begin again at any time, but not for long. */
    private static final long BEGINS_AGAIN_WITHIN_MILLIS = 5_000;

    private static final long ON_ITS_WAY_MILLIS = 4_000;
    private static final long LONGEST_FLUSH_MILLIS = 20_000;

    /** What stays when nobody is there and nothing lingers. */
    private static final Set<Row.Kind> KEPT =
            EnumSet.of(Row.Kind.PARTITION, Row.Kind.ENDED_SESSION, Row.Kind.DURATION, Row.Kind.MACHINE);

    private final Surroundings world;
    private final Cluster cluster;
    private long wellAt;

    Aftermath(Surroundings world, Cluster cluster) {
        this.world = world;
        this.cluster = cluster;
    }

    /** When the one owner that is to be there is there. */
    long settledAt() {
        return world.calmFrom + (world.stormy ? GRACE_MILLIS : 0);
    }

    /** How long it takes from then on until nobody is remembered and all is saved. */
    long millisToSilence() {
        Settings settings = owner().settings;
        return settings.sessionTimeoutMillis() + settings.workLingerMillis() + 2 * LONGEST_FLUSH_MILLIS;
    }

    /** After each step. */
    void check(List<PeerProcess> peers, long logEnd) {
        if (world.now < settledAt()) {
            return;
        }
        Owner owner = owner();
        boolean isWell = owner.condition() instanceof Condition.Running && owner.next() >= logEnd;
        wellAt = isWell ? world.now : Math.max(wellAt, settledAt());
        Violation.unless(
                world.now - wellAt <= BEGINS_AGAIN_WITHIN_MILLIS,
                Rule.OWNERS_COME_BACK,
                () -> "owner " + owner.number + " is " + owner.condition() + " at " + owner.next() + " of " + logEnd);
        peers.forEach(this::checkIsHeard);
        owner.director().ifPresent(director -> new Knowledge(world, director.rows()).check(peers, settledAt()));
    }

    private Owner owner() {
        List<Owner> owners = cluster.owners();
        Violation.unless(owners.size() == 1, Rule.OWNERS_COME_BACK, () -> "there are " + owners.size() + " owners");
        return owners.get(0);
    }

    private void checkIsHeard(PeerProcess peer) {
        if (!peer.isBuilding() || peer.isPaused() || peer.isOutside()) {
            return;
        }
        long calm = world.stormy ? Math.max(settledAt(), peer.pausedUntil()) : 0;
        long since = Math.max(calm, Math.max(peer.arrivedAt, world.auditor.toldSomethingAt(peer)));
        Violation.unless(
                world.now - since <= PeerProcess.PATIENCE.toMillis() + ON_ITS_WAY_MILLIS,
                Rule.PEERS_ARE_HEARD,
                () -> peer.name() + " has heard nothing since " + since / 1000 + " s");
    }

    /** When timeouts and linger have passed. */
    void checkNothingIsLeft() {
        Owner owner = owner();
        List<Row> rows = owner.director().map(Director::rows).orElse(List.of());
        Violation.unless(
                rows.stream().allMatch(row -> KEPT.contains(row.key().kind())),
                Rule.NOTHING_IS_LEFT,
                () -> "owner " + owner.number + " still has " + left(rows));
        List<Row> stored = cluster.shelf().store.rows(0).stream()
                .filter(row -> !(row instanceof AttemptRow))
                .toList();
        Violation.unless(
                stored.equals(rows),
                Rule.CHECKPOINT_CATCHES_UP,
                () -> "the checkpoint has " + stored + " and owner " + owner.number + " " + rows);
        Optional<Row> open = cluster.shelf().store.rows(0).stream()
                .filter(row ->
                        row instanceof AttemptRow attempt && attempt.outcome().isEmpty())
                .findFirst();
        Violation.unless(open.isEmpty(), Rule.NOTHING_IS_LEFT, () -> "never ended: " + open.orElseThrow());
    }

    private static List<Row> left(List<Row> rows) {
        return rows.stream().filter(row -> !KEPT.contains(row.key().kind())).toList();
    }
}
