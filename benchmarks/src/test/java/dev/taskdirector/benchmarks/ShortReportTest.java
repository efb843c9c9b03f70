package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskdirector.benchmarks.ShortReport.Comparison;
import dev.taskdirector.benchmarks.ShortReport.Pair;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortReportTest {

    private static final Comparison THREE_TIMES =
            comparison("together", new Pair(3, 1), new Pair(1, 1), new Pair(9, 1));
    private static final Comparison LESS = comparison("ahead", new Pair(2.9, 1), new Pair(1, 1), new Pair(9, 1));

    private static Comparison comparison(String what, Pair... pairs) {
        return new Comparison(what, 100, 8, List.of(pairs));
    }

    @Test
    void threeTimesInTheMedianPairIsEnough() {
        assertThat(new ShortReport(THREE_TIMES, THREE_TIMES, THREE_TIMES, 3).missed())
                .isEmpty();
    }

    @Test
    void whicheverIsLessIsMissedWithASentence(@TempDir Path folder) throws Exception {
        ShortReport report = new ShortReport(THREE_TIMES, THREE_TIMES, LESS, 3);
        String sentence = "ahead: 2.90 times as quick, which must be at least 3 times";
        assertThat(report.missed()).containsExactly(sentence);
        assertThat(new ShortReport(LESS, THREE_TIMES, THREE_TIMES, 3).missed()).containsExactly(sentence);
        assertThat(new ShortReport(THREE_TIMES, LESS, THREE_TIMES, 3).missed()).containsExactly(sentence);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        report.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).endsWith("MISSED: " + sentence);
        Path file = folder.resolve("short.json");
        report.write(file);
        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(written.get("missed")).hasSize(1);
        assertThat(written.get("missed").get(0).asText()).isEqualTo(sentence);
    }
}
