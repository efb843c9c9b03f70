package dev.taskdirector.benchmarks.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a replay came to, as a table and as JSON. */
record ReplayReport(Fleet fleet, List<PolicyOutcome> policies) {

    ReplayReport {
        policies = List.copyOf(policies);
    }

    void print(PrintWriter out) {
        out.println(describe(fleet));
        if (first().outcomes().size() > 1) {
            printVersions(out);
        }
        printPolicies(out);
        policies.forEach(policy -> policy.outcomes()
                .forEach(outcome -> outcome.hangs().forEach(hang -> printHang(out, policy.policy(), outcome, hang))));
        out.flush();
    }

    private PolicyOutcome first() {
        return policies.get(0);
    }

    private static String describe(Fleet fleet) {
        return fleet.peers() + (fleet.peers() == 1 ? " peer of " : " peers of ") + fleet.slots()
                + (fleet.slots() == 1 ? " slot" : " slots") + ", speeds "
                + fleet.speeds().stream().map(String::valueOf).collect(Collectors.joining(","))
                + ", seed " + fleet.seed();
    }

    private void printVersions(PrintWriter out) {
        out.printf(Locale.ROOT, "%n%-24s %8s %10s", "version, ratio by policy", "tasks", "bound s");
        policies.forEach(
                policy -> out.printf(Locale.ROOT, " %10s", policy.policy().word()));
        out.println();
        for (int i = 0; i < first().outcomes().size(); i++) {
            Outcome outcome = first().outcomes().get(i);
            out.printf(
                    Locale.ROOT, "%-24s %8d %10.1f", outcome.version(), outcome.tasks(), outcome.lowerBoundSeconds());
            for (PolicyOutcome policy : policies) {
                out.printf(Locale.ROOT, " %10.4f", policy.outcomes().get(i).ratio());
            }
            out.println();
        }
    }

    private void printPolicies(PrintWriter out) {
        int versions = first().outcomes().size();
        int counted = versions - first().leftOut();
        out.printf(
                Locale.ROOT,
                "%n%-24s %12s %10s %8s %8s %12s %10s%n",
                versions == 1
                        ? "policy"
                        : "mean of " + counted
                                + (first().leftOut() == 0 ? "" : ", first " + first().leftOut() + " out"),
                "makespan s",
                "bound s",
                "ratio",
                "worst",
                "work s",
                "work ratio");
        for (PolicyOutcome policy : policies) {
            out.printf(
                    Locale.ROOT,
                    "%-24s %12.1f %10.1f %8.4f %8.4f %12.1f %10.4f%n",
                    policy.policy().word(),
                    policy.mean(Outcome::makespanSeconds),
                    policy.mean(Outcome::lowerBoundSeconds),
                    policy.mean(Outcome::ratio),
                    policy.worst(Outcome::ratio),
                    policy.mean(Outcome::workSeconds),
                    policy.mean(Outcome::workRatio));
        }
    }

    private static void printHang(PrintWriter out, Policy policy, Outcome outcome, Outcome.Hang hang) {
        out.printf(
                Locale.ROOT,
                "%s%s: %s hung; begun %d times, done %.1f s after its first begin, %.2f times the %.1f s expected%n",
                policy.word(),
                outcome.version().isEmpty() ? "" : ", version " + outcome.version(),
                FirstLines.quoted(hang.task()),
                hang.executions(),
                hang.doneAfterSeconds(),
                hang.timesExpected(),
                hang.expectedSeconds());
    }

    /** The first policy's figures stand at the top as well. */
    ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.putObject("fleet")
                .put("peers", fleet.peers())
                .put("slots", fleet.slots())
                .put("joinSpreadSeconds", fleet.spreadMicros() / 1e6)
                .put("seed", fleet.seed())
                .putPOJO("speeds", fleet.speeds());
        write(first(), root);
        ArrayNode all = root.putArray("policies");
        policies.forEach(policy -> write(policy, all.addObject()));
        return root;
    }

    private static void write(PolicyOutcome policy, ObjectNode to) {
        to.put("policy", policy.policy().word())
                .put("makespanSeconds", policy.mean(Outcome::makespanSeconds))
                .put("lowerBoundSeconds", policy.mean(Outcome::lowerBoundSeconds))
                .put("ratio", policy.mean(Outcome::ratio))
                .put("worstRatio", policy.worst(Outcome::ratio))
                .put("work", policy.mean(Outcome::workSeconds))
                .put("workRatio", policy.mean(Outcome::workRatio));
        if (policy.outcomes().size() == 1) {
            writeHangs(policy.outcomes().get(0), to);
            return;
        }
        to.put("versionsLeftOut", policy.leftOut());
        ArrayNode versions = to.putArray("versions");
        for (Outcome outcome : policy.outcomes()) {
            ObjectNode one = versions.addObject()
                    .put("version", outcome.version())
                    .put("tasks", outcome.tasks())
                    .put("makespanSeconds", outcome.makespanSeconds())
                    .put("lowerBoundSeconds", outcome.lowerBoundSeconds())
                    .put("ratio", outcome.ratio())
                    .put("work", outcome.workSeconds())
                    .put("workRatio", outcome.workRatio());
            writeHangs(outcome, one);
        }
    }

    private static void writeHangs(Outcome outcome, ObjectNode to) {
        if (outcome.hangs().isEmpty()) {
            return;
        }
        ArrayNode hangs = to.putArray("hangs");
        for (Outcome.Hang hang : outcome.hangs()) {
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
