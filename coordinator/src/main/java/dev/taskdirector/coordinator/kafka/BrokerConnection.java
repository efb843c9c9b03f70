package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.RefusedStart;
import dev.taskdirector.coordinator.runtime.ConfiguredFile;
import dev.taskdirector.coordinator.runtime.RefusalException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * How every client of this coordinator, the channel's among them, finds the brokers and proves who it is: by what the
 * configuration says under {@code kafka.}, and by a properties file, which wins.
 */
@Singleton
class BrokerConnection {
    /** The channel's configuration names it. */
    static final String NAME = "brokers";

    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);

    @Produces
    @Singleton
    @Identifier(NAME)
    Map<String, Object> connection(
            @Identifier("default-kafka-broker") Map<String, Object> configured, CoordinatorConfig config) {
        Map<String, Object> connection = new HashMap<>(configured);
        try {
            config.kafka()
                    .propertiesFile()
                    .map(path -> new ConfiguredFile("task-director.kafka.properties-file", path))
                    .ifPresent(file -> connection.putAll(file.properties()));
        } catch (RefusalException e) {
            throw RefusedStart.because(e, LOG);
        }
        return connection;
    }
}
