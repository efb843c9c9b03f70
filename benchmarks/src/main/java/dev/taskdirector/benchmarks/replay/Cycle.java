package dev.taskdirector.benchmarks.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for tasks that need each other in a circle. */
final class Cycle {

    private Cycle() {}

    /**
     * Tasks each of which needs the next, and the last the first; empty when there is no cycle.
     *
     * @param needs for each task the places of those that it needs
     */
    static Optional<List<Integer>> find(List<? extends Collection<Integer>> needs) {
        Set<Integer> left = leftOfTopologicalSort(needs);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        // Whatever is left needs something that is left: walking along, one comes back.
        Map<Integer, Integer> steps = new LinkedHashMap<>();
        int at = left.iterator().next();
        while (steps.putIfAbsent(at, steps.size()) == null) {
            at = needs.get(at).stream().filter(left::contains).findFirst().orElseThrow();
        }
        List<Integer> path = new ArrayList<>(steps.keySet());
        return Optional.of(List.copyOf(path.subList(path.indexOf(at), path.size())));
    }

    private static Set<Integer> leftOfTopologicalSort(List<? extends Collection<Integer>> needs) {
        List<List<Integer>> dependents = new ArrayList<>();
        needs.forEach(some -> dependents.add(new ArrayList<>()));
        int[] missing = new int[needs.size()];
        Set<Integer> left = new LinkedHashSet<>();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < missing.length; i++) {
            missing[i] = needs.get(i).size();
            left.add(i);
            for (int need : needs.get(i)) {
                dependents.get(need).add(i);
            }
            if (missing[i] == 0) {
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            int done = open.remove();
            left.remove(done);
            for (int dependent : dependents.get(done)) {
                if (--missing[dependent] == 0) {
                    open.add(dependent);
                }
            }
        }
        return left;
    }
}
