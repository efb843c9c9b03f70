package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Condition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.SortedMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Down while a partition is parked. A store that is away is said, but decisions go on: no reason to be down. */
@Readiness
@ApplicationScoped
class PartitionsReadiness implements HealthCheck {
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
                response.withData(name, "parked: " + parked.reason());
            } else if (condition instanceof Condition.Waiting waiting) {
                response.withData(name, "waiting: " + waiting.reason());
            } else if (condition instanceof Condition.Running run) {
                running++;
                run.storeTrouble().ifPresent(why -> response.withData(name, "degraded, not saved: " + why));
            }
        }
        return response.withData("running", running).status(up).build();
    }
}
