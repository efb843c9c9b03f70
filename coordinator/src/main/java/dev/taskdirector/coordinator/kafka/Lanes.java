package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.runtime.LogRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/** The lanes of all partitions that this replica has met. Thread-safe. */
final class Lanes {
    private static final Logger LOG = Logger.getLogger(Lanes.class);
    private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();
    private final IntFunction<Lane> opening;
    private final Duration stopTimeout;
    private volatile boolean stopped;

    /**
     * No lanes yet.
     *
     * @param opening makes the lane of a partition
     * @param stopTimeout how long revocation and stop wait for the last saves
     */
    Lanes(IntFunction<Lane> opening, Duration stopTimeout) {
        this.opening = opening;
        this.stopTimeout = stopTimeout;
    }

    void assigned(Collection<Integer> partitions) {
        if (!stopped) {
            partitions.forEach(partition -> lane(partition).assigned());
        }
    }

    /** Returns when all are saved, or the time is over: then the next owner replays a little more. */
    void revoked(Collection<Integer> partitions) {
        await(partitions.stream().map(this::lane).toList(), Lane::revoked);
    }

    void lost(Collection<Integer> partitions) {
        partitions.forEach(partition -> lane(partition).lost());
    }

    void process(int partition, List<LogRecord> batch) {
        if (!stopped) {
            lane(partition).process(batch);
        }
    }

    void onTime() {
        lanes.values().forEach(Lane::onTime);
    }

    /** Stops applying and saves; returns like {@link #revoked}. */
    void stop() {
        stopped = true;
        await(lanes.values(), Lane::stop);
    }

    SortedMap<Integer, Condition> conditions() {
        SortedMap<Integer, Condition> conditions = new TreeMap<>();
        lanes.forEach((partition, lane) -> conditions.put(partition, lane.condition()));
        return conditions;
    }

    private Lane lane(int partition) {
        return lanes.computeIfAbsent(partition, opening::apply);
    }

    private void await(Collection<Lane> some, Function<Lane, CompletionStage<Void>> leaving) {
        CompletableFuture<?>[] all = some.stream()
                .map(lane -> leaving.apply(lane).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(stopTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("the last save took longer than %d ms; the next owner replays the rest", stopTimeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lane never fails to leave", e);
        }
    }
}
