package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.session.OnFailure;
import dev.taskdirector.agent.session.PatienceOver;
import dev.taskdirector.agent.session.VerdictKind;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Repository;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a world begins with.
 *
 * @param tasks the task schema
 * @param peers who needs it
 * @param unavailable how often each task can't be tried before it can, all peers together
 * @param wrongKeys whether some keys promise what is not so
 * @param padding makes the schema large, so that peers name it by its digest first
 */
record Scenario(
        List<Task> tasks, List<Peer> peers, Map<Integer, Integer> unavailable, boolean wrongKeys, String padding) {

    /** More tries than a work may have. */
    static final int NEVER_AVAILABLE = 99;

    /** A task. It needs only tasks with lower numbers. */
    record Task(String name, List<Integer> needs, int seconds, Optional<Integer> timeoutSeconds) {}

    /**
     * A peer.
     *
     * @param context peers of different contexts never share
     * @param needed the tasks of its schema, with all that they need, in order
     * @param arrivesAtSecond when its process starts
     * @param slowness how many times longer than said its commands take
     * @param trueKeys what really makes its tasks the same as others', one a task
     * @param keys what it says
     * @param broken tasks that fail in its checkout, and so does its verdict
     * @param flaky tasks that fail when its commands build them, though nothing is wrong
     * @param soloSeconds how long all takes without anybody
     */
    record Peer(
            String id,
            String cache,
            String context,
            List<Integer> needed,
            int arrivesAtSecond,
            int slots,
            int slowness,
            boolean cacheWrite,
            OnFailure onFailure,
            PatienceOver patienceOver,
            VerdictKind verdict,
            List<String> trueKeys,
            Optional<List<String>> keys,
            Set<Integer> broken,
            Set<Integer> flaky,
            List<Double> expectedSeconds,
            List<Repository> repositories,
            boolean complex,
            long soloSeconds) {

        /** The exit code of its verdict. Each peer has its own way to fail. */
        int verdictCode() {
            return needed.stream().noneMatch(broken::contains) ? 0 : 100 + Integer.parseInt(id.substring(1));
        }
    }

    Join joinOf(Peer peer) {
        List<JoinTask> named = new ArrayList<>();
        for (int i : peer.needed()) {
            Task task = tasks.get(i);
            named.add(new JoinTask(
                    task.name(),
                    List.of("//" + task.name() + padding),
                    task.needs().stream().map(need -> tasks.get(need).name()).toList(),
                    Optional.of(peer.expectedSeconds().get(i)),
                    task.timeoutSeconds().map(Integer::doubleValue)));
        }
        return new Join(
                new JoinSchema("world", digestOf(peer), Optional.of("//..."), Optional.of(named)),
                peer.context(),
                peer.keys().map(keys -> peer.needed().stream().map(keys::get).toList()),
                peer.cacheWrite(),
                peer.repositories(),
                peer.complex(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    static String digestOf(Peer peer) {
        return "sha256:" + peer.needed();
    }

    int index(String task) {
        return Integer.parseInt(task.substring(1));
    }

    /** A task and all that it needs, however far behind. */
    Set<Integer> closure(int task) {
        Set<Integer> all = new LinkedHashSet<>();
        List<Integer> open = new ArrayList<>(List.of(task));
        while (!open.isEmpty()) {
            int next = open.remove(open.size() - 1);
            if (all.add(next)) {
                open.addAll(tasks.get(next).needs());
            }
        }
        return all;
    }

    boolean isFlawless() {
        return unavailable.isEmpty()
                && peers.stream()
                        .allMatch(
                                peer -> peer.broken().isEmpty() && peer.flaky().isEmpty());
    }
}
