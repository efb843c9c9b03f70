package dev.taskdirector.agent.session;

import java.time.Duration;
import java.util.Optional;

/**
 * How a session behaves.
 *
 * @param patience how long nothing may be heard before the peer acts by itself
 * @param heartbeat how often a status is sent when nothing changes, until an assignment names another interval
 * @param onFailure what follows a failure in the peer's own checkout
 * @param patienceOver what follows silence or a rejection
 * @param verdict whether the session ends with a build of its own
 * @param waitBudget how long the peer waits for others in all before it builds what it waits for by itself; by default a
 *     share of what all would take alone, a quarter where results of others are known to be good and an eighth where they
 *     aren't, and at least the patience
 */
public record SessionSettings(
        Duration patience,
        Duration heartbeat,
        OnFailure onFailure,
        PatienceOver patienceOver,
        VerdictKind verdict,
        Optional<Duration> waitBudget) {

    public SessionSettings {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience must be above 0, not " + patience);
        }
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("heartbeat must be above 0, not " + heartbeat);
        }
        if (waitBudget.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("wait budget must not be below 0, as " + waitBudget.get() + " is");
        }
    }

    /** Patience 30 s, heartbeat 5 s, to the verdict on failure, alone when nobody answers, a verdict at the end. */
    public static SessionSettings defaults() {
        return new SessionSettings(
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                OnFailure.VERDICT,
                PatienceOver.ALONE,
                VerdictKind.BUILD,
                Optional.empty());
    }

    public SessionSettings withPatience(Duration value) {
        return new SessionSettings(value, heartbeat, onFailure, patienceOver, verdict, waitBudget);
    }

    public SessionSettings withHeartbeat(Duration value) {
        return new SessionSettings(patience, value, onFailure, patienceOver, verdict, waitBudget);
    }

    public SessionSettings withOnFailure(OnFailure value) {
        return new SessionSettings(patience, heartbeat, value, patienceOver, verdict, waitBudget);
    }

    public SessionSettings withPatienceOver(PatienceOver value) {
        return new SessionSettings(patience, heartbeat, onFailure, value, verdict, waitBudget);
    }

    public SessionSettings withVerdict(VerdictKind value) {
        return new SessionSettings(patience, heartbeat, onFailure, patienceOver, value, waitBudget);
    }

    public SessionSettings withWaitBudget(Duration value) {
        return new SessionSettings(patience, heartbeat, onFailure, patienceOver, verdict, Optional.of(value));
    }
}
