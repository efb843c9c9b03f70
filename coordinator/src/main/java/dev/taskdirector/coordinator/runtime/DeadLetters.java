package dev.taskdirector.coordinator.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what the edge does not accept, for people. Neither waits nor throws; a record may come twice after a takeover. */
public interface DeadLetters {

    /** Bytes of a value that are kept; as many as a record of the status topic may have when it is not compressed. */
    int LONGEST = 8 << 20;

    /** Bytes of a key that are kept; as many as a remote cache id has at most. */
    int LONGEST_KEY = 128;

    /** The header of a letter whose value was longer, with the value's length. */
    String LENGTH = "length";

    /**
     * The record as it may be shown: without secrets, of a key or value that is too long the beginning, and of the sender's
     * headers the one that says that it was forwarded, since the others may say anything.
     */
    static LogRecord letterOf(LogRecord record, Seals seals) {
        byte[] value = shortened(record.value(), LONGEST);
        List<RecordHeader> headers = new ArrayList<>();
        record.headers().stream()
                .filter(header -> header.name().equals(Forwarder.HEADER))
                .limit(1)
                .forEach(headers::add);
        if (value.length < record.value().length) {
            headers.add(RecordHeader.of(LENGTH, Integer.toString(record.value().length)));
        }
        return new LogRecord(
                record.partition(),
                record.offset(),
                record.timestampMillis(),
                shortened(record.key(), LONGEST_KEY),
                seals.blank(value),
                headers);
    }

    private static byte[] shortened(byte[] bytes, int most) {
        return bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    /**
     * Keeps a record.
     *
     * @param record where it stood; its value has its secrets blanked already
     * @param reason one sentence
     */
    void bury(LogRecord record, String reason);
}
