package dev.taskdirector.coordinator.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A record of the status topic as the broker keeps it. The arrays are not copied, since every record passes here and
 * nobody writes to them.
 *
 * @param partition where it stands
 * @param offset where in the partition, 0 or above
 * @param timestampMillis when the broker wrote it, milliseconds since 1970; may jump either way
 * @param key as received; empty when there was none
 * @param value as received; empty when there was none
 * @param headers in their order
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogRecord(
        int partition, long offset, long timestampMillis, byte[] key, byte[] value, List<RecordHeader> headers) {

    public LogRecord {
        headers = List.copyOf(headers);
    }

    /** Bytes that it holds in memory: its value, its key and its headers. */
    public int size() {
        return key.length + value.length + headerBytes();
    }

    /** Bytes of its headers, with their names. */
    public int headerBytes() {
        return headers.stream().mapToInt(RecordHeader::size).sum();
    }

    public String keyText() {
        return new String(key, StandardCharsets.UTF_8);
    }

    public boolean hasHeader(String name) {
        return headers.stream().anyMatch(header -> header.name().equals(name));
    }
}
