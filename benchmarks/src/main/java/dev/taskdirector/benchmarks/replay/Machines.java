package dev.taskdirector.benchmarks.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which label {@code machine} a peer has: what the Director learns of one peer's speed holds for all with the same. */
enum Machines {
    /** One for all peers of a speed, as where each kind of machine has a name. */
    SPEED,
    /** One for each peer, so that each must show by itself how quick it is. */
    EACH;

    String label(String peer, double speed) {
        return switch (this) {
            case SPEED -> "speed " + speed;
            case EACH -> peer;
        };
    }

    /** As it stands on the command line. */
    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static final class Converter implements ITypeConverter<Machines> {
        @Override
        public Machines convert(String value) {
            List<Machines> all = List.of(values());
            return all.stream()
                    .filter(machines -> machines.word().equals(value.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + value + "\" labels no machines; there are "
                            + Arrays.stream(values()).map(Machines::word).collect(Collectors.joining(", "))));
        }
    }
}
