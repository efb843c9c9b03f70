package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.PeerSession.Content;
import dev.taskdirector.coordinator.core.Work.Use;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings the state to rest after a record: gives up what nobody may build, gives away what is ready, and finds out who
 * is to hear of it. One may lead to another, so it goes on until nothing changes.
 */
final class Settlement {

    private final State state;
    private final Works works;
    private final Sessions sessions;
    private final TaskQueue queue;
    private final Answers answers;

    Settlement(State state, Works works, Sessions sessions, TaskQueue queue, Answers answers) {
        this.state = state;
        this.works = works;
        this.sessions = sessions;
        this.queue = queue;
        this.answers = answers;
    }

    void settle() {
        Set<PeerSession> toHear = new LinkedHashSet<>();
        do {
            giveUpTheHopeless();
            queue.assignFreeSlots();
            List<PeerSession> looked = new ArrayList<>(state.touched);
            state.touched.clear();
            for (PeerSession session : looked) {
                if (session.pending || state.sessions.get(session.id) != session) {
                    continue;
                }
                toHear.add(session);
                if (!session.told && stateOf(session).isFinal()) {
                    sessions.tell(session);
                }
            }
        } while (!state.touched.isEmpty() || !state.doubtful.isEmpty() || !state.awake.isEmpty());
        toHear.forEach(this::tellIfNew);
    }

    private void tellIfNew(PeerSession session) {
        Assignment.State now = session.told
                        && session.content.isPresent()
                        && session.content.get().state().isFinal()
                ? session.content.get().state()
                : stateOf(session);
        Content content = session.contentNow(now);
        if (session.bump || !session.content.equals(java.util.Optional.of(content))) {
            answers.tell(session, content);
        }
    }

    private Assignment.State stateOf(PeerSession session) {
        Plan plan = session.plan();
        if (session.hasAll()) {
            return Assignment.State.COMPLETE;
        }
        if (plan.alive == 0 || (!session.mayWrite() && session.holding == 0 && !Hope.isThereFor(plan))) {
            return Assignment.State.FAILED;
        }
        return session.hasWork() ? Assignment.State.WORKING : Assignment.State.WAITING;
    }

    private void giveUpTheHopeless() {
        while (!state.doubtful.isEmpty()) {
            Work work = state.works.get(state.doubtful.pollFirst());
            if (work != null && work.isTroubled() && !work.isLeased() && isHopeless(work)) {
                works.giveUp(work);
            }
        }
    }

    /** Too many attempts, or every live peer that may build it has failed it. */
    private boolean isHopeless(Work work) {
        if (work.attempts >= state.settings.maxAttempts()) {
            return true;
        }
        boolean needed = work.uses.stream().anyMatch(use -> !use.plan().sessions.isEmpty());
        return !work.failedBy.isEmpty() && needed && work.uses.stream().noneMatch(use -> someoneMayBuild(work, use));
    }

    private static boolean someoneMayBuild(Work work, Use use) {
        return use.plan().isAlive(use.index())
                && use.plan().builders.values().stream().anyMatch(builder -> !work.failedBy.contains(builder.peer));
    }
}
