package dev.taskdirector.agent;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The least coordinator that there can be: one peer, one task after the other or a few at once, no needs, no failures. */
public final class LoneDirector {

    private static final double SHORT_SECONDS = 0.1;

    private final int atOnce;
    private final Set<String> done = new LinkedHashSet<>();
    private List<String> tasks = List.of();
    private long epoch;
    private List<String> assigned = List.of();
    private String session = "";

    public LoneDirector() {
        this(1);
    }

    private LoneDirector(int atOnce) {
        this.atOnce = atOnce;
    }

    /** One that gives so many tasks at once and expects each to be short. */
    public static LoneDirector givingAhead(int tasks) {
        return new LoneDirector(tasks);
    }

    /** Answers every status; a session that was sent on its way gets no more. */
    public synchronized List<PeerAssignment> answer(PeerStatus status) {
        if (status.leaving().isPresent()) {
            return List.of();
        }
        status.join()
                .flatMap(join -> join.schema().tasks())
                .ifPresent(all -> tasks = all.stream().map(JoinTask::name).toList());
        if (!status.session().equals(session)) {
            session = status.session();
            epoch = 0;
            assigned = List.of();
        }
        status.finished().stream()
                .filter(outcome -> outcome.outcome() == Outcome.SUCCEEDED)
                .forEach(outcome -> done.add(outcome.task()));
        List<String> next = tasks.stream()
                .filter(task -> !done.contains(task))
                .limit(atOnce)
                .toList();
        if (epoch == 0 || !next.equals(assigned)) {
            epoch++;
            assigned = next;
        }
        return List.of(assignment(status));
    }

    public synchronized Set<String> done() {
        return Set.copyOf(done);
    }

    private PeerAssignment assignment(PeerStatus status) {
        List<AssignedTask> lease = new ArrayList<>();
        double expected = atOnce == 1 ? 1 : SHORT_SECONDS;
        assigned.forEach(task -> lease.add(new AssignedTask(task, "l." + task, expected)));
        return new PeerAssignment(
                1,
                status.peer(),
                status.session(),
                status.cache(),
                epoch,
                status.seq(),
                assigned.isEmpty() ? AssignmentState.COMPLETE : AssignmentState.WORKING,
                Optional.of("run"),
                lease,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.of("token-" + status.session()));
    }

    /** What the newest status said to be in hand, by name. */
    public static List<String> held(PeerStatus status) {
        return status.holding().stream().map(Holding::task).toList();
    }
}
