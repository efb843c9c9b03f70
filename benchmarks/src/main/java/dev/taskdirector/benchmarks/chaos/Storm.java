package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Carries out a plan of faults, each stream on a thread of its own. After it everything that it stopped goes on again. */
final class Storm {

    /** As many faults of agents may last at a time; one that finds none free comes later. */
    private static final int AGENT_STREAMS = 10;

    private final Site site;
    private final Crowd crowd;
    private final Duration length;
    private final Consumer<String> story;
    private final List<Incident> incidents = new ArrayList<>();
    private final List<String> oddities = new ArrayList<>();
    private final CountDownLatch calledOff = new CountDownLatch(1);
    private Instant begun = Instant.EPOCH;

    Storm(Site site, Crowd crowd, Duration length, Consumer<String> story) {
        this.site = site;
        this.crowd = crowd;
        this.length = length;
        this.story = story;
    }

    /** Rages for its time, and until what happened last is over. Faults that come too late don't happen. */
    void rage(FaultPlan plan) throws InterruptedException {
        begun = Instant.now();
        ExecutorService threads = Executors.newFixedThreadPool(2 + AGENT_STREAMS);
        List<Future<?>> streams = new ArrayList<>();
        streams.add(threads.submit(() -> oneByOne(plan.servers())));
        streams.add(threads.submit(() -> oneByOne(plan.database())));
        for (int i = 0; i < AGENT_STREAMS; i++) {
            List<Fault> every = everyNth(plan.agents(), i);
            streams.add(threads.submit(() -> oneByOne(every)));
        }
        try {
            for (Future<?> stream : streams) {
                stream.get();
            }
            awaitMoment(length);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the storm broke off: " + e.getCause(), e.getCause());
        } finally {
            calledOff.countDown();
            threads.shutdown();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** What happened, by its begin. */
    synchronized List<Incident> incidents() {
        return incidents.stream().sorted(Comparator.comparing(Incident::begun)).toList();
    }

    /** What the servers did that they should not: a stop that had to be forced. */
    synchronized List<String> oddities() {
        return List.copyOf(oddities);
    }

    private Void oneByOne(List<Fault> faults) throws InterruptedException {
        for (Fault fault : faults) {
            boolean isOver = awaitMoment(fault.at()) || Instant.now().isAfter(begun.plus(length));
            if (isOver) {
                return null;
            }
            happen(fault);
        }
        return null;
    }

    private static List<Fault> everyNth(List<Fault> faults, int first) {
        List<Fault> every = new ArrayList<>();
        for (int i = first; i < faults.size(); i += AGENT_STREAMS) {
            every.add(faults.get(i));
        }
        return every;
    }

    /** Returns at once, and true, when the storm is called off. */
    private boolean awaitMoment(Duration sinceBegin) throws InterruptedException {
        long millis = Duration.between(Instant.now(), begun.plus(sinceBegin)).toMillis();
        return calledOff.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    private void happen(Fault fault) throws InterruptedException {
        if (fault.kind().reach() == FaultKind.Reach.AGENT) {
            Optional<AgentLife> victim = crowd.at(fault.target());
            if (victim.isPresent()) {
                toAgent(fault, victim.get());
            }
            return;
        }
        Instant now = Instant.now();
        tell(fault, victim(fault));
        toServer(fault);
        note(new Incident(fault, victim(fault), Optional.empty(), now, Instant.now()));
    }

    private String victim(Fault fault) {
        return switch (fault.kind()) {
            case COORDINATOR_KILLED, COORDINATOR_PAUSED, COORDINATOR_CUT_OFF ->
                site.seats().get(fault.target()).name();
            case COORDINATORS_ROLLED, COORDINATORS_GONE -> "both coordinators";
            case BROKER_KILLED, BROKER_PAUSED, BROKER_RESTARTED -> "the broker";
            default -> "the database";
        };
    }

    private void toServer(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case COORDINATOR_KILLED -> {
                Seat seat = site.seats().get(fault.target());
                seat.kill();
                last(fault);
                seat.start();
                seat.awaitReady();
            }
            case COORDINATOR_PAUSED, COORDINATOR_CUT_OFF ->
                pause(site.seats().get(fault.target()).present().pid(), fault);
            case COORDINATORS_ROLLED -> {
                roll(site.seats().get(fault.target()));
                roll(site.seats().get(1 - fault.target()));
            }
            case COORDINATORS_GONE -> {
                site.seats().forEach(Seat::kill);
                last(fault);
                site.seats().forEach(Seat::start);
                for (Seat seat : site.seats()) {
                    seat.awaitReady();
                }
            }
            case BROKER_KILLED -> {
                site.broker().kill();
                last(fault);
                site.broker().start();
            }
            case BROKER_PAUSED -> pause(site.broker().pid(), fault);
            case BROKER_RESTARTED -> restart(site.broker(), fault);
            default -> restart(site.database(), fault);
        }
    }

    private void restart(ServerProcess server, Fault fault) throws InterruptedException {
        if (!server.stop()) {
            odd(fault.kind().title() + ": it didn't stop in order and was killed");
        }
        last(fault);
        server.start();
    }

    private void roll(Seat seat) throws InterruptedException {
        if (!seat.stop()) {
            odd(seat.name() + " did not end with 143 after TERM");
        }
        seat.start();
        seat.awaitReady();
    }

    private void toAgent(Fault fault, AgentLife victim) throws InterruptedException {
        tell(fault, victim.id());
        Instant now = Instant.now();
        victim.suffers(fault.kind());
        switch (fault.kind()) {
            case AGENT_STOPPED -> Signal.TERM.sendTo(victim.pid());
            case AGENT_PAUSED -> pause(victim.pid(), fault);
            case MACHINE_LOST -> {
                Signal.STOP.sendTo(victim.pid());
                List<ProcessHandle> all = victim.descendants();
                victim.kill();
                all.forEach(ProcessHandle::destroyForcibly);
            }
            case AGENT_RESTARTED -> {
                victim.kill();
                victim.end().join();
                crowd.comeAgain(fault.target(), victim);
            }
            default -> victim.kill();
        }
        note(new Incident(fault, victim.id(), Optional.of(victim), now, Instant.now()));
    }

    private void pause(long pid, Fault fault) throws InterruptedException {
        Signal.STOP.sendTo(pid);
        try {
            last(fault);
        } finally {
            Signal.CONT.sendTo(pid);
        }
    }

    private void last(Fault fault) throws InterruptedException {
        calledOff.await(fault.length().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tell(Fault fault, String victim) {
        story.accept("%6.1fs  %-20s %s%s"
                .formatted(
                        Duration.between(begun, Instant.now()).toMillis() / 1_000.0,
                        fault.kind().title(),
                        victim,
                        fault.length().toMillis() > 1
                                ? " for %.1fs".formatted(fault.length().toMillis() / 1_000.0)
                                : ""));
    }

    private synchronized void note(Incident incident) {
        incidents.add(incident);
    }

    private synchronized void odd(String what) {
        oddities.add(what);
    }
}
