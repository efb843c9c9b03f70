package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Carries out a plan of faults, in streams with a thread each. After it everything that it stopped goes on again. */
final class Storm {

    /** As many faults of agents may last at a time; one that finds none free comes later. */
    private static final int AGENT_STREAMS = 10;

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Crowd crowd;
    private final StormTime time;
    private final ServerFaults servers;
    private final AgentFaults agents;
    private final Consumer<String> story;
    private final Dealer dealer;
    private final List<Incident> incidents = new ArrayList<>();

    /** It begins at once. */
    Storm(Site site, Crowd crowd, Duration length, Consumer<String> story) {
        this.crowd = crowd;
        this.time = new StormTime(length);
        this.dealer = new Dealer(time, this::happens);
        this.servers = new ServerFaults(site, time);
        this.agents = new AgentFaults(crowd, time);
        this.story = story;
    }

    /** Rages for its time, and until what happened last is over: on a slow machine it goes on for longer. */
    void rage(FaultPlan plan) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2 + AGENT_STREAMS);
        List<Future<?>> streams = new ArrayList<>();
        streams.add(threads.submit(() -> dealer.deal(plan.servers())));
        streams.add(threads.submit(() -> dealer.deal(plan.database())));
        for (int i = 0; i < AGENT_STREAMS; i++) {
            List<Fault> every = everyNth(plan.agents(), i);
            streams.add(threads.submit(() -> dealer.deal(every)));
        }
        try {
            for (Future<?> stream : streams) {
                stream.get();
            }
            time.awaitEnd();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the storm broke off: " + e.getCause(), e.getCause());
        } finally {
            time.callOff();
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** What happened, by its begin. */
    synchronized List<Incident> incidents() {
        return incidents.stream().sorted(Comparator.comparing(Incident::begun)).toList();
    }

    private static List<Fault> everyNth(List<Fault> faults, int first) {
        List<Fault> every = new ArrayList<>();
        for (int i = first; i < faults.size(); i += AGENT_STREAMS) {
            every.add(faults.get(i));
        }
        return every;
    }

    /** Says whether it did: an agent's seat may be empty at the moment. */
    private boolean happens(Fault fault) throws InterruptedException {
        if (fault.kind().reach() != FaultKind.Reach.AGENT) {
            String victim = servers.victim(fault);
            carryOut(fault, victim, () -> servers.happen(fault));
            return true;
        }
        Optional<AgentLife> agent = crowd.at(fault.target());
        if (agent.isPresent()) {
            AgentLife victim = agent.get();
            carryOut(fault, victim.id(), () -> agents.happen(fault, victim));
        }
        return agent.isPresent();
    }

    private interface Blow {
        void fall() throws InterruptedException;
    }

    private void carryOut(Fault fault, String victim, Blow blow) throws InterruptedException {
        tell(fault, victim);
        Instant begun = Instant.now();
        blow.fall();
        note(new Incident(fault, victim, begun, Instant.now()));
    }

    private void tell(Fault fault, String victim) {
        long millis = fault.length().toMillis();
        String how = millis > 1 ? String.format(Locale.ROOT, " for %.1fs", millis / MILLIS_PER_SECOND) : "";
        double at = time.age().toMillis() / MILLIS_PER_SECOND;
        story.accept(String.format(
                Locale.ROOT, "%6.1fs  %-20s %s%s", at, fault.kind().title(), victim, how));
    }

    private synchronized void note(Incident incident) {
        incidents.add(incident);
    }
}
