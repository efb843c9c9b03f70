package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an audit has found, and how much it has looked at. */
final class Tally {

    /** What is counted: all that was compared, and all that could not be. */
    enum Count {
        EXIT_CODES("exit codes compared with the auditor's"),
        ENDED_BY_SIGNAL("  agents that a signal ended"),
        ATTEMPTS("attempts compared with the tasks' log"),
        WORKS("done tasks compared with the tasks' log"),
        JOINS("joins looked for in the record"),
        JOINS_REFUSED("  turned away or asked for tasks"),
        REPORTS("reported successes compared with the record"),
        REPORTS_OF_ENDED("  not compared: their session had ended"),
        REPORTS_OF_READERS("  not compared: their peer can't write the cache"),
        REPORTS_UNPROVEN("  not compared: their peer id was taken"),
        REPORTS_REJECTED("  not compared: their session was rejected"),
        NEEDS("needs compared with when a task was given"),
        TOLD_COMPLETE("peers told \"complete\""),
        TOLD_FAILED("peers told \"failed\""),
        FREED("freed tasks"),
        AWAITED("  that an idle peer needed and might build");

        private final String title;

        Count(String title) {
            this.title = title;
        }

        /** As it stands in reports. */
        String title() {
            return title;
        }
    }

    private final List<Finding> findings = new ArrayList<>();
    private final Map<Count, Integer> counts = new EnumMap<>(Count.class);

    void find(Kind kind, String sentence) {
        findings.add(new Finding(kind, sentence));
    }

    void count(Count what) {
        counts.merge(what, 1, Integer::sum);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    int of(Count what) {
        return counts.getOrDefault(what, 0);
    }
}
