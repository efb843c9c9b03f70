package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.runtime.PeerCensus;
import dev.taskdirector.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicCleanupTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Instant NOW = Instant.now();
    private static final Instant IN_TWO_DAYS = NOW.plus(Duration.ofDays(2));
    private final TestBroker broker = TestBroker.INSTANCE;
    private final Topics topics = new Topics("cleanup-" + COUNT.incrementAndGet());
    private final Census census = new Census();
    private final List<String> deleted = new ArrayList<>();
    private final List<Set<String>> found = new ArrayList<>();
    private final TopicCleanup.Watcher watcher = new TopicCleanup.Watcher() {
        @Override
        public void keepOnly(Set<String> there) {
            found.add(there);
        }

        @Override
        public void forget(String topic) {
            deleted.add(topic);
        }
    };
    private final TopicCleanup cleanup = cleanup(100);

    private TopicCleanup cleanup(int maxPeers) {
        return new TopicCleanup(broker.admin, topics, census, watcher, new TopicPlaces(maxPeers));
    }

    private static final class Census implements PeerCensus {
        final SortedSet<String> known = new TreeSet<>();
        final List<Duration> asked = new ArrayList<>();
        boolean away;
        Runnable meanwhile = () -> {};

        @Override
        public boolean whileLocked(Duration within, Consumer<SortedSet<String>> work) {
            asked.add(within);
            meanwhile.run();
            if (!away) {
                work.accept(known);
            }
            return !away;
        }

        @Override
        public Optional<Integer> partitions() {
            return Optional.empty();
        }
    }

    @BeforeEach
    void createTopics() {
        TopicSettings settings = new TopicSettings(1, (short) 1, 1);
        broker.get(broker.admin
                .createTopics(List.of(
                        settings.assignments(topics.assignments("known")),
                        settings.assignments(topics.assignments("forgotten")),
                        settings.deadLetters(topics.deadLetters())))
                .all());
        census.known.add("known");
        broker.send(new ProducerRecord<>(topics.assignments("forgotten"), 0, null, TestBroker.bytes("last word")));
    }

    private List<String> left() {
        return broker.get(broker.admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(topics.prefix() + "."))
                .sorted()
                .toList();
    }

    @Test
    void whatNoCheckpointHasKnownForADayGoesAtTheSecondLook() {
        cleanup.run(IN_TWO_DAYS);
        assertThat(deleted).isEmpty();

        cleanup.run(IN_TWO_DAYS);

        assertThat(census.asked).containsOnly(Duration.ofHours(24));
        assertThat(deleted).containsExactly(topics.assignments("forgotten"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(left()).containsExactly(topics.assignments("known"), topics.deadLetters()));
    }

    @Test
    void aTopicThatDoesNotAnswerKeepsNoOtherOne() {
        String silent = topics.assignments("silent");
        broker.get(broker.admin
                .createTopics(List.of(new TopicSettings(1, (short) 1, 1).assignments(silent)))
                .all());
        try (Admin hasty = broker.clients.admin(Duration.ofSeconds(1))) {
            TopicCleanup looks = new TopicCleanup(hasty, topics, census, watcher, new TopicPlaces(100));
            looks.run(IN_TWO_DAYS);
            census.meanwhile = () -> {
                broker.get(broker.admin.deleteTopics(List.of(silent)).all());
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !left().contains(silent));
            };

            looks.run(IN_TWO_DAYS);
        }

        // for a moment the broker may still answer for the other one
        assertThat(deleted).contains(topics.assignments("forgotten"));
    }

    @Test
    void aTopicThatWasWrittenTodayStays() {
        cleanup.run(NOW);
        cleanup.run(NOW);

        assertThat(deleted).isEmpty();
    }

    @Test
    void whenPlacesAreScarceAnHourWithoutASessionIsEnough() {
        TopicCleanup scarce = cleanup(2);

        scarce.run(NOW.plus(Duration.ofMinutes(59)));
        scarce.run(NOW.plus(Duration.ofMinutes(59)));
        assertThat(deleted).isEmpty();

        scarce.run(NOW.plus(Duration.ofMinutes(70)));
        scarce.run(NOW.plus(Duration.ofMinutes(70)));
        assertThat(deleted).containsExactly(topics.assignments("forgotten"));
        assertThat(census.asked).containsOnly(Duration.ZERO);
    }

    @Test
    void theLongestSilentGoFirst() {
        String longer = topics.assignments("z-silent-for-longer");
        broker.get(broker.admin
                .createTopics(List.of(new TopicSettings(1, (short) 1, 1).assignments(longer)))
                .all());
        long hourBefore = NOW.minus(Duration.ofHours(1)).toEpochMilli();
        broker.send(new ProducerRecord<>(longer, 0, hourBefore, null, TestBroker.bytes("last word")));

        cleanup.run(IN_TWO_DAYS);
        cleanup.run(IN_TWO_DAYS);

        assertThat(deleted).containsExactly(longer, topics.assignments("forgotten"));
    }

    @Test
    void aPeerThatCameBackBetweenTwoLooksStays() {
        cleanup.run(IN_TWO_DAYS);
        census.known.add("forgotten");
        cleanup.run(IN_TWO_DAYS);
        census.known.remove("forgotten");

        cleanup.run(IN_TWO_DAYS);

        assertThat(deleted).isEmpty();
    }

    @Test
    void eachReplicaHearsWhichTopicsThereAreEvenIfAnotherOneDeletes() {
        census.away = true;

        cleanup.run(IN_TWO_DAYS);

        assertThat(found).containsExactly(Set.of(topics.assignments("known"), topics.assignments("forgotten")));
    }

    @Test
    void nothingGoesWhileTheStoreIsAway() {
        cleanup.run(IN_TWO_DAYS);
        census.away = true;

        cleanup.run(IN_TWO_DAYS);

        assertThat(deleted).isEmpty();
    }
}
