package dev.taskdirector.benchmarks.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Who says which peer gets which task. */
enum Policy {
    /** The Director, as it does in a real coordinator. */
    DIRECTOR("director"),
    /** One queue for all, in an order that the seed decides. */
    RANDOM("random"),
    /** One queue for all, in the schema's order. */
    FIFO("fifo"),
    /** Peer k of n takes tasks k, k+n, k+2n and so on of the schema, and no others. */
    EVERY_NTH("every-nth");

    private final String word;

    Policy(String word) {
        this.word = word;
    }

    /** As it stands on the command line and in reports. */
    String word() {
        return word;
    }

    static final class Converter implements ITypeConverter<Policy> {
        @Override
        public Policy convert(String value) {
            List<Policy> all = List.of(values());
            return all.stream()
                    .filter(policy -> policy.word.equals(value.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + value + "\" is no policy; there are "
                            + Arrays.stream(values()).map(Policy::word).collect(Collectors.joining(", "))));
        }
    }
}
