package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Work.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which work a peer gets: of what is ready in its plan, the longest remaining critical path first, then the longest
 * expected, then what most peers wait for, then schema order. See {@link Plan#ready}. When nothing is, what another peer has
 * had for too long.
 */
final class TaskQueue {

    private final State state;
    private final Works works;
    private final Estimates estimates;

    /** Plans of peers that leave an unavailable task to another that is idle. */
    private final Set<Plan> waiting = new LinkedHashSet<>();

    TaskQueue(State state, Works works, Estimates estimates) {
        this.state = state;
        this.works = works;
        this.estimates = estimates;
    }

    /** Gives away what can be given, until nothing more can. */
    void assignFreeSlots() {
        boolean given = true;
        while (given) {
            given = false;
            while (!state.awake.isEmpty()) {
                for (Plan plan : takeAwake()) {
                    given |= fillSlots(plan);
                    given |= giveToThoseSetAside(plan);
                    takeBack(plan);
                    given |= giveAgain(plan);
                }
            }
            // Whoever was to have it may have taken something else, and is busy now.
            waiting.forEach(state::wake);
            waiting.clear();
        }
        state.awake.clear();
        giveAhead();
        waiting.clear();
    }

    /** The one whose peers come first is served first, where plans want the same work. */
    private List<Plan> takeAwake() {
        List<Plan> plans = new ArrayList<>(state.awake);
        state.awake.clear();
        if (plans.size() > 1) {
            plans.removeIf(plan -> !plan.hasFreeSlots());
            plans.sort(Comparator.comparing(plan -> plan.idle.isEmpty() ? Precedence.LAST : plan.idle.firstKey()));
        }
        return plans;
    }

    private boolean fillSlots(Plan plan) {
        boolean given = false;
        Map.Entry<Precedence, PeerSession> next = plan.idle.firstEntry();
        while (next != null && !plan.ready.isEmpty()) {
            given |= fillSlots(plan, next.getValue());
            next = plan.idle.higherEntry(next.getKey());
        }
        return given;
    }

    /** What all others have failed goes to those that are set aside: nobody else would take it. */
    private boolean giveToThoseSetAside(Plan plan) {
        boolean allIsFresh = plan.ready.size() == plan.fresh.size();
        if (allIsFresh || plan.aside.values().stream().noneMatch(session -> session.freeSlots() > 0)) {
            return false;
        }
        boolean given = false;
        for (int index : new ArrayList<>(plan.troubled)) {
            Work work = plan.works[index];
            if (plan.ready.contains(index) && !work.failedBy.isEmpty() && !othersTake(work)) {
                Optional<PeerSession> last = plan.aside.values().stream()
                        .filter(session -> session.freeSlots() > 0 && !session.draining)
                        .filter(session -> !work.failedBy.contains(session.peer))
                        .min(Comparator.comparing(session -> work.unavailableAt.contains(session.peer)));
                last.ifPresent(session -> works.grant(session, index));
                given |= last.isPresent();
            }
        }
        return given;
    }

    /** Whether somebody who is not set aside may take it, now or when a slot is free. */
    private boolean othersTake(Work work) {
        return work.uses.stream()
                .anyMatch(use ->
                        use.plan().isAlive(use.index()) && use.plan().othersThanAside() > refusals(work, use.plan()));
    }

    private long refusals(Work work, Plan plan) {
        return work.failedBy.stream()
                .flatMap(peer -> state.sessionsOf(work.cache, peer).stream())
                .filter(session -> plan.builders.containsKey(session.order) && !plan.aside.containsKey(session.order))
                .count();
    }

    /**
     * Short tasks are given before their turn, so that nobody waits for an answer between two of them: to those who have
     * just spoken, once all free slots are filled.
     */
    private void giveAhead() {
        for (PeerSession session : new ArrayList<>(state.touched)) {
            session.planIfAny()
                    .filter(plan -> !session.pending && !plan.ready.isEmpty() && plan.takesWork(session))
                    .ifPresent(plan -> giveAhead(plan, session, leadMillis(plan, session)));
        }
    }

    /**
     * How much a slot of a session may have ahead: a share of what it has and of what could start now, so that all end at
     * about the same time, and nothing waits at one peer that another could begin.
     */
    private long leadMillis(Plan plan, PeerSession session) {
        long left = session.committedMillis + plan.readyMillis;
        return Math.min(state.settings.leadMillis(), left / (2 * Math.max(1, plan.slots)));
    }

    private void giveAhead(Plan plan, PeerSession session, long lead) {
        Optional<Integer> best = session.hasRoomAhead(1, lead) ? best(plan, session) : Optional.empty();
        while (best.isPresent() && session.hasRoomAhead(expected(session, best.get()), lead)) {
            works.grant(session, best.get());
            best = best(plan, session);
        }
    }

    private long expected(PeerSession session, int index) {
        return estimates.on(session, session.plan().expectedMillis[index]);
    }

    /** What waits for its turn at one peer, and another would begin at once, is asked back. */
    private void takeBack(Plan plan) {
        if (plan.stuck.isEmpty()) {
            return;
        }
        long wanted = plan.idle.values().stream()
                        .limit((long) plan.stuck.size() + plan.recalled.size())
                        .mapToLong(session -> Math.max(0, session.freeSlots()))
                        .sum()
                - plan.recalled.size();
        for (int index : new ArrayList<>(plan.stuck)) {
            Work work = plan.works[index];
            if (!work.isStuck(state.now)) {
                plan.stuck.remove(index);
            } else if (wanted > 0 && plan.idle.values().stream().anyMatch(session -> helps(session, work))) {
                works.recall(work.leases.get(0));
                wanted--;
            }
        }
    }

    /** What a peer has had for too long goes to one that has nothing to do as well: the first success counts. */
    private boolean giveAgain(Plan plan) {
        boolean given = false;
        for (int index : plan.late.isEmpty() ? List.<Integer>of() : new ArrayList<>(plan.late)) {
            if (!plan.mayDouble()) {
                break;
            }
            Work work = plan.works[index];
            Optional<PeerSession> helper = plan.idle.values().stream()
                    .filter(session -> helps(session, work))
                    .findFirst();
            helper.ifPresent(session -> works.grant(session, index));
            given |= helper.isPresent();
        }
        return given;
    }

    private static boolean helps(PeerSession session, Work work) {
        return session.freeSlots() > 0
                && !work.failedBy.contains(session.peer)
                && !work.unavailableAt.contains(session.peer)
                && work.leases.stream().noneMatch(lease -> lease.session == session);
    }

    private boolean fillSlots(Plan plan, PeerSession session) {
        boolean given = false;
        while (session.freeSlots() > 0) {
            Optional<Integer> best = best(plan, session);
            if (best.isEmpty()) {
                return given;
            }
            works.grant(session, best.get());
            given = true;
        }
        return given;
    }

    private Optional<Integer> best(Plan plan, PeerSession session) {
        return plan.candidates(session.peer)
                .filter(index -> takes(session, plan.works[index]))
                .findFirst();
    }

    private boolean takes(PeerSession session, Work work) {
        if (work.failedBy.contains(session.peer)) {
            return false;
        }
        if (work.unavailableAt.contains(session.peer) && somebodyElseIsThere(work)) {
            waiting.add(session.plan());
            return false;
        }
        return true;
    }

    /** Whether an idle peer could try it to which it was not unavailable. */
    private boolean somebodyElseIsThere(Work work) {
        for (Use use : work.uses) {
            if (!use.plan().ready.contains(use.index())) {
                continue;
            }
            for (PeerSession other : use.plan().idle.values()) {
                boolean isFree = other.freeSlots() > 0;
                if (isFree && !work.unavailableAt.contains(other.peer) && !work.failedBy.contains(other.peer)) {
                    return true;
                }
            }
        }
        return false;
    }
}
