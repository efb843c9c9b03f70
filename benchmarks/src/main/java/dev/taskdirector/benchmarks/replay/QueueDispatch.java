package dev.taskdirector.benchmarks.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Hands the tasks to the same peers without a Director: whoever has a free slot takes the first task of its queue that has
 * all it needs. Nobody builds what another has, and nothing is learnt.
 */
final class QueueDispatch implements Dispatch {

    private final Policy policy;
    private final Map<String, Double> hangs;
    private final long roundTripMicros;
    private final Random random;

    /**
     * @param seed decides the random order
     * @param hangs by name, how many times longer a task takes at its first execution
     * @param roundTripMicros from the end of a task until its peer has another, in microseconds
     */
    QueueDispatch(Policy policy, long seed, Map<String, Double> hangs, long roundTripMicros) {
        if (policy == Policy.DIRECTOR) {
            throw new IllegalStateException("the Director has no queue");
        }
        this.policy = policy;
        this.hangs = hangs;
        this.roundTripMicros = roundTripMicros;
        this.random = new Random(seed);
    }

    @Override
    public Result run(Workload workload, Fleet fleet) {
        Agenda agenda = new Agenda();
        Workshop workshop = new Workshop(agenda, workload, hangs);
        Shift shift = new Shift(agenda, workshop, fleet, ranks(workload.size()));
        for (int peer = 0; peer < fleet.peers(); peer++) {
            int joining = peer;
            agenda.in(fleet.joinMicros(peer), () -> shift.join(joining));
        }
        Patience patience = new Patience(workload, fleet, hangs);
        if (!agenda.runUntil(workshop::isAllDone, patience.micros())) {
            throw patience.spent(workshop);
        }
        return workshop.result(fleet);
    }

    /** The place of each task in the order in which they are taken. */
    private int[] ranks(int tasks) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, tasks).boxed().toList());
        if (policy == Policy.RANDOM) {
            Collections.shuffle(order, random);
        }
        int[] ranks = new int[tasks];
        for (int place = 0; place < tasks; place++) {
            ranks[order.get(place)] = place;
        }
        return ranks;
    }

    /** One workload. */
    private final class Shift {
        private final Agenda agenda;
        private final Workshop workshop;
        private final Fleet fleet;
        private final int[] taskAt;
        private final int[] ranks;
        private final int[] missing;
        private final List<List<Integer>> dependents;

        /** Ranks of the tasks that could begin, by queue. */
        private final List<TreeSet<Integer>> ready = new ArrayList<>();

        private final int[] freeSlots;

        /** Peers of each queue that have joined and have a free slot. */
        private final List<TreeSet<Integer>> idle = new ArrayList<>();

        Shift(Agenda agenda, Workshop workshop, Fleet fleet, int[] ranks) {
            this.agenda = agenda;
            this.workshop = workshop;
            this.fleet = fleet;
            this.freeSlots = new int[fleet.peers()];
            this.ranks = ranks;
            this.taskAt = new int[ranks.length];
            this.missing = workshop.workload().tasks().stream()
                    .mapToInt(task -> task.needs().size())
                    .toArray();
            this.dependents = workshop.workload().dependents();
            for (int queue = 0; queue < queues(); queue++) {
                ready.add(new TreeSet<>());
                idle.add(new TreeSet<>());
            }
            for (int task = 0; task < ranks.length; task++) {
                taskAt[ranks[task]] = task;
                if (missing[task] == 0) {
                    readyIn(task).add(ranks[task]);
                }
            }
        }

        private int queues() {
            return policy == Policy.EVERY_NTH ? fleet.peers() : 1;
        }

        private Set<Integer> readyIn(int task) {
            return ready.get(task % queues());
        }

        void join(int peer) {
            freeSlots[peer] = fleet.slots(peer);
            idle.get(peer % queues()).add(peer);
            serve(peer % queues());
        }

        private void serve(int queue) {
            TreeSet<Integer> tasks = ready.get(queue);
            TreeSet<Integer> peers = idle.get(queue);
            while (!tasks.isEmpty() && !peers.isEmpty()) {
                int peer = peers.first();
                if (--freeSlots[peer] == 0) {
                    peers.remove(peer);
                }
                int task = taskAt[tasks.pollFirst()];
                agenda.in(roundTripMicros, () -> begin(task, peer));
            }
        }

        private void begin(int task, int peer) {
            double speed = fleet.speed(peer);
            long expected = Math.round(workshop.workload().tasks().get(task).micros() / speed);
            workshop.begin(task, Fleet.nameOf(peer), speed, expected, ended -> finish(task, peer));
        }

        private void finish(int task, int peer) {
            freeSlots[peer]++;
            idle.get(peer % queues()).add(peer);
            for (int dependent : dependents.get(task)) {
                if (--missing[dependent] == 0) {
                    readyIn(dependent).add(ranks[dependent]);
                }
            }
            dependents.get(task).forEach(dependent -> serve(dependent % queues()));
            serve(peer % queues());
        }
    }
}
