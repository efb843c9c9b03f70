package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One agent process from its start to its end, and what was done to it meanwhile. */
final class AgentLife {

    private final String id;
    private final PeerPlan plan;
    private final Checkout checkout;
    private final Process process;
    private final Instant started = Instant.now();
    private final CompletableFuture<Instant> end;
    private final List<Life.Harm> harms = new ArrayList<>();

    private AgentLife(String id, PeerPlan plan, Checkout checkout, Process process) {
        this.id = id;
        this.plan = plan;
        this.checkout = checkout;
        this.process = process;
        this.end = process.onExit().thenApply(ended -> Instant.now());
    }

    static AgentLife start(String id, PeerPlan plan, AgentCommand command) {
        Checkout checkout = Checkout.write(command.checkoutOf(id), plan);
        ProcessBuilder builder = new ProcessBuilder(OwnSession.of(command.line(id, plan, checkout)))
                .directory(checkout.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(checkout.output().toFile());
        builder.environment().putAll(command.environment(id, plan));
        try {
            return new AgentLife(id, plan, checkout, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + id, e);
        }
    }

    String id() {
        return id;
    }

    PeerPlan plan() {
        return plan;
    }

    long pid() {
        return process.pid();
    }

    /** When it ended, once it has. */
    CompletableFuture<Instant> end() {
        return end.copy();
    }

    /** Empty while it runs. */
    Optional<Integer> exitCode() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    synchronized void suffers(FaultKind kind) {
        harms.add(new Life.Harm(kind, Instant.now()));
    }

    private synchronized List<Life.Harm> harms() {
        return List.copyOf(harms);
    }

    /** How it stands now. */
    Life life() {
        return new Life(
                id,
                plan,
                started,
                end.isDone() ? Optional.of(end.join()) : Optional.empty(),
                exitCode(),
                harms(),
                checkout.output());
    }

    /** What it runs at present. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Ends the agent on the spot and leaves what it runs. */
    void kill() {
        process.destroyForcibly();
    }
}
