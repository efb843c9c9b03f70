package dev.taskdirector.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** What was borne, as sentences and as JSON. */
final class LimitsReport {

    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final PrintStream out;

    /** @param out takes each sentence as soon as it is known */
    LimitsReport(PrintStream out) {
        this.out = out;
    }

    void joins(int peers, int tasks, Latencies toFirstTask) {
        json.putObject("joins")
                .put("peers", peers)
                .put("tasks", tasks)
                .put("toFirstTaskP50Millis", toFirstTask.millis(0.5))
                .put("toFirstTaskMaxMillis", toFirstTask.millis(1));
        say(
                "%d peers joined within a second with one schema of %d tasks: first task after %.1f s (p50), %.1f s"
                        + " (last)",
                peers, tasks, toFirstTask.millis(0.5) / 1000, toFirstTask.millis(1) / 1000);
    }

    void statuses(Flood.Result flood) {
        json.putObject("statuses")
                .put("count", flood.statuses())
                .put("seconds", flood.seconds())
                .put("perSecond", flood.perSecond())
                .put("mostLag", flood.mostLag())
                .put("drainSeconds", flood.drainSeconds());
        say(
                "%.0f statuses a second for %.0f s: at most %d not in the checkpoint, all of them %.1f s after the"
                        + " last",
                flood.perSecond(), flood.seconds(), flood.mostLag(), flood.drainSeconds());
    }

    void tasks(Load.Result load) {
        json.putObject("tasks")
                .put("tasks", load.tasks())
                .put("completions", load.completions())
                .put("seconds", load.seconds())
                .put("completionsPerSecond", load.completionsPerSecond());
        say(
                "%d tasks, %s: %.1f s, %.0f completions a second",
                load.tasks(), load.fleet(), load.seconds(), load.completionsPerSecond());
    }

    void database(int statementMillis, Load.Result load, long lag, double drainSeconds) {
        json.putObject("database")
                .put("statementMillis", statementMillis)
                .put("p50Millis", load.latencies().millis(0.5))
                .put("p99Millis", load.latencies().millis(0.99))
                .put("completionsPerSecond", load.completionsPerSecond())
                .put("lag", lag)
                .put("drainSeconds", drainSeconds);
        say(
                "a database that takes %d ms a statement: completion to next task %.2f ms (p50), %.1f ms (p99), %s,"
                        + " %.0f completions a second; at the end %d statuses not in the checkpoint, all of them %.1f s"
                        + " later",
                statementMillis,
                load.latencies().millis(0.5),
                load.latencies().millis(0.99),
                load.fleet(),
                load.completionsPerSecond(),
                lag,
                drainSeconds);
    }

    /** A coordinator that died is no figure. */
    void died(boolean value) {
        if (value) {
            throw new IllegalStateException("the coordinator died");
        }
    }

    void write(Path file) throws IOException {
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
