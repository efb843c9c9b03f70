package dev.taskdirector.benchmarks.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a replay came to, as a table and as JSON.
 *
 * @param past what really happened, where that is known
 * @param policies what became of it under each policy; one at least
 */
record ReplayReport(Optional<PolicyResults> past, List<PolicyResults> policies) {

    ReplayReport {
        policies = List.copyOf(policies);
    }

    void print(PrintWriter out) {
        List<PolicyResults> columns = new ArrayList<>(past.stream().toList());
        columns.addAll(policies);
        past.ifPresent(was -> printFleets("it was: ", was, out));
        printFleets("replay: ", first(), out);
        if (first().results().size() > 1) {
            printVersions(columns, out);
        }
        printMeans(columns, out);
        policies.forEach(policy -> policy.results()
                .forEach(result -> result.hangs().forEach(hang -> printHang(policy, result, hang, out))));
        out.flush();
    }

    private PolicyResults first() {
        return policies.get(0);
    }

    private static void printFleets(String what, PolicyResults policy, PrintWriter out) {
        List<Fleet> fleets =
                policy.results().stream().map(Result::fleet).distinct().toList();
        out.println(what + (fleets.size() == 1 ? fleets.get(0).toString() : "another fleet for each version"));
    }

    private void printVersions(List<PolicyResults> columns, PrintWriter out) {
        out.printf(Locale.ROOT, "%n%-32s %8s %6s %10s", "ratio to the bound", "tasks", "peers", "bound s");
        columns.forEach(column -> out.printf(Locale.ROOT, " %10s", column.name()));
        out.println();
        for (int i = 0; i < first().results().size(); i++) {
            Result one = first().results().get(i);
            out.printf(
                    Locale.ROOT,
                    "%-32s %8d %6d %10.1f",
                    one.workload().version(),
                    one.workload().size(),
                    one.fleet().peers(),
                    one.lowerBoundSeconds());
            for (PolicyResults column : columns) {
                out.printf(Locale.ROOT, " %10.4f", column.results().get(i).ratio());
            }
            out.println();
        }
    }

    private void printMeans(List<PolicyResults> columns, PrintWriter out) {
        int left = first().leftOut();
        int counted = first().results().size() - left;
        out.printf(
                Locale.ROOT,
                "%n%-32s %12s %10s %8s %8s %12s %10s%n",
                counted + left == 1
                        ? ""
                        : "mean of " + counted + (left == 0 ? "" : ", the first " + left + " left out"),
                "makespan s",
                "bound s",
                "ratio",
                "worst",
                "work s",
                "work ratio");
        for (PolicyResults column : columns) {
            out.printf(
                    Locale.ROOT,
                    "%-32s %12.1f %10.1f %8.4f %8.4f %12.1f %10.4f%n",
                    column.name(),
                    column.mean(Result::makespanSeconds),
                    column.mean(Result::lowerBoundSeconds),
                    column.mean(Result::ratio),
                    column.worst(Result::ratio),
                    column.mean(Result::workSeconds),
                    column.mean(Result::workRatio));
        }
    }

    private static void printHang(PolicyResults policy, Result result, Result.Hang hang, PrintWriter out) {
        String version = result.workload().version();
        out.printf(
                Locale.ROOT,
                "%s%s: %s hung; begun %s, done %.1f s after its first begin, %.2f times the %.1f s expected%n",
                policy.name(),
                version.isEmpty() ? "" : ", " + version,
                FirstLines.quoted(hang.task()),
                hang.executions() == 1 ? "once" : hang.executions() + " times",
                hang.doneAfterSeconds(),
                hang.timesExpected(),
                hang.expectedSeconds());
    }

    /** The first policy's figures stand at the top as well. */
    ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        write(first(), root);
        past.ifPresent(was -> write(was, root.putObject("past")));
        ArrayNode all = root.putArray("policies");
        policies.forEach(policy -> write(policy, all.addObject()));
        return root;
    }

    private static void write(PolicyResults policy, ObjectNode to) {
        if (policy.results().size() == 1) {
            to.put("policy", policy.name());
            write(policy.results().get(0), to);
            return;
        }
        to.put("policy", policy.name())
                .put("makespanSeconds", policy.mean(Result::makespanSeconds))
                .put("lowerBoundSeconds", policy.mean(Result::lowerBoundSeconds))
                .put("ratio", policy.mean(Result::ratio))
                .put("worstRatio", policy.worst(Result::ratio))
                .put("work", policy.mean(Result::workSeconds))
                .put("workRatio", policy.mean(Result::workRatio))
                .put("versionsLeftOut", policy.leftOut());
        ArrayNode versions = to.putArray("versions");
        policy.results()
                .forEach(result -> write(
                        result,
                        versions.addObject().put("version", result.workload().version())));
    }

    private static void write(Result result, ObjectNode to) {
        to.put("tasks", result.workload().size())
                .put("peers", result.fleet().peers())
                .put("slots", result.fleet().allSlots())
                .put("makespanSeconds", result.makespanSeconds())
                .put("lowerBoundSeconds", result.lowerBoundSeconds())
                .put("ratio", result.ratio())
                .put("work", result.workSeconds())
                .put("workRatio", result.workRatio());
        ObjectNode busy = to.putObject("busySecondsByPeer");
        result.busyMicros().forEach((peer, micros) -> busy.put(peer, micros / 1e6));
        if (result.hangs().isEmpty()) {
            return;
        }
        ArrayNode hangs = to.putArray("hangs");
        for (Result.Hang hang : result.hangs()) {
            hangs.addObject()
                    .put("task", hang.task())
                    .put("expectedSeconds", hang.expectedSeconds())
                    .put("doneAfterSeconds", hang.doneAfterSeconds())
                    .put("timesExpected", hang.timesExpected())
                    .put("executions", hang.executions());
        }
    }

    void write(Path file) throws IOException {
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json());
    }
}
