package dev.taskdirector.coordinator.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of docs/bad-records.md: what they promise is what the test asks for. */
final class BadRecordPage {
    private static final Path PAGE = Path.of("../docs/bad-records.md");

    /**
     * A row.
     *
     * @param becomes dead letter, rejected, ignored, forwarded, taken, or the state of an answer
     * @param sentence with … for what varies
     * @param counted the metric as {@code /q/metrics} has it; empty when none counts it
     */
    record Row(String name, String becomes, String sentence, String counted) {

        Pattern pattern() {
            return Pattern.compile(
                    Stream.of(sentence.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private BadRecordPage() {}

    static List<Row> rows() {
        try {
            return Files.readAllLines(PAGE).stream()
                    .filter(line -> line.matches("\\| [a-z0-9-]+ \\| .*") && !line.startsWith("| name |"))
                    .filter(line -> !line.startsWith("| ---"))
                    .map(BadRecordPage::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split(" *\\| *", -1);
        String[] outcome = cells[3].split(": ", 2);
        String[] counted = cells[4].split(", ");
        String metric = counted.length == 2
                ? "task_director_" + counted[0] + "_total{reason=\"" + counted[1] + "\"}"
                : counted[0].isEmpty() ? "" : "task_director_" + counted[0] + "_total";
        return new Row(cells[1], outcome[0], outcome.length == 2 ? outcome[1] : "", metric);
    }
}
