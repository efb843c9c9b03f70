package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.wire.Limits;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A record of a {@link Table}: its wanted fields, in the order in which they were wanted. */
record Row(Path file, int line, List<String> columns, List<String> fields, Complaints complaints) {

    private static final double MICROS_PER_SECOND = 1e6;

    /** The first name of a wanted column. */
    static String nameOf(String column) {
        return column.replace("?", "").split("\\|")[0];
    }

    /** A field as it stands there, maybe empty. */
    String raw(int column) {
        return fields.get(column);
    }

    /** A field that must not be empty. */
    Optional<String> text(int column) {
        String text = fields.get(column);
        if (text.isBlank()) {
            complain(nameOf(columns.get(column)) + " is empty; every record needs one");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A field with seconds, as microseconds. */
    Optional<Long> micros(int column) {
        Optional<String> text = text(column);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String name = nameOf(columns.get(column));
        try {
            double seconds = new BigDecimal(text.get().strip()).doubleValue();
            if (seconds >= 0 && seconds <= Limits.SECONDS) {
                return Optional.of(Math.round(seconds * MICROS_PER_SECOND));
            }
            complain(name + " is " + text.get() + "; it should be from 0 to " + (long) Limits.SECONDS);
        } catch (NumberFormatException e) {
            complain(name + " is \"" + text.get() + "\", which is no number; write seconds like 12.5");
        }
        return Optional.empty();
    }

    void complain(String sentence) {
        complaints.add(file, line, sentence);
    }
}
