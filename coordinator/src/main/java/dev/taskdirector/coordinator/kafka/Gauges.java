package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.core.Extent;
import dev.taskdirector.coordinator.runtime.Backlog;
import dev.taskdirector.coordinator.runtime.Condition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Collections;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Shows what is kept in memory, and beside it, named {@code ….limit}, the bound that it keeps. Labels are partitions,
 * producers and conditions: never what peers say.
 */
final class Gauges {
    private static final String PREFIX = "task.director.";
    private final MeterRegistry registry;

    Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The partitions of this replica, by how they are. */
    void ofConditions(Supplier<Collection<Condition>> conditions) {
        countOf(conditions, "running", Condition.Running.class);
        countOf(conditions, "waiting", Condition.Waiting.class);
        countOf(conditions, "parked", Condition.Parked.class);
    }

    private void countOf(
            Supplier<Collection<Condition>> conditions, String name, Class<? extends Condition> condition) {
        Gauge.builder(
                        PREFIX + "partitions",
                        () -> Collections.frequency(
                                conditions.get().stream().map(Object::getClass).toList(), condition))
                .tag("condition", name)
                .register(registry);
    }

    /** What a partition holds, and what is on its way to it. */
    void ofLane(int partition, Lane lane) {
        ofState(partition, lane);
        ofPartition(partition, "unsaved.rows", lane, of(Backlog::unsavedRows));
        ofPartition(partition, "unsaved.records", lane, of(Backlog::unsavedRecords));
        ofPartition(partition, "unsaved.seconds", lane, of(backlog -> backlog.unsavedMillis() / 1000.0));
        ofPartition(partition, "received.records", lane, Lane::recordsUnderWay);
        ofPartition(partition, "received.bytes", lane, Lane::bytesUnderWay);
    }

    private void ofState(int partition, Lane lane) {
        ofPartition(partition, "sessions", lane, ofState(Extent::sessions));
        ofPartition(partition, "ended.sessions", lane, ofState(Extent::endedSessions));
        ofPartition(partition, "runs", lane, ofState(Extent::runs));
        ofPartition(partition, "plans", lane, ofState(Extent::plans));
        ofPartition(partition, "works", lane, ofState(Extent::works));
        ofPartition(partition, "planned.tasks", lane, ofState(Extent::plannedTasks));
        ofPartition(partition, "pending.tasks", lane, ofState(Extent::pendingTasks));
        ofPartition(partition, "schemas", lane, ofState(Extent::schemas));
        ofPartition(partition, "needs", lane, ofState(Extent::needs));
        ofPartition(partition, "pending.needs", lane, ofState(Extent::pendingNeeds));
        ofPartition(partition, "text.bytes", lane, ofState(Extent::textBytes));
        ofPartition(partition, "durations", lane, ofState(Extent::durations));
        ofPartition(partition, "machines", lane, ofState(Extent::machines));
    }

    private void ofPartition(int partition, String name, Lane lane, ToDoubleFunction<Lane> value) {
        Gauge.builder(PREFIX + name, lane, value)
                .tag("partition", Integer.toString(partition))
                .register(registry);
    }

    private static ToDoubleFunction<Lane> of(ToDoubleFunction<Backlog> value) {
        return lane -> value.applyAsDouble(lane.backlog());
    }

    private static ToDoubleFunction<Lane> ofState(ToDoubleFunction<Extent> value) {
        return of(backlog -> value.applyAsDouble(backlog.state()));
    }

    /** What a producer has under way. */
    void ofProducer(String name, BoundedProducer producer) {
        Gauge.builder(PREFIX + "sending.records", producer, BoundedProducer::recordsUnderWay)
                .tag("producer", name)
                .register(registry);
        Gauge.builder(PREFIX + "sending.bytes", producer, BoundedProducer::bytesUnderWay)
                .tag("producer", name)
                .register(registry);
    }

    /** Topics of assignments that there are, and those that wait until they are there. */
    void ofTopics(PeerTopics topics) {
        Gauge.builder(PREFIX + "assignment.topics", topics, PeerTopics::existingTopics)
                .register(registry);
        Gauge.builder(PREFIX + "waiting.topics", topics, PeerTopics::waitingTopics)
                .register(registry);
    }

    /** The bound of what is shown under a name. */
    void limit(String name, long bound) {
        Gauge.builder(PREFIX + name + ".limit", () -> bound).register(registry);
    }
}
