package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.benchmarks.SchedulingReport.Cost;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulingReportTest {

    @Test
    void fourTimesIsBorne() {
        assertThat(report(10, 45, 40).missed()).isEmpty();
    }

    @Test
    void moreThanFourTimesIsMissedWithASentence() {
        SchedulingReport report = report(10, 20, 40.4);
        String sentence = "in a run of 100,000 tasks a completion costs 4.04 times what it costs in one of 1,000, which"
                + " must be at most 4 times";
        assertThat(report.missed()).contains(sentence);
        assertThat(printed(report).lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "tasks µs a completion ÷ the first",
                        "1000 10.0 1.00",
                        "10000 20.0 2.00",
                        "100000 40.4 4.04",
                        "MISSED: " + sentence);
    }

    @Test
    void nothingMeasuredIsNoGoodNews() {
        assertThatThrownBy(() -> new SchedulingReport(List.of())).hasMessage("nothing was measured");
    }

    private static SchedulingReport report(double small, double middle, double large) {
        return new SchedulingReport(
                List.of(new Cost(1_000, small), new Cost(10_000, middle), new Cost(100_000, large)));
    }

    private static String printed(SchedulingReport report) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text));
        return text.toString();
    }
}
