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
import java.util.stream.Stream;

/**
 * What a measurement of short tasks came to, as a table and as JSON.
 *
 * @param leastRatio as many times as quick each thing that is compared must make it
 */
record ShortReport(Comparison together, Comparison learnt, Comparison ahead, double leastRatio) {

    /** Two builds, one after the other: completions a second with what is measured and without it. */
    record Pair(double with, double without) {
        double ratio() {
            return with / without;
        }
    }

    /**
     * Several pairs of builds that differ in one thing.
     *
     * @param what the thing, as a line of the table begins
     * @param tasks of each build
     * @param peers of each build, a slot each
     */
    record Comparison(String what, int tasks, int peers, List<Pair> pairs) {

        Comparison {
            pairs = List.copyOf(pairs);
        }

        /** The pair with the median ratio. */
        Pair median() {
            List<Pair> sorted = pairs.stream()
                    .sorted(Comparator.comparingDouble(Pair::ratio))
                    .toList();
            return sorted.get(sorted.size() / 2);
        }
    }

    /** Which bounds were missed, in sentences. */
    List<String> missed() {
        return Stream.of(ahead, together, learnt)
                .filter(one -> one.median().ratio() < leastRatio)
                .map(one -> String.format(
                        Locale.ROOT,
                        "%s: %.2f times as quick, which must be at least %.0f times",
                        one.what(),
                        one.median().ratio(),
                        leastRatio))
                .toList();
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-62s %8s %6s %12s %12s %7s%n",
                "",
                "tasks",
                "peers",
                "completions/s",
                "without",
                "ratio");
        for (Comparison one : List.of(ahead, together, learnt)) {
            out.printf(
                    Locale.ROOT,
                    "%-62s %8d %6d %13.0f %12.0f %7.2f%n",
                    one.what(),
                    one.tasks(),
                    one.peers(),
                    one.median().with(),
                    one.median().without(),
                    one.median().ratio());
        }
        out.println("All in one run on one machine, the peers included; the pair with the median ratio counts.");
        missed().forEach(sentence -> out.println("MISSED: " + sentence));
    }

    void write(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        put(root.putObject("ahead"), ahead);
        put(root.putObject("together"), together);
        put(root.putObject("learnt"), learnt);
        missed().forEach(root.putArray("missed")::add);
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }

    private static void put(ObjectNode node, Comparison one) {
        node.put("tasks", one.tasks())
                .put("peers", one.peers())
                .put("ratio", one.median().ratio());
        ArrayNode pairs = node.putArray("pairs");
        for (Pair pair : one.pairs()) {
            pairs.addObject()
                    .put("completionsPerSecond", pair.with())
                    .put("completionsPerSecondWithout", pair.without())
                    .put("ratio", pair.ratio());
        }
    }
}
