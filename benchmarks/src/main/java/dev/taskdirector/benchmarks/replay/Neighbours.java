package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Event;
import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.coordinator.core.Report;
import dev.taskdirector.coordinator.core.Report.Ended;
import dev.taskdirector.coordinator.core.Report.Outcome;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.SettingsTranslation;
import dev.taskdirector.coordinator.runtime.StatusTranslation;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who shared with whom: a Director hears the log again and says in which run each session is. It is told who comes and
 * goes and what is done, and nothing of leases: those that it gives now may be others than were given then.
 */
final class Neighbours {

    private final Director director;
    private final Map<SessionId, String> runs = new HashMap<>();

    /** @param partition of the log that is heard: ids of runs have it in them */
    Neighbours(int partition) {
        director = new Director(partition, Settings.DEFAULTS);
    }

    /** A peer spoke; gives the run in which it is, if it is in one. */
    Optional<String> hear(Moment at, PeerStatus status) {
        Report report = StatusTranslation.toCore(status);
        List<Ended> successes = report.finished().stream()
                .filter(ended -> ended.outcome() == Outcome.SUCCEEDED)
                .map(ended -> new Ended(
                        ended.task(),
                        Optional.empty(),
                        ended.outcome(),
                        ended.exitCode(),
                        ended.millis(),
                        ended.cacheHit()))
                .toList();
        apply(new Event.StatusHeard(
                at,
                new Report(
                        report.peer(),
                        report.session(),
                        report.cache(),
                        report.seq(),
                        0,
                        report.slots(),
                        List.of(),
                        successes,
                        List.of(),
                        report.join(),
                        report.leaving()),
                true));
        return Optional.ofNullable(runs.get(report.session()));
    }

    /** The coordinator spoke. */
    void hear(Moment at, Control control) {
        switch (control.kind()) {
            case TICK -> apply(new Event.Ticked(at));
            case SETTINGS -> {
                if (SettingsTranslation.toCore(control.settings()) instanceof Read.Ok<Settings> settings) {
                    apply(new Event.SettingsChanged(at, settings.value()));
                }
            }
            case COMMAND -> {}
        }
    }

    private void apply(Event event) {
        director.apply(event)
                .assignments()
                .forEach(assignment ->
                        assignment.run().ifPresent(run -> runs.putIfAbsent(assignment.session(), run.value())));
        director.drainChanges();
    }
}
