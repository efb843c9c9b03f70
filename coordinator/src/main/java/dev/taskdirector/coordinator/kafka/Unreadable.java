package dev.taskdirector.coordinator.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Records at which a consumer stands still: corrupt ones, and those that are larger than the heap once they are unpacked. A
 * consumer that can't read one record of one partition reads none of any other either, so the channel's is moved on by
 * one. Nothing is lost by that: its partition finds a gap and reads it with a reader of its own, which leaves out what it
 * can't read.
 */
final class Unreadable {
    private static final Logger LOG = Logger.getLogger(Unreadable.class);

    /** So many looks at the same position, with records behind it, and it is stuck. */
    private static final int LOOKS = 3;

    /** How Kafka's consumer says that it stays where it is until it is moved. */
    private static final String STAYS = "Received exception when fetching the next record";

    private final Map<TopicPartition, Stay> stays = new HashMap<>();

    private record Stay(long position, int looks) {}

    /** Whether this is about one record, and no call will get past it. */
    static boolean isSaidBy(KafkaException e) {
        return e instanceof CorruptRecordException
                || e instanceof SerializationException
                || String.valueOf(e.getMessage()).startsWith(STAYS);
    }

    static Throwable causeOf(Throwable e) {
        return e.getCause() == null ? e : e.getCause();
    }

    /** Looks at the channel's consumer, on its own thread; called every few seconds. */
    void pass(Consumer<?, ?> consumer) {
        Collection<TopicPartition> assigned = consumer.assignment();
        stays.keySet().retainAll(assigned);
        for (TopicPartition where : assigned) {
            OptionalLong lag = consumer.currentLag(where);
            if (lag.isEmpty() || lag.getAsLong() == 0 || consumer.paused().contains(where)) {
                stays.remove(where);
                continue;
            }
            long position = consumer.position(where);
            Stay stay = stays.getOrDefault(where, new Stay(position, 0));
            int looks = stay.position() == position ? stay.looks() + 1 : 1;
            stays.put(where, new Stay(position, looks));
            if (looks == LOOKS) {
                LOG.warnf("stuck at offset %d of %s: its partition reads that one for itself", position, where);
                consumer.seek(where, position + 1);
            }
        }
    }
}
