package dev.taskdirector.deploy.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Peers started together and watched until the last has ended. */
final class Fleet {

    private static final long GLANCE_MILLIS = 50;

    private final Workload workload;
    private final Consumer<String> story;
    private final double start = Watch.now();
    private final List<PeerProcess> peers = new ArrayList<>();
    private int told;

    private Fleet(Workload workload, Consumer<String> story) {
        this.workload = workload;
        this.story = story;
    }

    /**
     * Runs one process for each name and tells the story line by line meanwhile.
     *
     * @param limitSeconds after this time whoever still runs is killed, and the run has failed
     */
    static Outcome run(
            Workload workload,
            List<String> names,
            Function<String, PeerProcess> launch,
            double limitSeconds,
            Consumer<String> story)
            throws InterruptedException {
        Fleet fleet = new Fleet(workload, story);
        Thread hook = new Thread(fleet::killAll, "quickstart-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            names.forEach(name -> fleet.peers.add(launch.apply(name)));
            fleet.watch(limitSeconds);
        } finally {
            fleet.killAll();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        fleet.tell();
        return Outcome.of(workload, fleet.start, fleet.peers);
    }

    private void watch(double limitSeconds) throws InterruptedException {
        CompletableFuture<Void> allEnded =
                CompletableFuture.allOf(peers.stream().map(PeerProcess::end).toArray(CompletableFuture<?>[]::new));
        while (!isDoneWithinAGlance(allEnded)) {
            tell();
            if (Watch.now() - start > limitSeconds) {
                story.accept("%6.1fs  not over in time; stopping the peers".formatted(Watch.now() - start));
                return;
            }
        }
    }

    private static boolean isDoneWithinAGlance(CompletableFuture<Void> allEnded) throws InterruptedException {
        try {
            allEnded.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a peer's end was not noticed", e);
        }
    }

    private void killAll() {
        for (PeerProcess peer : peers) {
            if (!peer.hasEnded()) {
                peer.kill();
            }
        }
    }

    private void tell() {
        List<LogEntry> log = workload.log();
        for (LogEntry entry : log.subList(told, log.size())) {
            describe(entry, log).ifPresent(story);
        }
        told = log.size();
    }

    private Optional<String> describe(LogEntry entry, List<LogEntry> log) {
        double at = entry.epochSeconds() - start;
        return switch (entry.what()) {
            case START -> Optional.of("%6.1fs  %s  builds %s".formatted(at, entry.peer(), entry.task()));
            case BUILT ->
                Optional.of("%6.1fs  %s  built  %-12s [%d/%d]"
                        .formatted(
                                at,
                                entry.peer(),
                                entry.task(),
                                builtUpTo(entry, log),
                                workload.tasks().size()));
            case HIT ->
                firstHit(entry, log)
                        ? Optional.of("%6.1fs  %s  verdict".formatted(at, entry.peer()))
                        : Optional.empty();
        };
    }

    private static long builtUpTo(LogEntry entry, List<LogEntry> log) {
        return log.subList(0, log.indexOf(entry) + 1).stream()
                .filter(e -> e.what() == LogEntry.What.BUILT)
                .map(LogEntry::task)
                .distinct()
                .count();
    }

    private static boolean firstHit(LogEntry entry, List<LogEntry> log) {
        return log.stream()
                .filter(e -> e.what() == LogEntry.What.HIT && e.peer().equals(entry.peer()))
                .findFirst()
                .equals(Optional.of(entry));
    }
}
