package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Work.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which work a peer gets: of what is ready in its plan, the longest remaining critical path first, then the longest
 * expected, then what most peers wait for, then schema order (see {@link ReadyTasks}), as far as it suits its machine (see
 * {@link Suiting}). When nothing is, what another peer has had for too long.
 */
final class TaskQueue {

    private final State state;
    private final Works works;
    private final Estimates estimates;
    private final Suiting suiting;

    /** Plans of peers that leave an unavailable task to another that is idle. */
    private final Set<Plan> waiting = new LinkedHashSet<>();

    TaskQueue(State state, Works works, Estimates estimates) {
        this.state = state;
        this.works = works;
        this.estimates = estimates;
        this.suiting = new Suiting(state);
    }

    /** Gives away what can be given, until nothing more can. */
    void assignFreeSlots() {
        boolean given = true;
        while (given) {
            given = false;
            while (!state.awake.isEmpty()) {
                List<Plan> plans = takeAwake();
                given |= inTurn(plans, this::giveSlow);
                given |= inTurn(plans, this::fillSlots);
                for (Plan plan : plans) {
                    given |= giveToThoseSetAside(plan);
                    takeBack(plan);
                }
                given |= inTurn(plans, this::giveLate);
            }
            // Whoever was to have it may have taken something else, and is busy now.
            waiting.forEach(state::wake);
            waiting.clear();
        }
        state.awake.clear();
        giveAhead();
        waiting.clear();
    }

    private List<Plan> takeAwake() {
        List<Plan> plans = new ArrayList<>(state.awake);
        state.awake.clear();
        plans.removeIf(plan -> !plan.hasFreeSlots());
        return plans;
    }

    /** What one turn gave. */
    private enum Given {
        SOMETHING,
        NOTHING,
        /** And nothing to anybody of the plan who comes later. */
        NOTHING_MORE
    }

    /** Serves the idle of several plans, whoever comes first of all of them first: plans may want the same work. */
    private static boolean inTurn(List<Plan> plans, BiFunction<Plan, PeerSession, Given> serve) {
        PriorityQueue<Turn> turns = new PriorityQueue<>();
        plans.forEach(plan -> Turn.of(plan, plan.idle.firstEntry()).ifPresent(turns::add));
        boolean given = false;
        while (!turns.isEmpty()) {
            Turn turn = turns.poll();
            Given now = serve.apply(turn.plan, turn.session);
            given |= now == Given.SOMETHING;
            if (now != Given.NOTHING_MORE) {
                Turn.of(turn.plan, turn.plan.idle.higherEntry(turn.precedence)).ifPresent(turns::add);
            }
        }
        return given;
    }

    /** An idle session of a plan, and as what it queues. */
    private record Turn(Precedence precedence, PeerSession session, Plan plan) implements Comparable<Turn> {

        static Optional<Turn> of(Plan plan, Map.@Nullable Entry<Precedence, PeerSession> entry) {
            return Optional.ofNullable(entry).map(idle -> new Turn(idle.getKey(), idle.getValue(), plan));
        }

        @Override
        public int compareTo(Turn other) {
            return precedence.compareTo(other.precedence);
        }
    }

    /** What all others have failed goes to those that are set aside: nobody else would take it. */
    private boolean giveToThoseSetAside(Plan plan) {
        boolean allIsFresh = plan.ready.areAllFresh();
        if (allIsFresh || plan.aside.values().stream().noneMatch(session -> session.freeSlots() > 0)) {
            return false;
        }
        boolean given = false;
        for (int index : new ArrayList<>(plan.troubled)) {
            Work work = plan.works[index];
            if (plan.ready.contains(index) && !work.failedBy.isEmpty() && !othersTake(work)) {
                Optional<PeerSession> last = plan.aside.values().stream()
                        .filter(session -> session.freeSlots() > 0 && !session.draining && !session.deaf)
                        .filter(session -> !work.failedBy.contains(session.peer))
                        .min(Comparator.comparing(session -> work.unavailableAt.contains(session.peer)));
                last.ifPresent(session -> works.grant(session, index, Why.Choice.LAST_HOPE));
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
                    .filter(plan -> !session.hangs(state.now))
                    .ifPresent(plan -> giveAhead(plan, session, leadMillis(plan, session)));
        }
    }

    /**
     * How much a slot of a session may have ahead: a share of what it has and of what could start now, so that all end at
     * about the same time, and nothing waits at one peer that another could begin.
     */
    private long leadMillis(Plan plan, PeerSession session) {
        long left = session.committedMillis + plan.ready.millis();
        return Math.min(state.settings.leadMillis(), left / (2 * Math.max(1, plan.slots)));
    }

    private void giveAhead(Plan plan, PeerSession session, long lead) {
        Optional<Suiting.Choice> best = session.hasRoomAhead(1, lead) ? best(plan, session) : Optional.empty();
        while (best.isPresent()
                && session.hasRoomAhead(expected(session, best.get().index()), lead)) {
            works.grant(session, best.get().index(), Why.Choice.AHEAD);
            best = best(plan, session);
        }
    }

    private long expected(PeerSession session, int index) {
        return estimates.on(session, session.plan().expectedMillis[index]);
    }

    /** What waits for its turn at one peer, and another would begin at once or next, is asked back. */
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
            } else if (isNext(plan, index)) {
                works.recall(work.leases.get(0));
            }
        }
    }

    /** Whether it would be the first to go to the next slot that somebody else has free. */
    private static boolean isNext(Plan plan, int index) {
        return !plan.ready.isEmpty()
                && plan.criticalPath[index] > plan.criticalPath[plan.ready.first()]
                && plan.crew.hasOthersThan(plan.works[index].leases.get(0).session);
    }

    /** What a peer has had for long goes to a second one, rather than a shorter path that is ready; if it hangs, than any. */
    private Given giveSlow(Plan plan, PeerSession session) {
        if (plan.ready.isEmpty()) {
            return Given.NOTHING_MORE;
        }
        long longest = plan.criticalPath[plan.ready.first()];
        return giveAgain(plan, session, index -> {
            Work work = plan.works[index];
            return isWorthIt(work)
                    && (plan.criticalPath[index] >= longest
                            || work.hangs(state.now, state.settings.stragglerPercent()));
        });
    }

    /** What was expected to be short and isn't is more often one of which little is known than one that hangs. */
    private boolean isWorthIt(Work work) {
        return work.isSlow(state.now) && work.leases.get(0).why.expectedMillis() >= state.settings.stragglerMinMillis();
    }

    /** What a peer has had for too long goes to one that has nothing to do as well: the first success counts. */
    private Given giveLate(Plan plan, PeerSession session) {
        return giveAgain(plan, session, index -> plan.works[index].isLate(state.now));
    }

    private Given giveAgain(Plan plan, PeerSession session, IntPredicate mayBeGiven) {
        if (plan.slow.isEmpty() || !plan.mayDouble()) {
            return Given.NOTHING_MORE;
        }
        Given given = Given.NOTHING;
        for (int index : new ArrayList<>(plan.slow)) {
            if (plan.mayDouble() && helps(session, plan.works[index]) && mayBeGiven.test(index)) {
                works.grant(session, index, Why.Choice.AGAIN);
                given = Given.SOMETHING;
            }
        }
        return given;
    }

    private static boolean helps(PeerSession session, Work work) {
        return session.freeSlots() > 0
                && !work.failedBy.contains(session.peer)
                && !work.unavailableAt.contains(session.peer)
                && work.leases.stream().noneMatch(lease -> lease.session == session);
    }

    private Given fillSlots(Plan plan, PeerSession session) {
        if (plan.ready.isEmpty()) {
            return Given.NOTHING_MORE;
        }
        Given given = Given.NOTHING;
        while (session.freeSlots() > 0) {
            Optional<Suiting.Choice> best = best(plan, session);
            if (best.isEmpty()) {
                return given;
            }
            works.grant(session, best.get().index(), best.get().because());
            given = Given.SOMETHING;
        }
        return given;
    }

    private Optional<Suiting.Choice> best(Plan plan, PeerSession session) {
        Optional<Integer> first = plan.ready
                .candidates(session.peer)
                .filter(index -> takes(session, plan.works[index]))
                .findFirst();
        return first.map(index -> plan.ready.fresh.contains(index)
                ? suiting.choose(plan, session)
                : new Suiting.Choice(index, Why.Choice.NEXT));
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
