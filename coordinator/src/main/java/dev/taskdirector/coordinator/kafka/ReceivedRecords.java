package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** From Kafka's records to the runtime's; here nulls end. */
final class ReceivedRecords {
    private static final byte[] NONE = new byte[0];

    private ReceivedRecords() {}

    static LogRecord of(ConsumerRecord<byte[], byte[]> record) {
        List<RecordHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new RecordHeader(header.key(), orNone(header.value())));
        }
        return new LogRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                orNone(record.key()),
                orNone(record.value()),
                headers);
    }

    private static byte[] orNone(byte @Nullable [] bytes) {
        return bytes == null ? NONE : bytes;
    }
}
