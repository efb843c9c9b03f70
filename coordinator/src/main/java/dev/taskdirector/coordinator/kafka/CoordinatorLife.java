package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.RefusedStart;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.PeerCensus;
import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.coordinator.runtime.SecretVault;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.WireCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import org.jboss.logging.Logger;

/** Starts the coordinator before the channel starts, and stops it before the channel leaves its group. */
@Singleton
class CoordinatorLife {
    private static final Logger LOG = Logger.getLogger(CoordinatorLife.class);

    @Produces
    @Singleton
    WireCodec codec() {
        return new JsonWireCodec();
    }

    @Produces
    @Singleton
    Coordinator coordinator(
            @Identifier(BrokerConnection.NAME) Map<String, Object> connection,
            CoordinatorConfig config,
            CheckpointStore store,
            PeerCensus census,
            SecretVault vault,
            WireCodec codec,
            MeterRegistry registry) {
        try {
            return Coordinator.start(new Coordinator.Surroundings(
                    connection,
                    config,
                    store,
                    census,
                    vault,
                    codec,
                    new MicrometerTally(registry),
                    new Gauges(registry)));
        } catch (RefusalException e) {
            throw RefusedStart.because(e, LOG);
        }
    }

    void close(@Disposes Coordinator coordinator) {
        coordinator.close();
    }

    /** The channel starts at the priority of libraries: topics have to be there before. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Coordinator coordinator) {
        LOG.infof("topics are checked; waiting for partitions of %s", coordinator.statusTopic());
    }

    /** The channel's consumer closes with the application scope, which is after this. */
    void stop(@Observes ShutdownEvent event, Coordinator coordinator) {
        coordinator.stop();
        LOG.info("stopped: all partitions are saved, or left to the next owner");
    }
}
