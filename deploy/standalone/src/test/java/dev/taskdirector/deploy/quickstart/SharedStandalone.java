package dev.taskdirector.deploy.quickstart;

import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.time.Duration;

/** One standalone for all end-to-end tests, with two coordinators and the quick settings. It ends with the JVM. */
final class SharedStandalone {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private static final Standalone RUNNING = start();

    private SharedStandalone() {}

    /** It has one coordinator or more that are ready. */
    static Standalone get() {
        return RUNNING;
    }

    /** It has two coordinators that are ready: what other tests took away is started again. */
    static Standalone withTwo() throws InterruptedException {
        while (RUNNING.coordinators().size() < 2) {
            RUNNING.addCoordinator();
        }
        for (CoordinatorProcess coordinator : RUNNING.coordinators()) {
            coordinator.awaitReady(START_LIMIT);
        }
        return RUNNING;
    }

    private static Standalone start() {
        try {
            return Standalone.start(StandaloneSettings.temporary()
                    .withCoordinators(2)
                    .withQuickTakeover()
                    .with("task-director.secret", "known to every coordinator that comes")
                    .with("task-director.heartbeat", "1s")
                    .with("task-director.session-timeout", "8s"));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted as the standalone started", e);
        }
    }
}
