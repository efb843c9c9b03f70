package dev.taskdirector.coordinator.runtime;

import java.nio.charset.StandardCharsets;

/** A header of a record. The value is not copied: nobody writes to it. */
@SuppressWarnings("ArrayRecordComponent")
public record RecordHeader(String name, byte[] value) {

    public static RecordHeader of(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of its name and its value. */
    public int size() {
        return name.getBytes(StandardCharsets.UTF_8).length + value.length;
    }

    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }
}
