package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Assignment.Built;
import dev.taskdirector.coordinator.core.Assignment.DoneBy;
import dev.taskdirector.coordinator.core.Assignment.Failure;
import dev.taskdirector.coordinator.core.Assignment.News;
import dev.taskdirector.coordinator.core.Assignment.Progress;
import dev.taskdirector.coordinator.core.Assignment.Task;
import dev.taskdirector.coordinator.core.Assignment.Wait;
import dev.taskdirector.coordinator.core.PeerSession.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an assignment tells of a session's work and of the others, beside what it asks. All of it follows from what is in
 * the checkpoint, so that a state that was loaded tells the same.
 */
final class Tidings {

    private static final int WAITS_TOLD = 10;
    private static final int FAILURES_TOLD = 100;

    /** News are for people. A peer that hears something all the time is told numbers, and the names are spared. */
    private static final long NEWS_PAUSE_MILLIS = 1_000;

    private final State state;
    private final Estimates estimates;

    Tidings(State state, Estimates estimates) {
        this.state = state;
        this.estimates = estimates;
    }

    List<Task> tasks(PeerSession session, Content content) {
        List<Task> tasks = new ArrayList<>();
        for (LeaseId id : content.leases()) {
            Lease lease = session.leases.get(id);
            if (lease != null) {
                tasks.add(task(session, lease));
            }
        }
        return tasks;
    }

    private Task task(PeerSession session, Lease lease) {
        Plan plan = session.plan();
        long path = plan.criticalPath[lease.index];
        return new Task(
                lease.task(),
                lease.id,
                estimates.on(session, plan.expectedMillis[lease.index]),
                path >= longestPathLeft(plan) ? Optional.of(path) : Optional.empty(),
                plan.othersThatNeed(lease.index),
                lease.work.lastLoser().filter(peer -> isGone(lease.work, peer)),
                lease.why.besides().filter(peer -> hasItToo(lease, peer)));
    }

    /** Of those chains whose first task runs or could start. */
    private static long longestPathLeft(Plan plan) {
        long running = plan.leased.isEmpty() ? 0 : plan.criticalPath[plan.leased.first()];
        return plan.ready.isEmpty() ? running : Math.max(running, plan.criticalPath[plan.ready.first()]);
    }

    private static boolean hasItToo(Lease lease, PeerId peer) {
        return lease.work.leases.stream().anyMatch(other -> other.session.peer.equals(peer));
    }

    private boolean isGone(Work work, PeerId peer) {
        return !state.sessionsByPeer.containsKey(new State.Address(work.cache, peer));
    }

    List<Wait> waits(PeerSession session) {
        Plan plan = session.plan();
        List<Wait> waits = new ArrayList<>();
        for (int index : plan.leased) {
            if (waits.size() == WAITS_TOLD) {
                break;
            }
            if (plan.isAlive(index) && plan.hasAllItNeeds(index)) {
                // What is asked back of itself it does not wait for.
                plan.works[index].leases.stream()
                        .filter(lease -> lease.session != session)
                        .findFirst()
                        .ifPresent(lease -> waits.add(wait(session, lease, index)));
            }
        }
        return waits;
    }

    private Wait wait(PeerSession session, Lease lease, int index) {
        long expected = estimates.on(session, session.plan().expectedMillis[index]);
        return new Wait(session.plan().graph.name(index), lease.session.peer, state.now - lease.since, expected);
    }

    static Progress progress(Plan plan) {
        long longest = plan.ready.isEmpty() ? 0 : plan.criticalPath[plan.ready.first()];
        long eta = Math.max(longest, plan.aliveMillis / Math.max(1, plan.slots));
        int done = plan.works.length - plan.undone;
        return new Progress(plan.works.length, done, plan.leased.size(), plan.undone - plan.alive, plan.run.peers, eta);
    }

    /** For the first answer that a session gets in a plan. */
    News firstNews(PeerSession session) {
        return news(session, builderOfAll(session), List.of());
    }

    /** For a later answer; to be asked before the session's last one is forgotten. */
    Optional<News> laterNews(PeerSession session) {
        return state.now - session.sentAt < NEWS_PAUSE_MILLIS
                ? Optional.empty()
                : Optional.of(news(session, Optional.empty(), builtSinceLastAnswer(session)));
    }

    private News news(PeerSession session, Optional<DoneBy> doneBy, List<Built> built) {
        return new News(
                session.plan().sharedTasks(),
                state.peersOf(State.Circle.of(session.cache)),
                session.alone ? 1 : state.peersOf(State.Circle.of(session.plan().run)),
                doneBy,
                built);
    }

    /** A walk over the plan: once for each session, as its join is. */
    private Optional<DoneBy> builderOfAll(PeerSession session) {
        Plan plan = session.plan();
        Optional<PeerId> only = Optional.empty();
        for (int index = 0; index < plan.works.length; index++) {
            Optional<PeerId> by = plan.works[index].builtBy;
            if (!plan.isDone(index) || by.isEmpty() || by.get().equals(session.peer)) {
                continue;
            }
            if (only.isPresent() && !only.equals(by)) {
                return Optional.empty();
            }
            only = by;
        }
        return only.map(peer -> new DoneBy(peer, changeOf(session.cache, peer)));
    }

    private Optional<String> changeOf(CacheId cache, PeerId peer) {
        return Optional.ofNullable(state.sessionsByPeer.get(new State.Address(cache, peer)))
                .flatMap(sessions -> sessions.firstEntry().getValue().join.change());
    }

    /**
     * Works know the broker's time of their end, sessions the log time of their last answer. A clock that was set back
     * may bring a task twice, an outage may lose one: its peer sees the number all the same.
     */
    private List<Built> builtSinceLastAnswer(PeerSession session) {
        Plan plan = session.plan();
        long since = state.at.timestampMillis() - (state.now - session.sentAt);
        List<Built> built = new ArrayList<>();
        for (int index : plan.newest.all()) {
            Work work = plan.works[index];
            work.builtBy
                    .filter(peer -> work.endedMillis() > since)
                    .filter(peer -> !peer.equals(session.peer))
                    .ifPresent(peer -> built.add(new Built(plan.graph.name(index), peer, work.builtMillis)));
        }
        return built;
    }

    static List<Failure> failures(Plan plan) {
        return plan.failures.stream()
                .limit(FAILURES_TOLD)
                .map(index -> new Failure(plan.graph.name(index), plan.works[index].failures))
                .toList();
    }

    /** All of the plan's work on the peer's slots, and its critical path at least. */
    long soloMillis(PeerSession session) {
        Plan plan = session.plan();
        return estimates.on(session, Math.max(plan.totalMillis / session.slots, plan.longestPath));
    }
}
