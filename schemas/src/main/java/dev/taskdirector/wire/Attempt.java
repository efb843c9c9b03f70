package dev.taskdirector.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import java.io.IOException;
import java.util.function.Function;

/** What came of reading a record: a value, or what is wrong with it. The exceptions of reading end here. */
sealed interface Attempt<T> {

    record Value<T>(T value) implements Attempt<T> {}

    record Failure<T>(ContractBreach breach) implements Attempt<T> {}

    /** Reads one record. */
    interface Reading<T> {
        T read() throws IOException, ContractBreach;
    }

    static <T> Attempt<T> at(byte[] json, Reading<T> reading) {
        if (json.length > Limits.RECORD_BYTES) {
            return new Failure<>(ContractBreach.beyondLimit(
                    "the record has " + json.length + " bytes; at most " + Limits.RECORD_BYTES + " are allowed"));
        }
        try {
            return new Value<>(reading.read());
        } catch (ContractBreach breach) {
            return new Failure<>(breach);
        } catch (JacksonException e) {
            return new Failure<>(ContractBreach.malformed(sentence(e)));
        } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
            // Jackson reports colliding field names and some broken UTF-8 by unchecked exceptions.
            return new Failure<>(
                    ContractBreach.malformed("not JSON: " + Sentences.line(String.valueOf(e.getMessage()))));
        }
    }

    default <R> R match(Function<T, R> value, Function<ContractBreach, R> failure) {
        if (this instanceof Value<T> read) {
            return value.apply(read.value());
        }
        if (this instanceof Failure<T> failed) {
            return failure.apply(failed.breach());
        }
        throw new IllegalStateException("neither a value nor a failure: " + this);
    }

    private static String sentence(JacksonException e) {
        JsonLocation location = e.getLocation();
        String where = location == null ? "" : " at byte " + Math.max(0, location.getByteOffset());
        // a word without quotes may be a token or a session's id, and the sentence is kept where others read it
        String message = String.valueOf(e.getOriginalMessage())
                .replaceFirst("^Unrecognized token '[^']*'", "a word without quotes");
        return "not JSON" + where + ": " + Sentences.line(message);
    }
}
