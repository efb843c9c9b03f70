package dev.taskdirector.coordinator.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** A consumer that stays where it is when the records of one poll are too large together, as Kafka's does without memory. */
final class NarrowConsumer {
    private NarrowConsumer() {}

    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> over(Consumer<byte[], byte[]> real, int mostBytes) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                NarrowConsumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (result instanceof ConsumerRecords<?, ?> records) {
                            refuse(real, (ConsumerRecords<byte[], byte[]>) records, mostBytes);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void refuse(Consumer<byte[], byte[]> real, ConsumerRecords<byte[], byte[]> records, int mostBytes) {
        for (TopicPartition where : records.partitions()) {
            int bytes = 0;
            for (ConsumerRecord<byte[], byte[]> record : records.records(where)) {
                bytes += record.value().length;
            }
            if (bytes > mostBytes) {
                real.seek(where, records.records(where).get(0).offset());
                throw new OutOfMemoryError("Java heap space");
            }
        }
    }
}
