package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.PartitionProcessor;
import dev.taskdirector.coordinator.runtime.PeerCensus;
import dev.taskdirector.coordinator.runtime.Ports;
import dev.taskdirector.coordinator.runtime.SecretVault;
import dev.taskdirector.coordinator.runtime.StartWait;
import dev.taskdirector.coordinator.runtime.Tally;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.Topics;
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
    private final TopicCleanup cleanup;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(named("coordinator-clock"));
    private final String statusTopic;
    private volatile long lastStep = System.nanoTime();

    /** What the surroundings give. */
    record Surroundings(
            Map<String, Object> connection,
            CoordinatorConfig config,
            CheckpointStore store,
            PeerCensus census,
            SecretVault vault,
            Tally tally) {}

    static Coordinator start(Surroundings given) {
        return new Coordinator(given);
    }

    private Coordinator(Surroundings given) {
        CoordinatorConfig config = given.config();
        Settings decisive = DecisiveSettings.of(config);
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
        cleanup = new TopicCleanup(admin, topics, given.census(), (PeerTopics) ports.assignments());
        ExecutorService storing = pool("checkpoint", STORING_THREADS);
        lanes = new Lanes(
                partition -> new Lane(
                        own -> new PartitionProcessor(partition, ports, decisive, config.pace(), storing, own),
                        pool("partition-" + partition, 1),
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        ports.tally()),
                config.stopTimeout());
        clock.scheduleWithFixedDelay(this::step, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The broker, and how its topics should be. */
    private record Broker(
            BrokerClients clients, Admin admin, Topics topics, TopicSettings settings, TopicAudit audit) {}

    private Ports ports(Surroundings given, Broker broker, int partitions, String secret) {
        BrokerClients clients = broker.clients();
        Topics topics = broker.topics();
        BoundedProducer prompt = bounded(clients.prompt(), given);
        RecordPublisher.Ways ways =
                new RecordPublisher.Ways(prompt, bounded(clients.gathering(), given), bounded(clients.bulk(), given));
        JsonWireCodec codec = new JsonWireCodec();
        PeerTopics assignments = new PeerTopics(
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
                given.config().maxPeers(),
                given.tally());
        RecordPublisher others = new RecordPublisher(topics, codec, partitions, ways);
        return new Ports(
                closing(new KafkaLogReader(clients, broker.admin(), topics.peerStatus())),
                given.store(),
                assignments,
                others,
                others,
                others,
                others,
                offsets,
                codec,
                new SecretSeals(secret, given.config().previousTokenSecret()),
                given.tally());
    }

    private BoundedProducer bounded(Producer<byte[], byte[]> producer, Surroundings given) {
        return closing(new BoundedProducer(producer, MAX_RECORDS_UNDER_WAY, MAX_BYTES_UNDER_WAY, given.tally()));
    }

    private void step() {
        lastStep = System.nanoTime();
        lanes.onTime();
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
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastStep);
    }

    void cleanUp(Instant now) {
        cleanup.run(now);
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
