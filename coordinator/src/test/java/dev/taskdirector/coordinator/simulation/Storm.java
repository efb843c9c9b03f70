package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.core.Settings.Bounds;
import dev.taskdirector.coordinator.fakes.FakeStore;
import java.util.List;

/** Everything that can go wrong around a world, a strike at a time. What a strike breaks comes back after a while. */
final class Storm {
    private static final Settings HASTY = new Settings(
            2_000, 9_000, 20_000, 2, new Bounds(3, 12, 20), 900_000, 10_000, 10_000, 2_000, 10_000, 3, 150, 5_000, 1);
    private static final Settings PATIENT = new Settings(
            3_000, 18_000, 100_000, 4, Bounds.DEFAULTS, 900_000, 20_000, 5_000, 6_000, 30_000, 6, 300, 20_000, 60_000);

    private final Simulation simulation;
    private final Surroundings world;
    private final Mischief mischief;
    private final List<Runnable> strikes = List.of(
            this::killOwner,
            this::killOwner,
            this::handOver,
            this::splitBrain,
            this::splitBrain,
            this::freezeOwner,
            this::freezeOwner,
            this::memoryRunsOut,
            this::poison,
            this::storeGoesAway,
            this::storeMisbehaves,
            this::loseRace,
            this::killPeer,
            this::pausePeer,
            this::restartPeer,
            this::twoWithOneId,
            this::stopPeer,
            this::hang,
            this::repeatOld,
            this::delay,
            this::loseMessages,
            this::garble,
            this::misdirect,
            this::impersonate,
            this::replayJoins,
            this::contradict,
            this::checkpointLost,
            this::kafkaGoesAway,
            this::jumpClock,
            this::holes,
            this::loseAppends,
            this::logGoesAwaySoon,
            this::anotherLog);

    Storm(Simulation simulation) {
        this.simulation = simulation;
        this.world = simulation.world;
        this.mischief = new Mischief(world, simulation.broker);
    }

    void strike() {
        strikes.get(world.random.nextInt(strikes.size())).run();
    }

    // ---- coordinators

    private Settings settings() {
        return List.of(Owner.SETTINGS, Owner.SETTINGS, HASTY, PATIENT).get(world.random.nextInt(4));
    }

    private void killOwner() {
        Owner.Death death = Owner.Death.values()[world.random.nextInt(3)];
        simulation.cluster.owners().forEach(owner -> owner.die(death));
        Settings next = settings();
        simulation.later(world.between(0, 30), () -> simulation.cluster.appoint(next));
    }

    private void handOver() {
        simulation.cluster.owners().forEach(Owner::stop);
        simulation.cluster.appoint(settings());
    }

    private void splitBrain() {
        List<Owner> old = simulation.cluster.owners();
        simulation.cluster.appoint(settings());
        boolean knows = world.chance(50);
        simulation.later(
                world.between(1, 30),
                () -> old.stream().filter(Owner::isAlive).forEach(owner -> {
                    if (knows) {
                        owner.lose();
                    } else {
                        owner.stop();
                    }
                }));
    }

    /** It is the owner no more when it comes back, with records in hand and a save on its way, and does not know it yet. */
    private void freezeOwner() {
        List<Owner> frozen = simulation.cluster.owners();
        int seconds = world.between(1, 30);
        frozen.forEach(owner -> owner.freeze(world.now + seconds * 1000L));
        if (world.chance(75)) {
            simulation.later(world.between(0, seconds), () -> simulation.cluster.appoint(settings()));
            simulation.later(
                    seconds + world.between(1, 4),
                    () -> frozen.stream().filter(Owner::isAlive).forEach(Owner::lose));
        }
    }

    private void memoryRunsOut() {
        world.story.tell(() -> "memory runs out soon");
        world.recordsUntilMemoryRunsOut = world.between(1, 6);
    }

    /** Not in a log that is written anew: there the offset that an operator skips would be another record's. */
    private void poison() {
        if (simulation.broker.tamperedAt() < 0) {
            simulation.broker.poison();
        }
    }

    // ---- the store

    private void storeGoesAway() {
        world.story.tell(() -> "the store goes away");
        simulation.cluster.shelf().store.goAway();
        backAfter(world.between(1, 40));
    }

    private void storeMisbehaves() {
        int how = world.random.nextInt(3);
        if (how == 0) {
            world.story.tell(() -> "the store loses its answers");
            simulation.cluster.shelf().store.loseAnswers();
        } else if (how == 1) {
            world.story.tell(() -> "the store takes no row");
            simulation.cluster.shelf().store.refuse();
        } else {
            world.story.tell(() -> "saving throws");
            simulation.cluster.shelf().store.throwAlways();
        }
        backAfter(world.between(1, 20));
    }

    private void backAfter(int seconds) {
        simulation.cluster.shelf().answers = false;
        simulation.later(seconds, () -> {
            world.story.tell(() -> "the store is well again");
            simulation.cluster.shelf().store.comeBack();
            simulation.cluster.shelf().answers = true;
        });
    }

    private void loseRace() {
        FakeStore store = simulation.cluster.shelf().store;
        if (store.position(0).isPresent()) {
            world.story.tell(() -> "somebody else writes the checkpoint");
            store.raceAhead(0);
        }
    }

    /** As with an empty database: coordinators are stopped for that, since one with nothing to save would never learn it. */
    private void checkpointLost() {
        world.story.tell(() -> "the checkpoint is lost, and all coordinators with it");
        killOwner();
        simulation.cluster.shelf().store.forget(0);
        simulation.cluster.shelf().writer = -1;
        simulation.broker.checkpointLost();
        simulation.forgetLogFrom(0);
    }

    // ---- peers

    private PeerProcess anyPeer() {
        return simulation.peers.get(world.random.nextInt(simulation.peers.size()));
    }

    private void killPeer() {
        anyPeer().kill();
    }

    private void pausePeer() {
        anyPeer().pause(world.now + 1000L * world.between(1, 30));
    }

    private void restartPeer() {
        PeerProcess peer = anyPeer();
        peer.kill();
        simulation.launch(peer.peer);
    }

    private void twoWithOneId() {
        simulation.launch(anyPeer().peer);
    }

    private void stopPeer() {
        anyPeer().signal();
    }

    private void hang() {
        anyPeer().hangNext(world.chance(50));
    }

    // ---- Kafka

    private void repeatOld() {
        simulation.broker.repeatOld(world.between(1, 6));
    }

    private void delay() {
        simulation.broker.delayFlights();
    }

    private void loseMessages() {
        simulation.broker.lose(world.between(20, 80));
        simulation.later(world.between(1, 20), () -> simulation.broker.lose(0));
    }

    private void garble() {
        simulation.broker.garble(world.between(1, 3));
    }

    private void misdirect() {
        mischief.misdirect(world.between(1, 3));
    }

    private void impersonate() {
        mischief.impersonate(world.between(1, 5));
    }

    private void replayJoins() {
        mischief.replayJoins(world.between(1, 2));
    }

    private void contradict() {
        for (int seconds = world.between(3, 20); seconds > 0; seconds--) {
            simulation.later(seconds, mischief::contradict);
        }
    }

    private void kafkaGoesAway() {
        simulation.broker.goAway();
        simulation.later(world.between(1, 40), simulation.broker::comeBack);
    }

    private void holes() {
        world.story.tell(() -> "some offsets hold nothing");
        simulation.broker.log().makeHole(0, world.between(1, 5));
    }

    private void loseAppends() {
        world.story.tell(() -> "what coordinators append is lost");
        simulation.broker.log().loseAppends(true);
        simulation.later(world.between(1, 30), () -> simulation.broker.log().loseAppends(false));
    }

    /** Somewhere in the middle of catching up. */
    private void logGoesAwaySoon() {
        world.story.tell(() -> "the log can soon not be read any more");
        simulation.broker.goAwayAfter(world.between(1, 4));
        simulation.cluster.owners().forEach(Owner::stop);
        simulation.cluster.appoint(settings());
        simulation.later(world.between(1, 20), simulation.broker::comeBack);
    }

    private void jumpClock() {
        long size = List.of(1_000L, 20_000L, 3_600_000L).get(world.random.nextInt(3));
        simulation.broker.jumpClock(world.chance(50) ? size : -size);
    }

    private void anotherLog() {
        if (simulation.broker.isPoisoned()) {
            return;
        }
        int how = world.random.nextInt(3);
        if (how == 0) {
            simulation.forgetLogFrom(simulation.broker.loseTail(world.between(1, 20)));
        } else if (how == 1) {
            simulation.broker.trim(world.between(1, 20));
        } else {
            simulation.broker.recreate();
        }
    }
}
