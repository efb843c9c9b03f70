package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.RefusalException;
import java.time.Duration;

/**
 * The settings that decide, as they are configured. What no partition could go by is refused at the start: in the log it
 * would be a record that its own writer does not accept, again and again.
 */
final class DecisiveSettings {
    private static final Duration LONGEST = Duration.ofDays(24);

    /** Agents take no longer one. */
    private static final Duration LONGEST_HEARTBEAT = Duration.ofDays(11);

    /** Beyond, peers would hold what others could build. */
    private static final Duration LONGEST_LEAD = Duration.ofMinutes(1);

    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_PEERS = 1_000_000;
    private static final int MOST_TASKS = 1_000_000_000;
    private static final int MOST_FACTOR = 1_000;

    private DecisiveSettings() {}

    /**
     * Takes them from the configuration.
     *
     * @throws RefusalException with a sentence about the first one that is out of range
     */
    static Settings of(CoordinatorConfig config) {
        Settings defaults = Settings.DEFAULTS;
        Settings settings = new Settings(
                millis("heartbeat", config.heartbeat(), LONGEST_HEARTBEAT),
                millis("session-timeout", config.sessionTimeout(), LONGEST),
                millis("work-linger", config.workLinger(), LONGEST),
                number("max-attempts", config.maxAttempts(), MOST_ATTEMPTS),
                bounds(config),
                defaults.defaultTimeoutMillis(),
                defaults.timeoutGraceMillis(),
                defaults.defaultExpectedMillis(),
                defaults.unavailablePauseMillis(),
                defaults.unavailablePauseMaxMillis(),
                defaults.maxUnavailable(),
                percent("speculation-factor", config.speculationFactor()),
                defaults.stragglerMinMillis(),
                millis("lead", config.lead(), LONGEST_LEAD));
        if (settings.sessionTimeoutMillis() <= settings.heartbeatMillis()) {
            throw new RefusalException("task-director.session-timeout is " + config.sessionTimeout()
                    + " and must be longer than task-director.heartbeat, which is " + config.heartbeat()
                    + ": each session would be gone before its peer speaks again");
        }
        return settings;
    }

    private static Settings.Bounds bounds(CoordinatorConfig config) {
        return new Settings.Bounds(
                number("max-peers", config.maxPeers(), MOST_PEERS),
                number("max-works", config.maxWorks(), MOST_TASKS),
                number("max-planned-tasks", config.maxPlannedTasks(), MOST_TASKS));
    }

    private static long millis(String name, Duration value, Duration longest) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(longest) > 0) {
            throw new RefusalException("task-director." + name + " is " + value + " and must be from 1 ms to "
                    + (longest.toDays() > 0 ? longest.toDays() + " days" : longest.toSeconds() + " s"));
        }
        return value.toMillis();
    }

    private static int percent(String name, double value) {
        if (!(value >= 1 && value <= MOST_FACTOR)) {
            throw new RefusalException(
                    "task-director." + name + " is " + value + " and must be from 1 to " + MOST_FACTOR);
        }
        return (int) Math.round(value * 100);
    }

    private static int number(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new RefusalException("task-director." + name + " is " + value + " and must be from 1 to " + most);
        }
        return value;
    }
}
