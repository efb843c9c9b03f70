package dev.taskdirector.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was borne and what was not, as sentences and as JSON. The bounds are wide: a slow machine keeps them as well. */
final class LimitsReport {

    /** From a peer's start to its first task, for the last of the herd. */
    static final Duration FIRST_TASK_LIMIT = Duration.ofSeconds(60);

    /** From the end of a load until the checkpoint has all of it. */
    static final Duration SAVED_LIMIT = Duration.ofSeconds(30);

    /** From the first join to the last: a herd that trickles in is none. */
    static final double JOINING_LIMIT_SECONDS = 1.1;

    /** Of the statuses that were to be sent, so many must have been: a thinner flood proves nothing. */
    static final double LEAST_SHARE_SENT = 0.95;

    /** Of what a statement of the slow database takes: an answer that waited for one would take longer. */
    static final double MOST_OF_A_STATEMENT = 0.5;

    private static final double MEBIBYTE = 1 << 20;

    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final List<String> missed = new ArrayList<>();
    private final PrintStream out;

    /** @param out takes each sentence as soon as it is known */
    LimitsReport(PrintStream out) {
        this.out = out;
    }

    void joins(int peers, int tasks, Herd.Result herd) {
        Latencies toFirstTask = herd.toFirstTask();
        double lastSeconds = toFirstTask.millis(1) / 1000;
        json.putObject("joins")
                .put("peers", peers)
                .put("tasks", tasks)
                .put("joiningSeconds", herd.joiningSeconds())
                .put("toFirstTaskP50Millis", toFirstTask.millis(0.5))
                .put("toFirstTaskMaxMillis", toFirstTask.millis(1));
        say(
                "%d peers joined within %.2f s with one schema of %d tasks: first task after %.1f s (p50), %.1f s"
                        + " (last)",
                peers, herd.joiningSeconds(), tasks, toFirstTask.millis(0.5) / 1000, lastSeconds);
        if (herd.joiningSeconds() > JOINING_LIMIT_SECONDS) {
            miss(
                    "JOINS: the joins of %d peers were sent within %.2f s, which must not take longer than %.1f s",
                    peers, herd.joiningSeconds(), JOINING_LIMIT_SECONDS);
        }
        if (lastSeconds > FIRST_TASK_LIMIT.toSeconds()) {
            miss(
                    "JOINS: the last of %d peers had its first task after %.1f s, which must not take longer than %d s",
                    peers, lastSeconds, FIRST_TASK_LIMIT.toSeconds());
        }
    }

    void statuses(Flood.Result flood) {
        json.putObject("statuses")
                .put("wantedPerSecond", flood.wantedPerSecond())
                .put("count", flood.statuses())
                .put("seconds", flood.seconds())
                .put("perSecond", flood.perSecond())
                .put("mostLag", flood.mostLag())
                .put("drainSeconds", flood.drainSeconds());
        say(
                "%.0f statuses a second for %.0f s: at most %d not in the checkpoint, all of them %.1f s after the"
                        + " last",
                flood.perSecond(), flood.seconds(), flood.mostLag(), flood.drainSeconds());
        double least = LEAST_SHARE_SENT * flood.wantedPerSecond();
        if (flood.perSecond() < least) {
            miss(
                    "STATUSES: %.0f statuses a second were sent, which must be at least %.0f, as %d are wanted",
                    flood.perSecond(), least, flood.wantedPerSecond());
        }
        checkSaved("STATUSES", flood.drainSeconds());
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
        double most = MOST_OF_A_STATEMENT * statementMillis;
        if (load.latencies().millis(0.5) > most) {
            miss(
                    "DATABASE: from a completion to the next task it took %.1f ms (p50), which must not take longer than"
                            + " %.1f ms, as a statement takes %d ms and nobody is to wait for one",
                    load.latencies().millis(0.5), most, statementMillis);
        }
        checkSaved("DATABASE", drainSeconds);
    }

    private void checkSaved(String part, double drainSeconds) {
        if (drainSeconds > SAVED_LIMIT.toSeconds()) {
            miss(
                    "%s: the checkpoint had everything %.1f s after the end, which must not take longer than %d s",
                    part, drainSeconds, SAVED_LIMIT.toSeconds());
        }
    }

    /** The highest that was seen in the coordinator's memory from a part's begin to its end. */
    void memory(String part, MemoryUse use) {
        ObjectNode memory = json.withObject("/memory")
                .putObject(part.toLowerCase(Locale.ROOT))
                .put("heapBytes", use.heapBytes())
                .put("heapLimitBytes", use.heapLimitBytes());
        use.gauges().forEach((name, gauge) -> {
            memory.putObject(name).put("value", gauge.value()).put("limit", gauge.limit());
            if (gauge.isAboveLimit()) {
                miss("%s: %s was %.0f, above its limit of %.0f", part, name, gauge.value(), gauge.limit());
            }
        });
        say(
                "%s: at most %.0f of %.0f MiB of heap in use, garbage included",
                part, use.heapBytes() / MEBIBYTE, use.heapLimitBytes() / MEBIBYTE);
    }

    /** A part that came to no figures, or not to all of them. */
    void brokeOff(String why) {
        miss("%s", why);
    }

    /** A coordinator that nobody stopped has ended. */
    void died(int exitCode) {
        miss("a coordinator died, with exit code %d", exitCode);
    }

    /** What was not borne, in sentences. */
    List<String> missed() {
        return List.copyOf(missed);
    }

    void write(Path file) throws IOException {
        ObjectNode whole = json.deepCopy();
        missed.forEach(whole.putArray("missed")::add);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), whole);
    }

    private void miss(String format, Object... values) {
        String sentence = String.format(Locale.ROOT, format, values);
        missed.add(sentence);
        say("MISSED: %s", sentence);
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
