package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.runtime.Counted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Assignment topics that somebody else made, on a real broker. */
class TopicAuditTest {
    private static final String CURE =
            "; change it with kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config ";
    private final TestBroker broker = TestBroker.INSTANCE;
    private final FakeTally tally = new FakeTally();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final TopicAudit audit = new TopicAudit(broker.admin, tally, said::add);

    private void create(String topic, int partitions, Map<String, String> settings) {
        create(new NewTopic(topic, partitions, (short) 1).configs(settings));
    }

    /** Returns when the broker that is asked knows of it, too. */
    private void create(NewTopic topic) {
        broker.get(broker.admin.createTopics(List.of(topic)).all());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> !broker.setting(topic.name(), "retention.ms").isEmpty());
    }

    private void awaitSaid(int sentences) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(said).hasSizeGreaterThanOrEqualTo(sentences));
    }

    @Test
    void aSoundTopicIsNotSpokenOf() {
        create(new TopicSettings(3, (short) 1, 1).assignments("audit-sound"));
        create("audit-wide", 2, Map.of("retention.ms", "3600000"));

        audit.lookAt(List.of("audit-sound", "audit-wide"));

        awaitSaid(1);
        assertThat(said)
                .containsExactly(
                        "topic audit-wide has 2 partitions and should have 1; only partition 0 is written and read");
    }

    @Test
    void aTopicThatForgetsTooSoonOrNeverIsSaidWithItsCure() {
        create("audit-short", 1, Map.of("retention.ms", "60000"));
        create("audit-ever", 1, Map.of("retention.ms", "-1", "cleanup.policy", "compact"));
        create("audit-long", 1, Map.of());

        audit.lookAt(List.of("audit-short", "audit-ever", "audit-long"));

        awaitSaid(4);
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "topic audit-short has retention.ms 60000: an assignment may be gone before a slow agent has read it"
                                + CURE.formatted("audit-short") + "retention.ms=3600000",
                        "topic audit-ever has cleanup.policy compact: an agent may miss what a newer record replaced"
                                + CURE.formatted("audit-ever") + "cleanup.policy=delete",
                        "topic audit-ever has retention.ms -1: its agent reads all of it at each start"
                                + CURE.formatted("audit-ever") + "retention.ms=3600000",
                        "topic audit-long has retention.ms 604800000: its agent reads all of it at each start"
                                + CURE.formatted("audit-long") + "retention.ms=3600000");
        assertThat(tally.of(Counted.TOPIC_FLAWS)).isEqualTo(4);
    }

    @Test
    void aFlawIsSaidOnceAndATopicThatIsGoneHidesNoOther() {
        create("audit-first", 2, Map.of("retention.ms", "3600000"));
        create("audit-second", 2, Map.of("retention.ms", "3600000"));

        audit.lookAt(List.of("audit-first"));
        awaitSaid(1);
        audit.lookAt(List.of("audit-first", "audit-gone", "audit-second"));

        awaitSaid(2);
        assertThat(said).hasSize(2).last().asString().startsWith("topic audit-second has 2 partitions");
    }
}
