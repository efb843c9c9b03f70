package dev.taskdirector.benchmarks.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Files {@code id,task,seconds} and {@code id,depends_on_id}: tasks, and which of them need which. */
final class GraphFiles {

    private static final List<String> NODES = List.of("id", "task|name", "seconds");
    private static final List<String> EDGES = List.of("id", "depends_on_id");
    private static final int NAMES_OF_A_CYCLE = 10;

    /** A node while its needs are not all known. */
    private record Node(String task, long micros, Set<Integer> needs) {}

    private final Complaints complaints;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private GraphFiles(Complaints complaints) {
        this.complaints = complaints;
    }

    static Workload workload(Path nodes, Optional<Path> edges, Complaints complaints) {
        GraphFiles graph = new GraphFiles(complaints);
        graph.readNodes(nodes);
        edges.ifPresent(file -> graph.readEdges(file, nodes));
        return new Workload(
                "",
                Workload.PLAIN,
                graph.nodes.stream()
                        .map(node ->
                                new MeasuredTask(node.task, node.micros, List.copyOf(node.needs), Optional.empty()))
                        .toList());
    }

    private void readNodes(Path file) {
        FirstLines ids = new FirstLines("id");
        FirstLines tasks = new FirstLines("task");
        Table.read(file, NODES, complaints, row -> {
            Optional<String> id = row.text(0);
            Optional<String> task = row.text(1);
            Optional<Long> micros = row.micros(2);
            if (id.isPresent()
                    && task.isPresent()
                    && micros.isPresent()
                    && ids.isFirst(id.get(), row)
                    && tasks.isFirst(task.get(), row)) {
                places.put(id.get(), nodes.size());
                nodes.add(new Node(task.get(), micros.get(), new LinkedHashSet<>()));
            }
        });
        FirstLines.checkCount(nodes.size(), file, complaints);
    }

    private void readEdges(Path file, Path nodesFile) {
        Map<List<Integer>, Integer> lines = new LinkedHashMap<>();
        Table.read(file, EDGES, complaints, row -> {
            Optional<Integer> task = place(row, 0, nodesFile);
            Optional<Integer> need = place(row, 1, nodesFile);
            if (task.isPresent() && need.isPresent()) {
                nodes.get(task.get()).needs.add(need.get());
                lines.putIfAbsent(List.of(task.get(), need.get()), row.line());
            }
        });
        Cycle.find(nodes.stream().map(Node::needs).toList()).ifPresent(cycle -> complain(file, cycle, lines));
    }

    private Optional<Integer> place(Row row, int column, Path nodesFile) {
        Optional<String> id = row.text(column);
        Optional<Integer> place = id.map(places::get);
        if (id.isPresent() && place.isEmpty()) {
            row.complain(Row.nameOf(row.columns().get(column)) + " " + FirstLines.quoted(id.get()) + " is not in "
                    + nodesFile + "; add it there, or take the edge out");
        }
        return place;
    }

    private void complain(Path file, List<Integer> cycle, Map<List<Integer>, Integer> lines) {
        int line = lines.getOrDefault(List.of(cycle.get(0), cycle.get(1 % cycle.size())), 1);
        String names = cycle.stream()
                .limit(NAMES_OF_A_CYCLE)
                .map(place -> FirstLines.quoted(nodes.get(place).task))
                .collect(Collectors.joining(" needs "));
        complaints.add(
                file,
                line,
                "a cycle: " + names + (cycle.size() > NAMES_OF_A_CYCLE ? " needs … needs " : " needs ")
                        + FirstLines.quoted(nodes.get(cycle.get(0)).task) + "; take one of its edges out");
    }
}
