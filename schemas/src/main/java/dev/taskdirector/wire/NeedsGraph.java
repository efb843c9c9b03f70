package dev.taskdirector.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What tasks need of each other. Finds a cycle in time proportional to tasks and needs (depth-first search with three
 * colours, without recursion: a chain may be 100,000 long).
 */
public final class NeedsGraph {

    private enum Colour {
        NEW,
        OPEN,
        CLOSED
    }

    private final List<String> names;
    private final int[][] needs;

    private NeedsGraph(List<String> names, int[][] needs) {
        this.names = names;
        this.needs = needs;
    }

    /** The graph of these tasks; needs that are no task's name are left out. */
    public static NeedsGraph of(List<JoinTask> tasks) {
        Map<String, Integer> places = new HashMap<>(tasks.size() * 2);
        List<String> names = new ArrayList<>(tasks.size());
        for (JoinTask task : tasks) {
            places.putIfAbsent(task.name(), names.size());
            names.add(task.name());
        }
        int[][] needs = new int[tasks.size()][];
        for (int i = 0; i < needs.length; i++) {
            needs[i] = tasks.get(i).needs().stream()
                    .mapToInt(need -> places.getOrDefault(need, -1))
                    .filter(place -> place >= 0)
                    .toArray();
        }
        return new NeedsGraph(names, needs);
    }

    /** The tasks of a cycle, each needing the next, the first repeated at the end; empty if there is none. */
    public Optional<List<String>> cycle() {
        Colour[] colours = new Colour[needs.length];
        Arrays.fill(colours, Colour.NEW);
        for (int start = 0; start < needs.length; start++) {
            if (colours[start] == Colour.NEW) {
                Optional<List<String>> cycle = cycleFrom(start, colours);
                if (cycle.isPresent()) {
                    return cycle;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<List<String>> cycleFrom(int start, Colour[] colours) {
        Deque<int[]> path = new ArrayDeque<>();
        path.push(new int[] {start, 0});
        colours[start] = Colour.OPEN;
        while (!path.isEmpty()) {
            int[] next = path.element();
            if (next[1] == needs[next[0]].length) {
                colours[next[0]] = Colour.CLOSED;
                path.pop();
                continue;
            }
            int need = needs[next[0]][next[1]++];
            if (colours[need] == Colour.OPEN) {
                return Optional.of(named(path, need));
            }
            if (colours[need] == Colour.NEW) {
                colours[need] = Colour.OPEN;
                path.push(new int[] {need, 0});
            }
        }
        return Optional.empty();
    }

    private List<String> named(Deque<int[]> path, int closing) {
        List<String> cycle = new ArrayList<>();
        cycle.add(names.get(closing));
        for (int[] step : path) {
            cycle.add(names.get(step[0]));
            if (step[0] == closing) {
                break;
            }
        }
        Collections.reverse(cycle);
        return cycle;
    }
}
