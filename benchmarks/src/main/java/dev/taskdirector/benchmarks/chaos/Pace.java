package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a storm: the documented quick ones, so that minutes hold many faults, and the bounds that follow. */
final class Pace {

    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(8);
    static final Duration PATIENCE = Duration.ofSeconds(8);
    static final Duration ABORT_GRACE = Duration.ofSeconds(2);

    /** How long done work is remembered after its last peer: short, so that runs are closed while the storm rages. */
    static final Duration WORK_LINGER = Duration.ofSeconds(20);

    /** What starting and ending a task's command takes on a busy machine. */
    static final Duration COMMAND = Duration.ofMillis(500);

    /** For what a machine with two processors and much to do adds. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    private static final StandaloneSettings QUICK = StandaloneSettings.temporary()
            .withQuickTakeover()
            .with("task-director.heartbeat", HEARTBEAT.toSeconds() + "s")
            .with("task-director.session-timeout", SESSION_TIMEOUT.toSeconds() + "s")
            .with("task-director.work-linger", WORK_LINGER.toSeconds() + "s");

    private Pace() {}

    static Map<String, String> coordinator() {
        return QUICK.further();
    }

    static Map<String, String> broker() {
        return QUICK.broker();
    }

    /**
     * How long after the last fault every agent must have ended: at worst it waits for its session's end and its patience, and
     * then builds all alone.
     */
    static Duration agentsBound() {
        return SESSION_TIMEOUT.plus(PATIENCE).plus(Workload.LONGEST_ALONE).plus(MARGIN);
    }

    /** For how long a partition may stand still besides what is away: twice what a takeover may take with the defaults. */
    static Duration takeoverBound() {
        return Duration.ofSeconds(30);
    }

    /** How long after the last agent every session and every run must be closed in the record. */
    static Duration recordBound() {
        return SESSION_TIMEOUT.plus(WORK_LINGER).plus(MARGIN);
    }

    /** Of all sides, by name, for the report. */
    static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(coordinator());
        broker().forEach((name, value) -> all.put("broker: " + name, value));
        all.put("agent: --patience", PATIENCE.toSeconds() + "s");
        all.put("agent: --abort-grace", ABORT_GRACE.toSeconds() + "s");
        return all;
    }
}
