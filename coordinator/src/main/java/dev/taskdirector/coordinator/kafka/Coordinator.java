package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.core.Extent;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.PartitionProcessor;
import dev.taskdirector.coordinator.runtime.PeerCensus;
import dev.taskdirector.coordinator.runtime.Ports;
import dev.taskdirector.coordinator.runtime.SecretVault;
import dev.taskdirector.coordinator.runtime.StartWait;
import dev.taskdirector.coordinator.runtime.Tally;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;

/** Everything that one replica has open, put together. Starting it may take as long as the broker needs to answer. */
final class Coordinator implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Coordinator.class);
    private static final long STEP_MILLIS = 25;
    private static final int MAX_RECORDS_UNDER_WAY = 10_000;
    private static final long MAX_BYTES_UNDER_WAY = 32L << 20;
    private static final int STORING_THREADS = 4;
    private static final int LOOK_UP_THREADS = 8;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Lanes lanes;
    private final GroupOffsets offsets;
    private final TopicPlaces places;
    private final PeerTopics assignments;
    private final TopicCleanup cleanup;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(named("coordinator-clock"));
    private final String statusTopic;
    private final Settings decisive;
    private final Clockwork clockwork;

    /** What the surroundings give. */
    record Surroundings(
            Map<String, Object> connection,
            CoordinatorConfig config,
            CheckpointStore store,
            PeerCensus census,
            SecretVault vault,
            WireCodec codec,
            Tally tally,
            Gauges gauges) {}

    static Coordinator start(Surroundings given) {
        return new Coordinator(given);
    }

    private Coordinator(Surroundings given) {
        CoordinatorConfig config = given.config();
        decisive = DecisiveSettings.of(config);
        places = new TopicPlaces(config.maxPeers());
        Topics topics = new Topics(config.topicPrefix());
        TopicSettings settings =
                new TopicSettings(config.partitions(), config.replicationFactor(), config.minInsyncReplicas());
        statusTopic = topics.peerStatus();
        BrokerClients clients = new BrokerClients(given.connection());
        Optional<Integer> checkpointed = given.census().partitions();
        String secret = SharedSecret.of(config.tokenSecret(), given.vault());
        Admin admin = closing(FirstContact.await(clients, new StartWait(config.startTimeout(), LOG::warn)));
        Broker broker = new Broker(clients, admin, topics, settings, new TopicAudit(admin, given.tally(), LOG::warn));
        int partitions = new TopicSetup(admin, topics, settings, broker.audit()).run(checkpointed);
        offsets = new GroupOffsets(topics.peerStatus());
        Ports ports = ports(given, broker, partitions, secret);
        assignments = (PeerTopics) ports.assignments();
        cleanup = new TopicCleanup(admin, topics, given.census(), assignments, places);
        ExecutorService storing = pool("checkpoint", STORING_THREADS);
        lanes = new Lanes(partition -> lane(partition, given, ports, storing), config.stopTimeout());
        showLimits(given);
        clockwork = new Clockwork(lanes::onTime, given.tally(), LOG::error);
        clock.scheduleWithFixedDelay(clockwork, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Lane lane(int partition, Surroundings given, Ports ports, ExecutorService storing) {
        Lane lane = new Lane(
                partition,
                own -> new PartitionProcessor(
                        partition, ports, decisive, given.config().pace(), storing, own),
                pool("partition-" + partition, 1),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                ports.tally());
        given.gauges().ofLane(partition, lane);
        return lane;
    }

    private void showLimits(Surroundings given) {
        Gauges gauges = given.gauges();
        gauges.ofConditions(() -> lanes.conditions().values());
        gauges.limit("sessions", given.config().maxPeers());
        gauges.limit("works", given.config().maxWorks());
        gauges.limit("planned.tasks", given.config().maxPlannedTasks());
        gauges.limit("pending.tasks", given.config().maxPlannedTasks());
        gauges.limit("runs", Extent.MOST_PLANS);
        gauges.limit("plans", Extent.MOST_PLANS);
        gauges.limit("schemas", Extent.MOST_PLANS);
        gauges.limit("needs", Extent.MOST_NEEDS);
        gauges.limit("pending.needs", Extent.MOST_NEEDS);
        gauges.limit("text.bytes", Extent.MOST_TEXT_BYTES);
        gauges.limit("ended.sessions", Extent.MOST_ENDED_SESSIONS);
        gauges.limit("durations", Extent.MOST_DURATIONS);
        gauges.limit("machines", Extent.MOST_MACHINES);
        gauges.limit("unsaved.rows", given.config().pace().maxUnsavedRows());
        gauges.limit("received.records", Lane.MAX_RECORDS);
        gauges.limit("received.bytes", Lane.MAX_BYTES);
        gauges.limit("sending.records", MAX_RECORDS_UNDER_WAY);
        gauges.limit("sending.bytes", MAX_BYTES_UNDER_WAY);
        gauges.limit("assignment.topics", given.config().maxPeers());
        gauges.limit("waiting.topics", given.config().maxPeers());
    }

    /** The broker, and how its topics should be. */
    private record Broker(
            BrokerClients clients, Admin admin, Topics topics, TopicSettings settings, TopicAudit audit) {}

    private Ports ports(Surroundings given, Broker broker, int partitions, String secret) {
        BrokerClients clients = broker.clients();
        Topics topics = broker.topics();
        BoundedProducer prompt = bounded("prompt", clients.prompt(), given);
        RecordPublisher.Ways ways = new RecordPublisher.Ways(
                prompt, bounded("gathering", clients.gathering(), given), bounded("bulk", clients.bulk(), given));
        WireCodec codec = given.codec();
        PeerTopics peerTopics = new PeerTopics(
                topics,
                codec,
                prompt,
                new AssignmentTopicOpener(
                        broker.admin(),
                        broker.settings(),
                        broker.audit(),
                        prompt,
                        pool("topic-look-up", LOOK_UP_THREADS)),
                pool("topic-opening", 1),
                places,
                given.tally());
        given.gauges().ofTopics(peerTopics);
        RecordPublisher others = new RecordPublisher(topics, codec, partitions, ways);
        return new Ports(
                closing(new KafkaLogReader(clients::reader, broker.admin(), topics.peerStatus(), given.tally())),
                given.store(),
                peerTopics,
                others,
                others,
                others,
                others,
                offsets,
                codec,
                new SecretSeals(secret, given.config().previousTokenSecret()),
                given.tally());
    }

    private BoundedProducer bounded(String name, Producer<byte[], byte[]> producer, Surroundings given) {
        BoundedProducer bounded =
                closing(new BoundedProducer(producer, MAX_RECORDS_UNDER_WAY, MAX_BYTES_UNDER_WAY, given.tally()));
        given.gauges().ofProducer(name, bounded);
        return bounded;
    }

    String statusTopic() {
        return statusTopic;
    }

    Lanes lanes() {
        return lanes;
    }

    GroupOffsets offsets() {
        return offsets;
    }

    /** How long ago time was last told to the partitions. */
    long silentSeconds() {
        return clockwork.silentSeconds();
    }

    void cleanUp(Instant now) {
        cleanup.run(now);
    }

    /** Does nothing as long as there are places for new peers, as far as this replica knows. */
    void makePlaces(Instant now) {
        if (places.areScarce(assignments.existingTopics())) {
            cleanup.run(now);
        }
    }

    /** Stops applying and saves; the group is left after this. */
    void stop() {
        lanes.stop();
    }

    /** Closes what was opened, the newest first. */
    @Override
    public void close() {
        clock.shutdownNow();
        for (AutoCloseable one : opened()) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.warnf("%s was not closed: %s", one, e);
            }
        }
    }

    private List<AutoCloseable> opened() {
        synchronized (open) {
            return List.copyOf(open);
        }
    }

    private <T extends AutoCloseable> T closing(T one) {
        synchronized (open) {
            open.push(one);
        }
        return one;
    }

    private ExecutorService pool(String name, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, named(name));
        synchronized (open) {
            open.push(pool::shutdown);
        }
        return pool;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
