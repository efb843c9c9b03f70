package dev.taskdirector.benchmarks.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a storm came to, as a table and as JSON. */
record ChaosReport(
        long seed,
        Duration length,
        Duration toTheEnd,
        Evidence evidence,
        Conclusions conclusions,
        List<Finding> findings,
        int serversEnded,
        LogLines printed) {

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final int LINES_SHOWN = 10;

    ChaosReport {
        findings = List.copyOf(findings);
    }

    /** The same with what was found later. */
    ChaosReport with(List<Finding> more) {
        List<Finding> all = new java.util.ArrayList<>(findings);
        all.addAll(more);
        return new ChaosReport(seed, length, toTheEnd, evidence, conclusions, all, serversEnded, printed);
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%nseed %d: %d faults in %.1f minutes; all was over %.1f s after the last%n%n",
                seed,
                conclusions.recovery().times().values().stream()
                        .mapToInt(Recovery.Times::count)
                        .sum(),
                length.toMillis() / MILLIS_PER_SECOND / 60,
                toTheEnd.toMillis() / MILLIS_PER_SECOND);
        counts().forEach((name, count) -> out.printf(Locale.ROOT, "%-44s %8d%n", name, count));
        out.printf(Locale.ROOT, "%n%-44s %8s%n", "built again, because", "times");
        conclusions
                .rebuilds()
                .counts()
                .forEach((why, count) -> out.printf(Locale.ROOT, "%-44s %8d%n", why.title(), count));
        printRecovery(out);
        printLines(out, "lines with ERROR", printed.errors());
        printLines(out, "stack traces", printed.traces());
    }

    private void printRecovery(PrintStream out) {
        String line = "%-22s %6s %15s %22s %20s %10s %11s%n";
        out.printf(
                Locale.ROOT,
                "%n" + line,
                "seconds from a fault",
                "faults",
                "lasted",
                "to the next assignment",
                "to the next new task",
                "unanswered",
                "never given");
        out.printf(Locale.ROOT, line, "", "", "median / max", "median / max", "median / max", "partitions", "tasks");
        conclusions
                .recovery()
                .times()
                .forEach((kind, times) -> out.printf(
                        Locale.ROOT,
                        line,
                        kind.title(),
                        times.count(),
                        medianAndMax(times.lasted()),
                        medianAndMax(times.answer()),
                        medianAndMax(times.work()),
                        times.unanswered(),
                        times.neverGiven()));
        out.printf(
                Locale.ROOT,
                "longest silence besides what was away: %.1f s%n",
                conclusions.longestSilence().toMillis() / MILLIS_PER_SECOND);
    }

    private static void printLines(PrintStream out, String what, Map<String, Integer> lines) {
        out.printf(Locale.ROOT, "%n%-44s %8d%n", what + " of coordinators and agents", LogLines.sum(lines));
        lines.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(LINES_SHOWN)
                .forEach(line -> out.printf(Locale.ROOT, "  %6d  %s%n", line.getValue(), line.getKey()));
    }

    void write(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        root.put("seed", seed)
                .put("minutes", length.toMillis() / MILLIS_PER_SECOND / 60)
                .put("secondsToTheEnd", toTheEnd.toMillis() / MILLIS_PER_SECOND)
                .put("agentsBoundSeconds", Pace.agentsBound().toSeconds())
                .put("recordBoundSeconds", Pace.recordBound().toSeconds());
        ObjectNode settings = root.putObject("settings");
        Pace.all().forEach(settings::put);
        ObjectNode counts = root.putObject("counts");
        counts().forEach(counts::put);
        ObjectNode again = root.putObject("builtAgain");
        conclusions
                .rebuilds()
                .counts()
                .forEach((why, count) -> again.put(why.name().toLowerCase(Locale.ROOT), count));
        ArrayNode unexplained = root.putArray("unexplained");
        conclusions.rebuilds().unexplained().forEach(unexplained::add);
        ObjectNode faults = root.putObject("faults");
        conclusions.recovery().times().forEach((kind, times) -> {
            ObjectNode one = faults.putObject(kind.title()).put("count", times.count());
            put(one.putObject("lastedSeconds"), times.lasted());
            put(one.putObject("secondsToNextAssignment"), times.answer());
            put(one.putObject("secondsToNextNewTask"), times.work());
            one.put("unanswered", times.unanswered()).put("neverGiven", times.neverGiven());
        });
        root.put("longestSilenceSeconds", conclusions.longestSilence().toMillis() / MILLIS_PER_SECOND);
        ObjectNode lines = root.putObject("linesWithError");
        printed.errors().forEach(lines::put);
        ObjectNode traces = root.putObject("stackTraces");
        printed.traces().forEach(traces::put);
        ArrayNode all = root.putArray("findings");
        findings.forEach(finding -> all.addObject()
                .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                .put("what", finding.sentence()));
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }

    private Map<String, Integer> counts() {
        DatabaseRecord record = evidence.record();
        Map<String, Integer> counts = new java.util.LinkedHashMap<>();
        counts.put("shared runs", record.runs().size());
        counts.put("  of them with keys", (int)
                record.runs().stream().filter(DatabaseRecord.RunRow::keyed).count());
        counts.put("agents", evidence.lives().size());
        counts.put("  at a time, in the median", medianAlive());
        counts.put("sessions", record.sessions().size());
        counts.put("  never in a run", (int) record.sessions().stream()
                .filter(session -> session.run().isEmpty())
                .count());
        counts.put("statuses", evidence.log().said().size());
        counts.put("assignments", evidence.log().answers().size());
        counts.put("tasks (works)", record.works().size());
        counts.put("  done", (int)
                record.works().stream().filter(DatabaseRecord.WorkRow::isDone).count());
        counts.put("commands that built", (int)
                evidence.entries().stream().filter(TaskEntry::begins).count());
        for (Tally.Count count : Tally.Count.values()) {
            counts.put(count.title(), conclusions.tally().of(count));
        }
        counts.put("servers that ended as they should", serversEnded);
        counts.put("lines with ERROR", LogLines.sum(printed.errors()));
        counts.put("stack traces", LogLines.sum(printed.traces()));
        counts.put(
                "built again, and nothing shows why",
                conclusions.rebuilds().unexplained().size());
        counts.put("tasks lost", count(Finding.Kind.LOST));
        counts.put("runs or agents stuck", count(Finding.Kind.STUCK));
        counts.put("exit codes or anything else wrong", count(Finding.Kind.WRONG));
        return counts;
    }

    private int count(Finding.Kind kind) {
        return (int) findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /** Looked at as each agent started, the first ones left out: they came one after the other. */
    private int medianAlive() {
        List<Long> alive = evidence.lives().stream()
                .skip(evidence.lives().size() / 10)
                .map(Life::started)
                .map(moment -> evidence.lives().stream()
                        .filter(life -> life.isAliveAt(moment))
                        .count())
                .sorted()
                .toList();
        return alive.isEmpty() ? 0 : alive.get(alive.size() / 2).intValue();
    }

    private static String medianAndMax(List<Duration> sorted) {
        if (sorted.isEmpty()) {
            return "-";
        }
        return String.format(
                Locale.ROOT,
                "%.1f / %.1f",
                median(sorted).toMillis() / MILLIS_PER_SECOND,
                sorted.get(sorted.size() - 1).toMillis() / MILLIS_PER_SECOND);
    }

    private static void put(ObjectNode node, List<Duration> sorted) {
        node.put("samples", sorted.size());
        if (!sorted.isEmpty()) {
            node.put("median", median(sorted).toMillis() / MILLIS_PER_SECOND);
            node.put(
                    "max",
                    sorted.stream().max(Comparator.naturalOrder()).orElseThrow().toMillis() / MILLIS_PER_SECOND);
        }
    }

    private static Duration median(List<Duration> sorted) {
        Duration upper = sorted.get(sorted.size() / 2);
        return sorted.size() % 2 == 1
                ? upper
                : upper.plus(sorted.get(sorted.size() / 2 - 1)).dividedBy(2);
    }
}
