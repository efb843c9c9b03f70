package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagTest {

    private static final String TOPIC = new Topics(Topics.DEFAULT_PREFIX).peerStatus();
    private static final TopicPartition WRITTEN = new TopicPartition(TOPIC, 1);

    @Test
    void aWrittenPartitionIsBehindUntilItsCheckpointHasItAllThoughItMayNeverBegin() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                Lag lag = new Lag(kafka.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(2), Optional.empty())))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            assertThat(lag.now()).isZero();
            write(new Clients(kafka.bootstrapServers()));
            assertThat(lag.now()).as("nothing was ever stored").isEqualTo(3);
            commit(admin, 2);
            assertThat(lag.now()).isEqualTo(1);
            Map<TopicPartition, Long> ends = lag.ends();
            write(new Clients(kafka.bootstrapServers()));
            commit(admin, 5);
            assertThat(lag.behind(ends)).isZero();
            assertThat(lag.now()).isEqualTo(1);
        }
    }

    private static void write(Clients clients) throws Exception {
        try (Producer<byte[], byte[]> producer = clients.producer()) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(TOPIC, WRITTEN.partition(), new byte[0], new byte[0]))
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void commit(Admin admin, long next) throws Exception {
        admin.alterConsumerGroupOffsets(Topics.DEFAULT_PREFIX, Map.of(WRITTEN, new OffsetAndMetadata(next)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }
}
