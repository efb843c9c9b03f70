package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes printed that somebody should read: lines with ERROR, and stack traces. */
final class LogLines {

    private static final Pattern ERROR = Pattern.compile(".*\\b(ERROR|FATAL)\\b.*");
    private static final Pattern FRAME = Pattern.compile("^\\s+at [\\w.$/@<>-]+\\(.*\\)$");

    /** Times, addresses and other numbers, which differ each time. */
    private static final Pattern NUMBERS = Pattern.compile("\\d[\\d:.,-]*");

    private static final int SHOWN = 160;

    private final Map<String, Integer> errors = new TreeMap<>();
    private final Map<String, Integer> traces = new TreeMap<>();

    LogLines(List<Path> logs) {
        logs.forEach(this::read);
    }

    /** Lines with ERROR, without their numbers, and how often each came. */
    Map<String, Integer> errors() {
        return new TreeMap<>(errors);
    }

    /** Stack traces by the line before them, without its numbers. */
    Map<String, Integer> traces() {
        return new TreeMap<>(traces);
    }

    static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void read(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            String before = "";
            for (String line : (Iterable<String>) lines::iterator) {
                boolean isFrame = FRAME.matcher(line).matches();
                if (isFrame && !before.isEmpty()) {
                    traces.merge(shown(before), 1, Integer::sum);
                }
                if (ERROR.matcher(line).matches()) {
                    errors.merge(shown(line), 1, Integer::sum);
                }
                before = isFrame ? "" : line.isBlank() ? before : line;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static String shown(String line) {
        String plain = NUMBERS.matcher(line).replaceAll("#").strip();
        return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
    }
}
