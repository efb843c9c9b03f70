package dev.taskdirector.coordinator.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when partitions are no longer told the time: only a restart helps. */
@Liveness
@ApplicationScoped
class ClockLiveness implements HealthCheck {
    private static final long TOO_LONG_SECONDS = 30;
    private final Coordinator coordinator;

    ClockLiveness(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public HealthCheckResponse call() {
        long silent = coordinator.silentSeconds();
        return HealthCheckResponse.named("clock")
                .withData("silentSeconds", silent)
                .status(silent < TOO_LONG_SECONDS)
                .build();
    }
}
