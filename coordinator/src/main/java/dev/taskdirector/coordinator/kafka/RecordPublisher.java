package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.ControlLog;
import dev.taskdirector.coordinator.runtime.DeadLetters;
import dev.taskdirector.coordinator.runtime.EventSink;
import dev.taskdirector.coordinator.runtime.Forwarder;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.RunEvent;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/** Writes everything that is not an assignment. */
final class RecordPublisher implements EventSink, DeadLetters, Forwarder, ControlLog {
    private final Topics topics;
    private final WireCodec codec;
    private final int partitions;
    private final BoundedProducer prompt;
    private final BoundedProducer gathering;
    private final BoundedProducer bulk;

    /**
     * The producers by which records go.
     *
     * @param prompt for what is small and due
     * @param gathering for what is small, plentiful and not due
     * @param bulk for what may be large
     */
    record Ways(BoundedProducer prompt, BoundedProducer gathering, BoundedProducer bulk) {}

    /**
     * Writes by several producers.
     *
     * @param partitions of the status topic
     */
    RecordPublisher(Topics topics, WireCodec codec, int partitions, Ways ways) {
        this.topics = topics;
        this.codec = codec;
        this.partitions = partitions;
        this.prompt = ways.prompt();
        this.gathering = ways.gathering();
        this.bulk = ways.bulk();
    }

    @Override
    public void report(List<RunEvent> events) {
        for (RunEvent event : events) {
            gathering.send(new ProducerRecord<>(topics.runEvents(), bytes(event.cache()), codec.write(event)));
        }
    }

    @Override
    public void bury(LogRecord record, String reason) {
        ProducerRecord<byte[], byte[]> letter = copy(topics.deadLetters(), 0, record);
        letter.headers()
                .add("topic", bytes(topics.peerStatus()))
                .add("partition", bytes(Integer.toString(record.partition())))
                .add("offset", bytes(Long.toString(record.offset())))
                .add("reason", bytes(reason));
        bulk.send(letter);
    }

    @Override
    public int homeOf(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    @Override
    public void forward(LogRecord record, int home) {
        ProducerRecord<byte[], byte[]> forwarded = copy(topics.peerStatus(), home, record);
        forwarded.headers().add(HEADER, bytes(record.partition() + "-" + record.offset()));
        bulk.send(forwarded);
    }

    @Override
    public void append(int partition, Control control) {
        prompt.send(new ProducerRecord<>(topics.peerStatus(), partition, bytes(control.cache()), codec.write(control)));
    }

    private static ProducerRecord<byte[], byte[]> copy(String topic, int partition, LogRecord record) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(topic, partition, record.key(), record.value());
        record.headers().forEach(header -> copy.headers().add(header.name(), header.value()));
        return copy;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
