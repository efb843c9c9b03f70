package dev.taskdirector.benchmarks.replay;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A task that hangs, as the command line names it.
 *
 * @param task its name
 * @param times how many times longer its first execution takes, 1 or more
 */
record HangOption(String task, double times) {

    private static final double MOST_TIMES = 1_000;

    /** {@code TASK=TIMES}; the name may hold equals signs. */
    static final class Converter implements ITypeConverter<HangOption> {
        @Override
        public HangOption convert(String value) {
            int equals = value.lastIndexOf('=');
            try {
                double times = Double.parseDouble(value.substring(equals + 1));
                if (equals > 0 && times >= 1 && times <= MOST_TIMES) {
                    return new HangOption(value.substring(0, equals), times);
                }
            } catch (NumberFormatException e) {
                // the sentence below says it
            }
            throw new TypeConversionException(
                    "\"" + value + "\" names no hanging task; write it like TASK=10, with 1 to " + (int) MOST_TIMES
                            + " times its duration");
        }
    }
}
