package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Row.WorkState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The works that a peer needs, with their order of need. Peers with equal keys share one plan. Whether a task is ready
 * or skipped is a matter of the plan; whether it is done or failed is a matter of the work.
 */
final class Plan {

    final long id;

    /** When it opened, by the broker's clock. */
    final long openedTimestamp;

    final SharedRun run;
    final TaskGraph graph;
    final Work[] works;
    /** How long each task is expected to take on a machine of common speed, as of {@link #estimatedAt}. */
    long[] expectedMillis;

    long estimatedAt;

    /** How many measurements of its schema there were then. */
    long estimatedBy;

    /** Longest remaining chain that begins with each task, its own time included. */
    long[] criticalPath;

    /** All tasks' expected milliseconds, and those of the longest chain. */
    long totalMillis;

    long longestPath;

    /** How many live sessions of other plans need each task's work, and how many tasks such sessions need. */
    final int[] demand;

    private int demanded;

    private final int[] missing;
    private final int[] deadNeeds;
    private final boolean[] done;
    private final boolean[] failed;

    /** Tasks that are not done. */
    int undone;

    /** Tasks that are neither done, nor failed, nor skipped. */
    int alive;

    /** Expected milliseconds of the tasks that are neither done nor dead. */
    long aliveMillis;

    /** Tasks that could start now, the best first. */
    final ReadyTasks ready;

    private long leasedMillis;

    /** Tasks whose work is leased to anybody, the longest path first. */
    final TreeSet<Integer> leased;

    /**
     * Tasks that one session has had for long: a second one may take them rather than a shorter path that is ready, and an idle
     * one once they are late. The longest path first.
     */
    final TreeSet<Integer> slow;

    /** Tasks that wait for a slot at a peer for too long; some may have begun since. The longest path first. */
    final TreeSet<Integer> stuck;

    /** Tasks that a peer is to give back. */
    final Set<Integer> recalled = new TreeSet<>();

    /** Tasks that two sessions have. */
    private final TreeSet<Integer> doubled = new TreeSet<>();

    /** Done tasks whose works ended last. */
    final NewestResults newest;

    /** Tasks whose work has failed. */
    final TreeSet<Integer> failures = new TreeSet<>();

    /** Tasks whose work has been tried in vain and may have to be given up. */
    final TreeSet<Integer> troubled = new TreeSet<>();

    /** Tasks whose work is in another plan as well. */
    final TreeSet<Integer> shared = new TreeSet<>();

    /** Live sessions by the order in which they came. */
    final TreeMap<Long, PeerSession> sessions = new TreeMap<>();

    /** Slots of all of them that may write the cache together. */
    long slots;

    /** Those that may build: they write the cache and have not been told the end. */
    final TreeMap<Long, PeerSession> builders = new TreeMap<>();

    /** Those of the builders that have a free slot and take new work. */
    final TreeMap<Precedence, PeerSession> idle = new TreeMap<>();

    /** Those of the builders that are set aside, by the order in which they came. */
    final TreeMap<Long, PeerSession> aside = new TreeMap<>();

    /** Those of the builders that take new work, with a free slot or without. */
    final Crew crew = new Crew();

    /** Those that only read the cache and have not been told the end. */
    final TreeMap<Long, PeerSession> readers = new TreeMap<>();

    /** Those of the readers that have built something for themselves. */
    final TreeMap<Long, PeerSession> ownBuilders = new TreeMap<>();

    /** A task that somebody else may yet build, as it was found last. */
    int hope;

    /** Since when no live session has it; negative while one has. */
    long idleSince = -1;

    Plan(
            long id,
            SharedRun run,
            TaskGraph graph,
            Work[] works,
            long[] expectedMillis,
            long estimatedAt,
            long openedTimestamp) {
        this.id = id;
        this.run = run;
        this.graph = graph;
        this.works = works;
        newest = new NewestResults(works);
        this.expectedMillis = expectedMillis;
        this.estimatedAt = estimatedAt;
        this.openedTimestamp = openedTimestamp;
        criticalPath = graph.criticalPaths(expectedMillis);
        totalMillis = Arrays.stream(expectedMillis).sum();
        longestPath = Arrays.stream(criticalPath).max().orElse(0);
        demand = new int[works.length];
        missing = new int[works.length];
        deadNeeds = new int[works.length];
        done = new boolean[works.length];
        failed = new boolean[works.length];
        leased = new TreeSet<>(this::comparePaths);
        slow = new TreeSet<>(this::comparePaths);
        stuck = new TreeSet<>(this::comparePaths);
        ready = new ReadyTasks(this);
        undone = works.length;
        alive = works.length;
        for (int i = 0; i < works.length; i++) {
            missing[i] = graph.needs(i).length;
            aliveMillis += expectedMillis[i];
        }
    }

    /**
     * Goes by other estimates; what is sorted by them is sorted anew. What is done keeps its own: how long all of it takes alone is
     * what was expected, and not what it took on the machines that built it.
     */
    void estimate(long[] estimates, long now) {
        long[] expected = IntStream.range(0, works.length)
                .mapToLong(index -> done[index] ? expectedMillis[index] : estimates[index])
                .toArray();
        List<TreeSet<Integer>> sorted = List.of(leased, slow, stuck);
        List<List<Integer>> members =
                sorted.stream().<List<Integer>>map(ArrayList::new).toList();
        sorted.forEach(TreeSet::clear);
        ready.whileSortedAnew(() -> {
            expectedMillis = expected;
            criticalPath = graph.criticalPaths(expected);
        });
        estimatedAt = now;
        totalMillis = Arrays.stream(expected).sum();
        longestPath = Arrays.stream(criticalPath).max().orElse(0);
        aliveMillis = IntStream.range(0, works.length)
                .filter(this::isAlive)
                .mapToLong(index -> expected[index])
                .sum();
        for (int i = 0; i < sorted.size(); i++) {
            sorted.get(i).addAll(members.get(i));
        }
        leasedMillis = leased.stream().mapToLong(index -> expected[index]).sum();
    }

    /** How much work is left at common speed, if what runs is half done. */
    long restMillis() {
        return Math.max(0, aliveMillis - leasedMillis / 2);
    }

    /** Whether a live session has it. */
    boolean isNeeded() {
        return idleSince < 0;
    }

    boolean isDone(int index) {
        return done[index];
    }

    /** Failed, or skipped for what it needs. */
    boolean isDead(int index) {
        return !done[index] && (failed[index] || deadNeeds[index] > 0);
    }

    boolean isAlive(int index) {
        return !done[index] && !failed[index] && deadNeeds[index] == 0;
    }

    /** Whether one more task may be given to a second session: a tenth of all at a time, and one at least. */
    boolean mayDouble() {
        return doubled.size() < Math.max(1, works.length / 10);
    }

    /** How many of the builders are not set aside. */
    int othersThanAside() {
        return builders.size() - aside.size();
    }

    /** Whether somebody may have nothing to do. */
    boolean hasFreeSlots() {
        return !idle.isEmpty() || !aside.isEmpty();
    }

    /** Whether it has work for a peer with a free slot. */
    boolean hasWork() {
        return !ready.isEmpty() || !stuck.isEmpty() || (!slow.isEmpty() && mayDouble());
    }

    /** Whether a session gets new work: it may build, hears us, relies on the plan, and is not set aside for others. */
    boolean takesWork(PeerSession session) {
        boolean othersAreBetter = session.isSetAside() && othersThanAside() > 0;
        return builders.containsKey(session.order) && !session.draining && !session.deaf && !othersAreBetter;
    }

    boolean hasAllItNeeds(int index) {
        return missing[index] == 0;
    }

    /** Takes over what a work has become. What follows for the tasks that need it is worked out here. */
    void observe(int index, long now) {
        Work work = works[index];
        if (work.isDone() && !done[index]) {
            finish(index, now);
        }
        if (!done[index] && failed[index] != (work.state == WorkState.FAILED)) {
            boolean wasDead = isDead(index);
            failed[index] = work.state == WorkState.FAILED;
            settleDeath(index, wasDead);
        }
        mark(failures, index, work.state == WorkState.FAILED);
        markLeased(index, work.isLeased());
        markDelays(index, now);
        mark(recalled, index, work.isRecalled());
        mark(doubled, index, work.leases.size() > 1);
        mark(troubled, index, work.isTroubled());
        refresh(index, now);
    }

    private void markLeased(int index, boolean isLeased) {
        if (isLeased != leased.contains(index)) {
            mark(leased, index, isLeased);
            leasedMillis += isLeased ? expectedMillis[index] : -expectedMillis[index];
        }
    }

    private void finish(int index, long now) {
        boolean wasDead = isDead(index);
        done[index] = true;
        failed[index] = false;
        undone--;
        newest.add(index);
        if (wasDead) {
            passOn(index, -1);
        } else {
            alive--;
            aliveMillis -= expectedMillis[index];
        }
        for (int dependent : graph.dependents(index)) {
            missing[dependent]--;
            markDelays(dependent, now);
            refresh(dependent, now);
        }
    }

    /** A work may be leased for a plan that needs less for it before it could begin in this one. */
    private void markDelays(int index, long now) {
        boolean couldBegin = isAlive(index) && missing[index] == 0;
        mark(slow, index, couldBegin && (works[index].isSlow(now) || works[index].isLate(now)));
        mark(stuck, index, couldBegin && works[index].isStuck(now));
    }

    private int comparePaths(Integer one, Integer other) {
        int byPath = Long.compare(criticalPath[other], criticalPath[one]);
        return byPath != 0 ? byPath : one.compareTo(other);
    }

    private void settleDeath(int index, boolean wasDead) {
        boolean dead = isDead(index);
        if (dead == wasDead) {
            return;
        }
        count(index, dead);
        passOn(index, dead ? 1 : -1);
    }

    /** Counts a dead need more or less for all that follows; a chain may be 100,000 long, so without recursion. */
    private void passOn(int from, int change) {
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(from);
        while (!open.isEmpty()) {
            for (int dependent : graph.dependents(open.remove())) {
                boolean wasDead = isDead(dependent);
                deadNeeds[dependent] += change;
                if (wasDead != isDead(dependent)) {
                    count(dependent, !wasDead);
                    open.add(dependent);
                }
            }
        }
    }

    private void count(int index, boolean dead) {
        alive += dead ? -1 : 1;
        aliveMillis += dead ? -expectedMillis[index] : expectedMillis[index];
        if (dead) {
            died.add(index);
        }
    }

    /** Tasks that have died since this was last asked: whoever counts on this plan's peers for them is looked at. */
    List<Integer> takeDeaths() {
        if (died.isEmpty()) {
            return List.of();
        }
        List<Integer> taken = died;
        died = new ArrayList<>();
        return taken;
    }

    private List<Integer> died = new ArrayList<>();

    static void mark(Set<Integer> set, int index, boolean in) {
        if (in) {
            set.add(index);
        } else {
            set.remove(index);
        }
    }

    /** Looks whether a task is ready. */
    void refresh(int index, long now) {
        ready.put(index, isReady(index, now));
    }

    private boolean isReady(int index, long now) {
        Work work = works[index];
        return isAlive(index) && missing[index] == 0 && work.isOpen() && !work.isLeased() && work.heldUntil <= now;
    }

    /** How many live sessions beside one of this plan need a task's work. */
    int othersThatNeed(int index) {
        return demand[index] + sessions.size() - 1;
    }

    /** How many tasks more than one live session needs, for one of this plan. */
    int sharedTasks() {
        return sessions.size() > 1 ? works.length : demanded;
    }

    /** Changes how many sessions of other plans need a task; keeps the order of what is ready. */
    void addDemand(int index, int change) {
        boolean wasDemanded = demand[index] > 0;
        ready.whileSortedAnew(index, () -> demand[index] += change);
        demanded += (demand[index] > 0 ? 1 : 0) - (wasDemanded ? 1 : 0);
    }
}
