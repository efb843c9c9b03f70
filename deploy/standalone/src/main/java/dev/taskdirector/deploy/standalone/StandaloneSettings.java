package dev.taskdirector.deploy.standalone;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a standalone is started with. A port of 0 is any free one; without a data folder everything is in a temporary one and gone at
 * the end; the further settings go to each coordinator as system properties.
 */
public record StandaloneSettings(
        Optional<Path> data,
        int kafkaPort,
        int httpPort,
        int coordinators,
        Optional<Path> coordinatorJar,
        Map<String, String> further) {

    public StandaloneSettings {
        further = Map.copyOf(further);
        if (coordinators < 0 || coordinators > 16) {
            throw new IllegalArgumentException(coordinators + " coordinators; from 0 to 16 can be started");
        }
    }

    /** One coordinator, free ports, nothing kept. */
    public static StandaloneSettings temporary() {
        return new StandaloneSettings(Optional.empty(), 0, 0, 1, Optional.empty(), Map.of());
    }

    public StandaloneSettings withData(Path folder) {
        return new StandaloneSettings(Optional.of(folder), kafkaPort, httpPort, coordinators, coordinatorJar, further);
    }

    public StandaloneSettings withCoordinators(int count) {
        return new StandaloneSettings(data, kafkaPort, httpPort, count, coordinatorJar, further);
    }

    public StandaloneSettings withCoordinatorJar(Path jar) {
        return new StandaloneSettings(data, kafkaPort, httpPort, coordinators, Optional.of(jar), further);
    }

    /** A configuration property of the coordinators, such as {@code task-director.session-timeout}. */
    public StandaloneSettings with(String name, String value) {
        Map<String, String> more = new TreeMap<>(further);
        more.put(name, value);
        return new StandaloneSettings(data, kafkaPort, httpPort, coordinators, coordinatorJar, more);
    }
}
