package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.databind.util.StdConverter;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.core.Settings.Bounds;
import java.util.Optional;

/**
 * Settings as a row has them. While replicas are replaced one by one, those of the older version write rows that the newer
 * ones load, and the other way round: what has come since may be missing, and what was there stays where it was.
 */
record SettingsBody(
        long heartbeatMillis,
        long sessionTimeoutMillis,
        long workLingerMillis,
        int maxAttempts,
        int maxPeers,
        Optional<Integer> maxWorks,
        Optional<Integer> maxPlannedTasks,
        long defaultTimeoutMillis,
        long timeoutGraceMillis,
        long defaultExpectedMillis,
        long unavailablePauseMillis,
        long unavailablePauseMaxMillis,
        int maxUnavailable,
        int stragglerPercent,
        long stragglerMinMillis,
        long leadMillis) {

    static final class Written extends StdConverter<Settings, SettingsBody> {
        @Override
        public SettingsBody convert(Settings settings) {
            return new SettingsBody(
                    settings.heartbeatMillis(),
                    settings.sessionTimeoutMillis(),
                    settings.workLingerMillis(),
                    settings.maxAttempts(),
                    settings.bounds().peers(),
                    Optional.of(settings.bounds().works()),
                    Optional.of(settings.bounds().plannedTasks()),
                    settings.defaultTimeoutMillis(),
                    settings.timeoutGraceMillis(),
                    settings.defaultExpectedMillis(),
                    settings.unavailablePauseMillis(),
                    settings.unavailablePauseMaxMillis(),
                    settings.maxUnavailable(),
                    settings.stragglerPercent(),
                    settings.stragglerMinMillis(),
                    settings.leadMillis());
        }
    }

    static final class Loaded extends StdConverter<SettingsBody, Settings> {
        @Override
        public Settings convert(SettingsBody body) {
            return new Settings(
                    body.heartbeatMillis,
                    body.sessionTimeoutMillis,
                    body.workLingerMillis,
                    body.maxAttempts,
                    new Bounds(
                            body.maxPeers,
                            body.maxWorks.orElse(Bounds.DEFAULTS.works()),
                            body.maxPlannedTasks.orElse(Bounds.DEFAULTS.plannedTasks())),
                    body.defaultTimeoutMillis,
                    body.timeoutGraceMillis,
                    body.defaultExpectedMillis,
                    body.unavailablePauseMillis,
                    body.unavailablePauseMaxMillis,
                    body.maxUnavailable,
                    body.stragglerPercent,
                    body.stragglerMinMillis,
                    body.leadMillis);
        }
    }
}
