package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private final TestBroker broker = TestBroker.INSTANCE;
    private final FakeTally tally = new FakeTally();
    private final List<String> said = new ArrayList<>();
    private final Topics topics = new Topics("setup-" + COUNT.incrementAndGet());

    private TopicSetup setup(int partitions) {
        return new TopicSetup(
                broker.admin,
                topics,
                new TopicSettings(partitions, (short) 1, 1),
                new TopicAudit(broker.admin, tally, said::add));
    }

    private void create(String topic, int partitions, Map<String, String> settings) {
        broker.get(broker.admin
                .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                .all());
    }

    @Test
    void missingTopicsAreCreatedWithTheirSettings() {
        int partitions = setup(12).run(Optional.empty());

        assertThat(partitions).isEqualTo(12);
        String status = topics.peerStatus();
        assertThat(broker.describe(status).partitions()).hasSize(12);
        assertThat(broker.setting(status, "message.timestamp.type")).isEqualTo("LogAppendTime");
        assertThat(broker.setting(status, "max.message.bytes")).isEqualTo("8388608");
        assertThat(broker.setting(status, "retention.ms")).isEqualTo("604800000");
        assertThat(broker.setting(status, "min.insync.replicas")).isEqualTo("1");
        assertThat(broker.describe(topics.runEvents()).partitions()).hasSize(12);
        assertThat(broker.setting(topics.runEvents(), "retention.ms")).isEqualTo("604800000");
        assertThat(broker.describe(topics.deadLetters()).partitions()).hasSize(1);
    }

    @Test
    void topicsThatAreThereAreLeftAsTheyAre() {
        setup(3).run(Optional.empty());

        assertThat(setup(12).run(Optional.of(3))).isEqualTo(3);
        assertThat(tally.of(Counted.TOPIC_FLAWS)).isZero();
        assertThat(broker.describe(topics.peerStatus()).partitions()).hasSize(3);
    }

    @Test
    void aStatusTopicWithTheWritersTimesIsRefused() {
        create(topics.peerStatus(), 12, Map.of("message.timestamp.type", "CreateTime"));

        assertThatThrownBy(() -> setup(12).run(Optional.empty()))
                .isInstanceOf(RefusalException.class)
                .hasMessage("topic " + topics.peerStatus()
                        + " has message.timestamp.type CreateTime, but the coordinator's clock is the broker's: set it to"
                        + " LogAppendTime, with kafka-configs.sh --alter --entity-type topics --entity-name "
                        + topics.peerStatus() + " --add-config message.timestamp.type=LogAppendTime");
    }

    @Test
    void aStatusTopicWithFewerPartitionsThanTheCheckpointIsRefused() {
        create(topics.peerStatus(), 6, Map.of("message.timestamp.type", "LogAppendTime"));

        assertThatThrownBy(() -> setup(12).run(Optional.of(12)))
                .isInstanceOf(RefusalException.class)
                .hasMessage("topic " + topics.peerStatus()
                        + " has 6 partitions, but the checkpoint was written with 12: records of one remote cache would no"
                        + " longer meet; give the topic its 12 partitions back, or change their number as"
                        + " coordinator/README.md says");
    }

    @Test
    void aStatusTopicWithMorePartitionsThanTheCheckpointIsRefusedWithoutAskingForWhatKafkaCantDo() {
        create(topics.peerStatus(), 6, Map.of("message.timestamp.type", "LogAppendTime"));

        assertThatThrownBy(() -> setup(6).run(Optional.of(3)))
                .isInstanceOf(RefusalException.class)
                .hasMessage("topic " + topics.peerStatus()
                        + " has 6 partitions, but the checkpoint was written with 3: records of one remote cache would no"
                        + " longer meet; Kafka takes no partition away again, so go on as coordinator/README.md says of"
                        + " changing their number");
    }

    @Test
    void otherSettingsOfAStatusTopicAreSaidWithTheirCureAndDoNotStopTheStart() {
        String topic = topics.peerStatus();
        create(
                topic,
                12,
                Map.of(
                        "message.timestamp.type", "LogAppendTime",
                        "cleanup.policy", "compact",
                        "max.message.bytes", "1000000",
                        "retention.ms", "3600000"));

        assertThat(setup(12).run(Optional.empty())).isEqualTo(12);

        String cure = "; change it with kafka-configs.sh --alter --entity-type topics --entity-name " + topic
                + " --add-config ";
        assertThat(said)
                .containsExactly(
                        "topic " + topic + " has cleanup.policy compact: statuses are lost whose cache has newer ones"
                                + cure + "cleanup.policy=delete",
                        "topic " + topic + " has max.message.bytes 1000000: the first status of a peer with many tasks"
                                + " does not fit" + cure + "max.message.bytes=8388608",
                        "topic " + topic
                                + " has retention.ms 3600000: statuses are lost when the checkpoint is older, as"
                                + " after a long outage of PostgreSQL" + cure + "retention.ms=604800000");
        assertThat(tally.of(Counted.TOPIC_FLAWS)).isEqualTo(3);
    }

    @Test
    void aStatusTopicThatKeepsEverythingIsSound() {
        create(
                topics.peerStatus(),
                12,
                Map.of(
                        "message.timestamp.type",
                        "LogAppendTime",
                        "max.message.bytes",
                        "9000000",
                        "retention.ms",
                        "-1"));

        assertThat(setup(12).run(Optional.empty())).isEqualTo(12);
        assertThat(said).isEmpty();
    }
}
