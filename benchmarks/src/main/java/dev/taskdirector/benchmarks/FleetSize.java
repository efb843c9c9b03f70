package dev.taskdirector.benchmarks;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Peers of a load, and the slots of each: {@code 50} or {@code 50x8}; {@code 50+} if their schema says how short the
 * tasks are, so that they are given ahead of their turn.
 */
record FleetSize(int peers, int slots, boolean ahead) {

    FleetSize(int peers, int slots) {
        this(peers, slots, false);
    }

    @Override
    public String toString() {
        String each = slots == 1 ? "" : ", " + slots + " slots each";
        return peers + (peers == 1 ? " peer" : " peers") + each + (ahead ? ", tasks ahead" : "");
    }

    /** Name in a topic or a cache. */
    String name() {
        return peers + "x" + slots + (ahead ? "-ahead" : "");
    }

    /** Reads the command line's notation. */
    static final class Converter implements ITypeConverter<FleetSize> {
        @Override
        public FleetSize convert(String text) {
            if (!text.matches("[1-9][0-9]{0,3}(x[1-9][0-9]?)?[+]?")) {
                throw new TypeConversionException(
                        "\"" + text + "\" is not a number of peers such as 50, or of peers and slots such as 50x8;"
                                + " a + behind it gives tasks ahead");
            }
            boolean ahead = text.endsWith("+");
            String[] parts = text.replace("+", "").split("x", 2);
            int slots = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
            if (slots > 64) {
                throw new TypeConversionException("\"" + text + "\": a peer has at most 64 slots");
            }
            return new FleetSize(Integer.parseInt(parts[0]), slots, ahead);
        }
    }
}
