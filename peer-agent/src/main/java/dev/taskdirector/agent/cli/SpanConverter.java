package dev.taskdirector.agent.cli;

import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Sentences;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 30}, {@code 30s}, {@code 1.5m}, {@code 500ms}, {@code 2h}; 1,000,000 s at most. */
final class SpanConverter implements ITypeConverter<Duration> {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)(ms|s|m|h)?");
    private static final double MILLIS_PER_SECOND = 1000;

    /** As for all durations of the contract. In nanoseconds, thousands of years don't fit into a number. */
    private static final Duration LONGEST = Duration.ofSeconds((long) Limits.SECONDS);

    @Override
    public Duration convert(String value) {
        Matcher matcher = SPAN.matcher(value.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    Sentences.quoted(value) + " is no duration; write it like 30s, 1.5m or 500ms");
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        double millis = switch (unit) {
            case "ms" -> 1;
            case "m" -> 60 * MILLIS_PER_SECOND;
            case "h" -> 3600 * MILLIS_PER_SECOND;
            default -> MILLIS_PER_SECOND;
        };
        Duration span = Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * millis));
        if (span.compareTo(LONGEST) > 0) {
            throw new TypeConversionException(
                    Sentences.quoted(value) + " is too long; give " + LONGEST.toSeconds() + "s at most");
        }
        return span;
    }
}
