package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Forwarder;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.RecordHeader;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reaches the topics of a real broker, and how. */
class PublishingTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private final TestBroker broker = TestBroker.INSTANCE;
    private final Topics topics = new Topics("publishing-" + COUNT.incrementAndGet());
    private final TopicSettings settings = new TopicSettings(3, (short) 1, 1);
    private final FakeTally tally = new FakeTally();
    private final JsonWireCodec codec = new JsonWireCodec();
    private final BoundedProducer producer = new BoundedProducer(broker.clients.prompt(), 1_000, 1 << 20, tally);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void close() {
        producer.close();
        threads.shutdownNow();
    }

    private PeerTopics peerTopics(PeerTopics.TopicOpener opener, int maxPeers) {
        return new PeerTopics(topics, codec, producer, opener, Runnable::run, new TopicPlaces(maxPeers), tally);
    }

    private AssignmentTopicOpener opener() {
        return new AssignmentTopicOpener(
                broker.admin, settings, new TopicAudit(broker.admin, tally, sentence -> {}), producer, threads);
    }

    private static PeerAssignment assignment(String peer, long epoch) {
        return assignment(peer, epoch, AssignmentState.WAITING);
    }

    private static PeerAssignment assignment(String peer, long epoch, AssignmentState state) {
        return new PeerAssignment(
                1,
                peer,
                "session-of-" + peer,
                "muc9",
                epoch,
                1,
                state,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5.0,
                Optional.of("token"));
    }

    private List<PeerAssignment> published(String peer, int count) {
        return broker.read(topics.assignments(peer), 0, count).stream()
                .map(record -> ((Read.Ok<PeerAssignment>) codec.readAssignment(record.value())).value())
                .toList();
    }

    /** Its topics are there. */
    private RecordPublisher publisher() {
        new TopicSetup(broker.admin, topics, settings, new TopicAudit(broker.admin, tally, sentence -> {}))
                .run(Optional.empty());
        return new RecordPublisher(topics, codec, 3, new RecordPublisher.Ways(producer, producer, producer));
    }

    @Test
    void aNewPeersTopicIsCreatedWithItsSettingsAndItsAssignmentArrives() {
        PeerTopics sink = peerTopics(opener(), 10);

        sink.publish(List.of(assignment("a", 1)));
        sink.publish(List.of(assignment("a", 2)));

        assertThat(published("a", 2)).containsExactly(assignment("a", 1), assignment("a", 2));
        String topic = topics.assignments("a");
        assertThat(TestBroker.text(broker.read(topic, 0, 1).get(0).key())).isEqualTo("muc9");
        assertThat(broker.describe(topic).partitions()).hasSize(1);
        assertThat(broker.setting(topic, "retention.ms")).isEqualTo("3600000");
        assertThat(broker.setting(topic, "segment.bytes")).isEqualTo("1048576");
    }

    @Test
    void aTopicThatIsThereIsUsed() {
        peerTopics(opener(), 10).publish(List.of(assignment("a", 1)));

        peerTopics(opener(), 10).publish(List.of(assignment("a", 2)));

        assertThat(published("a", 2)).extracting(PeerAssignment::epoch).containsExactly(1L, 2L);
    }

    @Test
    void topicsOfManyNewPeersAreOpenedInOneCall() {
        List<Integer> calls = new ArrayList<>();
        AssignmentTopicOpener real = opener();
        PeerTopics sink = peerTopics(
                names -> {
                    calls.add(names.size());
                    return real.open(names);
                },
                100);

        sink.publish(
                IntStream.range(0, 50).mapToObj(i -> assignment("peer" + i, 1)).toList());

        assertThat(calls).containsExactly(50);
        assertThat(published("peer49", 1)).hasSize(1);
    }

    @Test
    void whatIsForOpenTopicsDoesNotWaitForNewOnes() {
        List<Runnable> later = new ArrayList<>();
        PeerTopics sink = new PeerTopics(topics, codec, producer, opener(), later::add, new TopicPlaces(10), tally);
        sink.publish(List.of(assignment("a", 1)));
        later.remove(0).run();

        sink.publish(List.of(assignment("b", 1), assignment("a", 2)));

        assertThat(published("a", 2)).extracting(PeerAssignment::epoch).containsExactly(1L, 2L);
        later.remove(0).run();
        assertThat(published("b", 1)).hasSize(1);
    }

    @Test
    void whileATopicIsOpenedOnlyTheNewestOfASessionIsKept() {
        List<Runnable> later = new ArrayList<>();
        PeerTopics sink = new PeerTopics(topics, codec, producer, opener(), later::add, new TopicPlaces(10), tally);
        sink.publish(List.of(assignment("a", 1)));
        sink.publish(List.of(assignment("a", 2)));

        later.remove(0).run();
        sink.publish(List.of(assignment("a", 3)));

        assertThat(later).isEmpty();
        assertThat(published("a", 2)).extracting(PeerAssignment::epoch).containsExactly(2L, 3L);
    }

    @Test
    void aTopicThatCantBeOpenedCostsItsAssignmentsAndIsTriedAgain() {
        List<Collection<String>> asked = new ArrayList<>();
        PeerTopics sink = peerTopics(
                names -> {
                    asked.add(names);
                    if (asked.size() == 1) {
                        throw new IllegalStateException("the broker is away");
                    }
                    return List.of();
                },
                10);

        sink.publish(List.of(assignment("a", 1)));
        sink.publish(List.of(assignment("a", 2)));

        assertThat(asked).hasSize(2);
        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(2);
    }

    @Test
    void beyondTheMostPeersNoTopicIsOpened() {
        PeerTopics sink = peerTopics(opener(), 1);

        sink.publish(List.of(assignment("a", 1), assignment("b", 1)));

        assertThat(published("a", 1)).hasSize(1);
        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(1);
    }

    @Test
    void thousandsOfStatusesOfUnknownSessionsLeavePlacesForPeersThatJoin() {
        BoundedProducer taken = new BoundedProducer(
                new MockProducer<>(
                        true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()),
                1_000,
                1 << 20,
                tally);
        PeerTopics sink =
                new PeerTopics(topics, codec, taken, names -> names, Runnable::run, new TopicPlaces(100), tally);
        List<PeerAssignment> toStrangers = IntStream.range(0, 5_000)
                .mapToObj(i -> assignment("stranger" + i, 1, AssignmentState.REJOIN))
                .toList();

        sink.publish(toStrangers);
        assertThat(sink.existingTopics()).isEqualTo(50);
        sink.publish(List.of(assignment("rejected", 1, AssignmentState.REJECTED)));
        assertThat(sink.existingTopics()).isEqualTo(50);
        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(4_951);

        sink.publish(IntStream.range(0, 51)
                .mapToObj(i -> assignment("joined" + i, 1))
                .toList());
        assertThat(sink.existingTopics()).isEqualTo(100);
        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(4_952);
    }

    @Test
    void aPeerThatHasATopicIsToldToJoinAgainHoweverFewPlacesThereAre() {
        PeerTopics sink = peerTopics(opener(), 1);
        sink.publish(List.of(assignment("a", 1)));

        sink.publish(List.of(assignment("a", 2, AssignmentState.REJOIN)));

        assertThat(published("a", 2))
                .extracting(PeerAssignment::state)
                .containsExactly(AssignmentState.WAITING, AssignmentState.REJOIN);
    }

    @Test
    void topicsThatOthersHaveDeletedMakeRoomForOtherPeers() {
        PeerTopics sink = peerTopics(opener(), 1);
        sink.publish(List.of(assignment("a", 1)));
        assertThat(published("a", 1)).hasSize(1);

        sink.keepOnly(Set.of());
        sink.publish(List.of(assignment("b", 1)));

        assertThat(published("b", 1)).hasSize(1);
    }

    @Test
    void topicsThatOthersHaveOpenedTakeRoomAndTheirPeersAreAnswered() {
        peerTopics(opener(), 1).publish(List.of(assignment("a", 1)));
        PeerTopics sink = peerTopics(opener(), 1);

        sink.keepOnly(Set.of(topics.assignments("a")));
        sink.publish(List.of(assignment("b", 1), assignment("a", 2)));

        assertThat(published("a", 2)).extracting(PeerAssignment::epoch).containsExactly(1L, 2L);
        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(1);
    }

    @Test
    void aProducerWithTooMuchUnderWayDropsAndCounts() {
        broker.get(broker.admin
                .createTopics(List.of(settings.assignments(topics.assignments("a"))))
                .all());
        BoundedProducer narrow = new BoundedProducer(broker.clients.prompt(), 0, 1 << 20, tally);

        narrow.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                topics.assignments("a"), 0, TestBroker.bytes("k"), TestBroker.bytes("v")));

        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(1);
        narrow.close();
    }

    @Test
    void aTopicThatIsGoneHoldsItsSendersUpOnceAndNotForEachRecord() {
        broker.get(broker.admin
                .createTopics(List.of(settings.assignments(topics.assignments("a"))))
                .all());
        List<String> failed = new ArrayList<>();

        assertTimeout(Duration.ofSeconds(3), () -> {
            for (int i = 0; i < 6; i++) {
                producer.send(
                        new ProducerRecord<>("no-such-topic", 0, null, TestBroker.bytes("v")),
                        () -> failed.add("no-such-topic"));
            }
        });
        producer.send(new ProducerRecord<>(topics.assignments("a"), 0, null, TestBroker.bytes("v")));

        assertThat(failed).hasSize(6);
        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(6);
        assertThat(broker.read(topics.assignments("a"), 0, 1)).hasSize(1);
    }

    @Test
    void aTopicThatIsFoundAgainIsWrittenAtOnce() {
        String topic = topics.assignments("late");
        producer.send(new ProducerRecord<>(topic, 0, null, TestBroker.bytes("too early")));
        broker.get(
                broker.admin.createTopics(List.of(settings.assignments(topic))).all());

        assertThat(producer.lookUp(topic)).isTrue();
        producer.send(new ProducerRecord<>(topic, 0, null, TestBroker.bytes("in time")));

        assertThat(TestBroker.text(broker.read(topic, 0, 1).get(0).value())).isEqualTo("in time");
    }

    @Test
    void deadLettersSayWhereTheyStoodAndWhy() {
        RecordPublisher publisher = publisher();
        LogRecord record = new LogRecord(
                2,
                17,
                1_000,
                TestBroker.bytes("muc9"),
                TestBroker.bytes("garbage"),
                List.of(RecordHeader.of("own", "header")));

        publisher.bury(record, "no JSON");

        ConsumerRecord<byte[], byte[]> letter =
                broker.read(topics.deadLetters(), 0, 1).get(0);
        assertThat(TestBroker.text(letter.key())).isEqualTo("muc9");
        assertThat(TestBroker.text(letter.value())).isEqualTo("garbage");
        assertThat(headers(letter))
                .containsExactly(
                        "own=header", "topic=" + topics.peerStatus(), "partition=2", "offset=17", "reason=no JSON");
    }

    @Test
    void theHomeOfAKeyIsWhereJavaClientsPutIt() {
        RecordPublisher publisher = publisher();
        for (String key : List.of("muc9", "fra1", "a", "a.b-c")) {
            int home = publisher.homeOf(TestBroker.bytes(key));
            broker.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                    topics.peerStatus(), TestBroker.bytes(key), TestBroker.bytes("v")));

            assertThat(broker.read(topics.peerStatus(), home, 1))
                    .extracting(record -> TestBroker.text(record.key()))
                    .contains(key);
        }
    }

    @Test
    void aForwardedRecordSaysWhereItCameFrom() {
        RecordPublisher publisher = publisher();

        publisher.forward(new LogRecord(0, 5, 1, TestBroker.bytes("muc9"), TestBroker.bytes("status"), List.of()), 2);

        ConsumerRecord<byte[], byte[]> forwarded =
                broker.read(topics.peerStatus(), 2, 1).get(0);
        assertThat(TestBroker.text(forwarded.value())).isEqualTo("status");
        assertThat(headers(forwarded)).containsExactly(Forwarder.HEADER + "=0-5");
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + TestBroker.text(header.value()));
        }
        return headers;
    }
}
