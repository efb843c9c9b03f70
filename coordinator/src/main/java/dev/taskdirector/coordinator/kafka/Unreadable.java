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
 * Records at which a consumer stands still: corrupt ones, and those that are larger than the heap once they are unpacked,
 * alone or with all others of one poll. A consumer that can't read some records of one partition reads none of any other
 * either, so the channel's is moved on: by one, and by twice as many each time while that does not help, for each time costs
 * all partitions a look. Nothing is lost by going too far: the partition finds a gap and reads it with a reader of its own,
 * which leaves out what it can't read.
 */
final class Unreadable {
    private static final Logger LOG = Logger.getLogger(Unreadable.class);

    /** So many looks at the same position, with records behind it, and it is stuck. */
    private static final int LOOKS = 3;

    /** How Kafka's consumer says that it stays where it is until it is moved. */
    private static final String STAYS = "Received exception when fetching the next record";

    private final Map<TopicPartition, Stay> stays = new HashMap<>();

    /** Where a partition has been seen how often, and how far it is moved on if it stays there. */
    private record Stay(long position, int looks, long step) {
        /** One that goes on by itself is trusted more with each look. */
        Stay seenAt(long seen) {
            return seen == position ? new Stay(position, looks + 1, step) : new Stay(seen, 1, Math.max(1, step / 2));
        }

        /** If the next look finds it there, it is stuck again. */
        Stay movedTo(long target) {
            return new Stay(target, LOOKS - 1, 2 * step);
        }
    }

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
            Stay stay = stays.getOrDefault(where, new Stay(position, 0, 1)).seenAt(position);
            stays.put(where, stay.looks() < LOOKS ? stay : movedOn(consumer, where, stay, lag.getAsLong()));
        }
    }

    /** The last record is left to be read: it is what shows the partition that there is a gap. */
    private static Stay movedOn(Consumer<?, ?> consumer, TopicPartition where, Stay stay, long lag) {
        long target = stay.position() + Math.max(1, Math.min(stay.step(), lag - 1));
        LOG.warnf(
                "stuck at offset %d of %s: its partition reads those up to %d for itself",
                stay.position(), where, target - 1);
        consumer.seek(where, target);
        return stay.movedTo(target);
    }
}
