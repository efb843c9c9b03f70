package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Condition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.SortedMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Down while a partition is parked. A store that is away is said, but decisions go on: no reason to be down. Health is open
 * to strangers, so it says how a partition is and where; causes may tell of the inside, and are in the log.
 */
@Readiness
@ApplicationScoped
class PartitionsReadiness implements HealthCheck {
    private static final String SEE_LOG = "; the coordinator's log says why";
    private static final String SEE_ADMIN = "; the coordinator's log and its command `admin parked` say why";
    private final Coordinator coordinator;

    PartitionsReadiness(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public HealthCheckResponse call() {
        return of(coordinator.lanes().conditions());
    }

    static HealthCheckResponse of(SortedMap<Integer, Condition> conditions) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("partitions");
        boolean up = true;
        long running = 0;
        for (var entry : conditions.entrySet()) {
            String name = "partition-" + entry.getKey();
            Condition condition = entry.getValue();
            if (condition instanceof Condition.Parked parked) {
                up = false;
                String where =
                        parked.offset().map(offset -> " at offset " + offset).orElse("");
                response.withData(name, "parked: partition " + entry.getKey() + " stands still" + where + SEE_ADMIN);
            } else if (condition instanceof Condition.Waiting waiting) {
                response.withData(
                        name, "waiting: " + waiting.reason() + (waiting.cause().isPresent() ? SEE_LOG : ""));
            } else if (condition instanceof Condition.Running run) {
                running++;
                run.storeTrouble()
                        .ifPresent(why -> response.withData(name, "degraded: the last save failed" + SEE_LOG));
            }
        }
        return response.withData("running", running).status(up).build();
    }
}
