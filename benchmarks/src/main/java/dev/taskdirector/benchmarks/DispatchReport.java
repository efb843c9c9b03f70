package dev.taskdirector.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a dispatch measurement came to, as a table and as JSON. */
record DispatchReport(Latencies raw, List<Load.Result> loads) {

    DispatchReport {
        loads = List.copyOf(loads);
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-32s %8s %8s %8s %10s %14s%n",
                "",
                "p50 ms",
                "p99 ms",
                "÷ raw",
                "samples",
                "completions/s");
        out.printf(
                Locale.ROOT,
                "%-32s %8.2f %8.2f %8s %10d%n",
                "raw Kafka, there and back",
                raw.millis(0.5),
                raw.millis(0.99),
                "1.00",
                raw.count());
        for (Load.Result load : loads) {
            out.printf(
                    Locale.ROOT,
                    "%-32s %8.2f %8.2f %8.2f %10d %14.0f%n",
                    "dispatch, " + load.fleet(),
                    load.latencies().millis(0.5),
                    load.latencies().millis(0.99),
                    load.latencies().millis(0.5) / raw.millis(0.5),
                    load.latencies().count(),
                    load.completionsPerSecond());
        }
        out.println("All in one run on one machine, the load included; tasks take no time; the checkpoint is on.");
    }

    void write(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        root.putObject("raw").put("p50Millis", raw.millis(0.5)).put("p99Millis", raw.millis(0.99));
        Load.Result single = loads.get(0);
        root.putObject("dispatch")
                .put("p50Millis", single.latencies().millis(0.5))
                .put("p99Millis", single.latencies().millis(0.99));
        root.putObject("ratio")
                .put("p50", single.latencies().millis(0.5) / raw.millis(0.5))
                .put("p99", single.latencies().millis(0.99) / raw.millis(0.99));
        Load.Result best = loads.stream()
                .max(Comparator.comparingDouble(Load.Result::completionsPerSecond))
                .orElseThrow();
        root.put("completionsPerSecond", best.completionsPerSecond())
                .put("completionsPerSecondOf", best.fleet().toString());
        ArrayNode all = root.putArray("loads");
        for (Load.Result load : loads) {
            all.addObject()
                    .put("peers", load.fleet().peers())
                    .put("slots", load.fleet().slots())
                    .put("ahead", load.fleet().ahead())
                    .put("tasks", load.tasks())
                    .put("completions", load.completions())
                    .put("completionsPerSecond", load.completionsPerSecond())
                    .put("p50Millis", load.latencies().millis(0.5))
                    .put("p99Millis", load.latencies().millis(0.99));
        }
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }
}
