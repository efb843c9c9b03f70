package dev.taskdirector.benchmarks;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka alone takes there and back: one client writes a record and waits until another client, which reads it from
 * one topic and writes one to a second, has answered. The least that any dispatch over two topics can take.
 */
final class RawRoundTrip {

    private static final String THERE = "raw-there";
    private static final String BACK = "raw-back";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int TRIES = 30;

    private final Clients clients;
    private final byte[] value;
    private volatile boolean over;

    RawRoundTrip(Clients clients, int bytes) {
        this.clients = clients;
        this.value = new byte[bytes];
    }

    /** Measures after as many round trips to warm up. */
    Latencies measure(int roundTrips) throws InterruptedException {
        clients.createTopics(List.of(THERE, BACK));
        Thread echo = new Thread(this::echo, "raw-echo");
        echo.setDaemon(true);
        echo.start();
        try (Producer<byte[], byte[]> producer = clients.producer();
                Consumer<byte[], byte[]> consumer = clients.consumer(List.of(new TopicPartition(BACK, 0)))) {
            Latencies latencies = new Latencies();
            for (int i = 0; i < 2 * roundTrips; i++) {
                long begun = System.nanoTime();
                producer.send(new ProducerRecord<>(THERE, 0, null, value));
                awaitOne(consumer);
                if (i >= roundTrips) {
                    latencies.add(System.nanoTime() - begun);
                }
            }
            return latencies;
        } finally {
            over = true;
            echo.join();
        }
    }

    private static void awaitOne(Consumer<byte[], byte[]> consumer) {
        for (int i = 0; i < TRIES; i++) {
            if (!consumer.poll(POLL).isEmpty()) {
                return;
            }
        }
        throw new IllegalStateException("no answer over raw Kafka within " + TRIES + " s");
    }

    private void echo() {
        try (Producer<byte[], byte[]> producer = clients.producer();
                Consumer<byte[], byte[]> consumer = clients.consumer(List.of(new TopicPartition(THERE, 0)))) {
            while (!over) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    producer.send(new ProducerRecord<>(BACK, 0, null, record.value()));
                }
            }
        }
    }
}
