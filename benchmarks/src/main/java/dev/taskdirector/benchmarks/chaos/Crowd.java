package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The agents: so many seats, each with a peer that comes, builds and goes, until no new ones come. */
final class Crowd implements AutoCloseable {

    /** Between the first peers: a machine with two processors can't start all at once. */
    private static final int ENTRY_MILLIS = 500;

    /** The longest that a seat stays empty. */
    private static final int PAUSE_MILLIS = 1_500;

    private final AgentCommand command;
    private final Workload workload;
    private final Random pauses;
    private final List<Optional<AgentLife>> seats = new ArrayList<>();
    private final List<AgentLife> all = new ArrayList<>();
    private final ScheduledExecutorService door =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "chaos-door"));
    private Optional<RuntimeException> trouble = Optional.empty();
    private final CountDownLatch full;
    private boolean open = true;

    Crowd(AgentCommand command, Workload workload, long seed, int size) {
        this.command = command;
        this.workload = workload;
        this.pauses = new Random(seed + 1);
        this.full = new CountDownLatch(size);
        for (int seat = 0; seat < size; seat++) {
            seats.add(Optional.empty());
            int number = seat;
            door.schedule(() -> enter(number), (long) seat * ENTRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until every seat has been taken once. */
    void awaitFull() throws InterruptedException {
        full.await();
    }

    /** Who has a seat now. */
    synchronized Optional<AgentLife> at(int seat) {
        return seats.get(seat).filter(life -> life.exitCode().isEmpty());
    }

    /** Everybody who was ever here. */
    synchronized List<AgentLife> all() {
        return List.copyOf(all);
    }

    /** Somebody with the same peer id, who needs the same, takes the seat of one who is there or has just been. */
    synchronized void comeAgain(int seat, AgentLife first) {
        if (open) {
            long lives = all.stream()
                    .filter(life -> life.plan().peer().equals(first.plan().peer()))
                    .count();
            sit(seat, start(first.plan(), (int) lives + 1));
        }
    }

    /** No new ones come. */
    synchronized void shut() {
        open = false;
    }

    /** Waits until everybody has gone; says who hasn't within the bound. */
    List<AgentLife> awaitEnd(Duration bound) throws InterruptedException {
        CompletableFuture<?>[] ends = all().stream().map(AgentLife::end).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return List.of();
        } catch (TimeoutException e) {
            return all().stream().filter(life -> life.exitCode().isEmpty()).toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an agent's end was not noticed", e);
        }
    }

    /** What kept an agent from starting, if anything did. */
    synchronized Optional<RuntimeException> trouble() {
        return trouble;
    }

    /** Ends everybody on the spot. */
    @Override
    public void close() {
        shut();
        door.shutdownNow();
        all().forEach(AgentLife::kill);
    }

    private synchronized void enter(int seat) {
        if (open) {
            full.countDown();
            try {
                sit(seat, start(workload.next(), 1));
            } catch (RuntimeException e) {
                trouble = trouble.or(() -> Optional.of(e));
            }
        }
    }

    private AgentLife start(PeerPlan plan, int number) {
        return AgentLife.start(plan.peer() + "." + number, plan, command);
    }

    private synchronized void sit(int seat, AgentLife life) {
        seats.set(seat, Optional.of(life));
        all.add(life);
        life.end().thenRun(() -> left(seat, life));
    }

    private synchronized void left(int seat, AgentLife life) {
        if (open && seats.get(seat).equals(Optional.of(life))) {
            door.schedule(() -> enterIfFree(seat, life), pauses.nextInt(PAUSE_MILLIS), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void enterIfFree(int seat, AgentLife left) {
        if (seats.get(seat).equals(Optional.of(left))) {
            enter(seat);
        }
    }
}
