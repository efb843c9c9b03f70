package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Read;
import java.util.Map;
import java.util.TreeMap;

/** Settings as a control record carries them: name and value of each. What a record doesn't name has its default. */
public final class SettingsTranslation {
    private static final String HEARTBEAT = "heartbeatMillis";

    /** Assignments tell it to agents, which take no longer one. */
    private static final int LONGEST_HEARTBEAT_MILLIS = (int) (Limits.SECONDS * 1_000);

    private SettingsTranslation() {}

    static Map<String, String> toWire(Settings settings) {
        Map<String, String> values = new TreeMap<>();
        values.put(HEARTBEAT, Long.toString(settings.heartbeatMillis()));
        values.put("sessionTimeoutMillis", Long.toString(settings.sessionTimeoutMillis()));
        values.put("workLingerMillis", Long.toString(settings.workLingerMillis()));
        values.put("maxAttempts", Integer.toString(settings.maxAttempts()));
        values.put("maxPeers", Integer.toString(settings.bounds().peers()));
        values.put("maxWorks", Integer.toString(settings.bounds().works()));
        values.put("maxPlannedTasks", Integer.toString(settings.bounds().plannedTasks()));
        values.put("defaultTimeoutMillis", Long.toString(settings.defaultTimeoutMillis()));
        values.put("timeoutGraceMillis", Long.toString(settings.timeoutGraceMillis()));
        values.put("defaultExpectedMillis", Long.toString(settings.defaultExpectedMillis()));
        values.put("unavailablePauseMillis", Long.toString(settings.unavailablePauseMillis()));
        values.put("unavailablePauseMaxMillis", Long.toString(settings.unavailablePauseMaxMillis()));
        values.put("maxUnavailable", Integer.toString(settings.maxUnavailable()));
        values.put("stragglerPercent", Integer.toString(settings.stragglerPercent()));
        values.put("stragglerMinMillis", Long.toString(settings.stragglerMinMillis()));
        values.put("leadMillis", Long.toString(settings.leadMillis()));
        return values;
    }

    /** The settings that a control record names, or a sentence that says which of them is wrong. */
    public static Read<Settings> toCore(Map<String, String> given) {
        Map<String, String> values = toWire(Settings.DEFAULTS);
        for (Map.Entry<String, String> entry : given.entrySet()) {
            if (!values.containsKey(entry.getKey())) {
                continue;
            }
            int most = entry.getKey().equals(HEARTBEAT) ? LONGEST_HEARTBEAT_MILLIS : Integer.MAX_VALUE;
            if (!isWithin(most, entry.getValue())) {
                return new Read.Malformed<>("settings: " + entry.getKey() + " is \"" + entry.getValue()
                        + "\" and should be a whole number from 1 to " + most);
            }
            values.put(entry.getKey(), entry.getValue());
        }
        return new Read.Ok<>(new Settings(
                number(values, HEARTBEAT),
                number(values, "sessionTimeoutMillis"),
                number(values, "workLingerMillis"),
                number(values, "maxAttempts"),
                new Settings.Bounds(
                        number(values, "maxPeers"), number(values, "maxWorks"), number(values, "maxPlannedTasks")),
                number(values, "defaultTimeoutMillis"),
                number(values, "timeoutGraceMillis"),
                number(values, "defaultExpectedMillis"),
                number(values, "unavailablePauseMillis"),
                number(values, "unavailablePauseMaxMillis"),
                number(values, "maxUnavailable"),
                number(values, "stragglerPercent"),
                number(values, "stragglerMinMillis"),
                number(values, "leadMillis")));
    }

    private static boolean isWithin(int most, String value) {
        try {
            int number = Integer.parseInt(value);
            return number > 0 && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static int number(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no value for setting " + name);
        }
        return Integer.parseInt(value);
    }
}
