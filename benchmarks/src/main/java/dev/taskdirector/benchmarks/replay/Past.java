package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a status log tells: which runs there were, what was built in them, and how long that took. */
final class Past {

    /** A session in its run. */
    private record Member(PastRun run, Map<String, String> worksByTask, Set<Finished> heard) {}

    private final Neighbours neighbours;
    private final Map<String, List<JoinTask>> schemas = new HashMap<>();
    private final Map<String, PastRun> runs = new LinkedHashMap<>();
    private final Map<String, Member> members = new HashMap<>();
    private final Set<String> strangers = new HashSet<>();
    private long notUnderstood;

    /** @param partition that the log is of */
    Past(int partition) {
        neighbours = new Neighbours(partition);
    }

    /** Takes the next record. */
    void take(Moment at, Received received) {
        if (received instanceof Received.Status status) {
            take(at, status.status());
        } else if (received instanceof Received.ControlRecord control) {
            neighbours.hear(at, control.control());
        } else {
            notUnderstood++;
        }
    }

    private void take(Moment at, PeerStatus status) {
        Optional<String> run = neighbours.hear(at, status);
        status.join()
                .ifPresent(join -> join.schema()
                        .tasks()
                        .ifPresent(tasks -> schemas.putIfAbsent(join.schema().digest(), tasks)));
        Member member = members.get(status.session());
        if (member == null && run.isPresent() && status.join().isPresent()) {
            member = enter(status, status.join().get(), run.get(), at.timestampMillis());
        }
        if (member == null) {
            strangers.add(status.session());
            return;
        }
        strangers.remove(status.session());
        for (Finished finished : status.finished()) {
            String work = member.worksByTask.get(finished.task());
            if (work != null && member.heard.add(finished)) {
                member.run.ended(status.peer(), work, finished, at.timestampMillis());
            }
        }
    }

    private Member enter(PeerStatus status, Join join, String id, long atMillis) {
        PastRun run =
                runs.computeIfAbsent(id, key -> new PastRun(id, join.schema().id()));
        List<JoinTask> tasks = schemas.getOrDefault(join.schema().digest(), List.of());
        Member member = new Member(run, run.join(status, join, tasks, atMillis), new HashSet<>());
        members.put(status.session(), member);
        return member;
    }

    /** What there is to replay, in the order in which the runs opened. */
    List<Case> cases() {
        return runs.values().stream()
                .map(PastRun::toCase)
                .flatMap(Optional::stream)
                .filter(one -> Cycle.find(one.workload().tasks().stream()
                                .map(MeasuredTask::needs)
                                .toList())
                        .isEmpty())
                .toList();
    }

    /** What is not in the cases, in sentences. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        int notRun = runs.values().stream().mapToInt(PastRun::leftOut).sum();
        if (notRun > 0) {
            notes.add("tasks left out, since nobody ran them in the run that needs them: " + notRun);
        }
        int empty = runs.size() - cases().size();
        if (empty > 0) {
            notes.add("runs left out, since nothing was built in them, or their needs go in a circle: " + empty);
        }
        if (!strangers.isEmpty()) {
            notes.add("sessions left out, since they or their schemas are older than what was read: " + strangers.size()
                    + "; begin earlier with --from");
        }
        if (notUnderstood > 0) {
            notes.add("records left out, since they break the contract: " + notUnderstood);
        }
        return notes;
    }
}
