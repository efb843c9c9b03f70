package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Director for all workloads: it goes on with what it has learnt. Each workload is a run of its own, by a patchset of
 * its own, so that what was done for one is not done for the next; and it begins when the one before is forgotten.
 */
final class DirectorDispatch implements Dispatch {

    private static final CacheId CACHE = new CacheId("replay");
    private static final long MICROS_PER_MILLI = 1_000;

    /** Ten years: how long a task may take is not what is replayed. */
    private static final long TIMEOUT_MILLIS = 10L * 365 * 24 * 3_600_000;

    private final Map<String, Double> hangs;
    private final Machines machines;
    private final Agenda agenda = new Agenda();
    private final VirtualCoordinator coordinator;
    private int runs;

    /** Peers of the present run that have not left, or not come yet. */
    private int present;

    /**
     * @param hangs by name, how many times longer a task takes at its first execution
     * @param roundTripMicros from a status to what follows from it, in microseconds
     * @param machines what peers say of theirs
     */
    DirectorDispatch(Map<String, Double> hangs, long roundTripMicros, Machines machines) {
        this.coordinator = new VirtualCoordinator(agenda, roundTripMicros);
        this.hangs = hangs;
        this.machines = machines;
    }

    @Override
    public Result run(Workload workload, Fleet fleet) {
        runs++;
        awaitQuiet();
        Workshop workshop = new Workshop(agenda, workload, hangs);
        List<LightAgent> agents = agents(workload, fleet, workshop);
        for (int peer = 0; peer < fleet.peers(); peer++) {
            agenda.in(fleet.joinMicros(peer), agents.get(peer)::start);
        }
        present = fleet.peers();
        Patience patience = new Patience(workload, fleet, hangs);
        if (!agenda.runUntil(() -> present == 0, patience.micros()) || !workshop.isAllDone()) {
            throw patience.spent(workshop);
        }
        return workshop.result(fleet);
    }

    /** Lets time pass until nothing lingers that the next run could share. */
    private void awaitQuiet() {
        if (!agenda.runUntil(() -> !coordinator.isWaitingForTime(), Patience.AT_LEAST_MICROS)) {
            throw new IllegalStateException(
                    "the Director still waits for time after a run of which everybody has left");
        }
    }

    private List<LightAgent> agents(Workload workload, Fleet fleet, Workshop workshop) {
        List<TaskDefinition> tasks = definitions(workload);
        Map<String, Integer> indexes = new LinkedHashMap<>();
        tasks.forEach(task -> indexes.put(task.name(), indexes.size()));
        List<LightAgent> agents = new ArrayList<>();
        for (int peer = 0; peer < fleet.peers(); peer++) {
            String name = Fleet.nameOf(peer);
            LightAgent.Identity identity = new LightAgent.Identity(
                    new PeerId(name), new SessionId(name + "-" + runs), CACHE, fleet.slots(peer), fleet.speed(peer));
            agents.add(new LightAgent(
                    identity,
                    join(workload.schema(), tasks, machines.label(name, fleet.speed(peer))),
                    indexes,
                    agenda,
                    coordinator,
                    workshop,
                    () -> present--));
        }
        return agents;
    }

    private static List<TaskDefinition> definitions(Workload workload) {
        return workload.tasks().stream()
                .map(task -> new TaskDefinition(
                        task.name(),
                        task.needs().stream()
                                .map(need -> workload.tasks().get(need).name())
                                .toList(),
                        task.expectedMicros()
                                .map(micros -> Math.max(1, Math.round((double) micros / MICROS_PER_MILLI))),
                        Optional.of(TIMEOUT_MILLIS)))
                .toList();
    }

    private JoinRequest join(String schema, List<TaskDefinition> tasks, String machine) {
        return new JoinRequest(
                new SchemaRef(schema, "run " + runs, Optional.empty()),
                Optional.of(tasks),
                "replay",
                Optional.empty(),
                true,
                List.of(new RepositoryState("replay", "main", "run " + runs, List.of())),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of("machine", machine));
    }
}
