package dev.taskdirector.wire;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RunEvent}. */
final class RunEventReader {

    private static final WireNames<RunEvent.Type> TYPES = new WireNames<>(RunEvent.Type.class);
    private static final Pattern ID = Pattern.compile("[0-9]{1,10}-[0-9]{1,19}-[0-9]{1,10}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    /** Behind the last day with a year of four digits: its midnight may be written as its 24:00. */
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private RunEventReader() {}

    static RunEvent read(byte[] json) throws IOException, ContractBreach {
        try (JsonCursor in = JsonCursor.open(json)) {
            RunEvent event = event(in);
            in.end();
            return event;
        }
    }

    private static RunEvent event(JsonCursor in) throws IOException, ContractBreach {
        @Nullable Integer v = null;
        @Nullable String id = null;
        @Nullable String cache = null;
        @Nullable Instant time = null;
        RunEvent.@Nullable Type type = null;
        @Nullable String run = null;
        Optional<String> peer = Optional.empty();
        Optional<String> task = Optional.empty();
        Optional<Double> seconds = Optional.empty();
        Optional<String> detail = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "v" -> v = in.version();
                case "id" -> id = in.text(ID);
                case "cache" -> cache = in.text(Limits.ID);
                case "time" -> time = instant(in.text(TIME));
                case "type" -> type = in.choice(TYPES);
                case "run" -> run = in.text(Limits.WORD);
                case "peer" -> peer = Optional.of(in.text(Limits.ID));
                case "task" -> task = Optional.of(in.text(Limits.NAME));
                case "seconds" -> seconds = Optional.of(in.sumOfSeconds());
                case "detail" -> detail = Optional.of(in.anyText(Limits.SENTENCE));
                default -> in.skip();
            }
        }
        return new RunEvent(
                in.required(v, "v"),
                in.required(id, "id"),
                in.required(cache, "cache"),
                in.required(time, "time"),
                in.required(type, "type"),
                in.required(run, "run"),
                peer,
                task,
                seconds,
                detail);
    }

    private static Instant instant(String text) throws ContractBreach {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(END)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            throw ContractBreach.malformed("time is " + Sentences.quoted(text) + ", which is no date");
        }
        throw ContractBreach.malformed("time is " + Sentences.quoted(text) + ", which is in the year 10000");
    }
}
