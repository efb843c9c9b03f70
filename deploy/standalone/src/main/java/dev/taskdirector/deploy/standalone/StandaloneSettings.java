package dev.taskdirector.deploy.standalone;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a standalone is started with. A port of 0 is any free one; without a data folder everything is in a temporary one and gone at
 * the end; the further settings go to each coordinator as system properties, those of the broker to the broker. A brief one
 * lives for minutes: its coordinators are compiled quickly rather than well.
 */
public record StandaloneSettings(
        Optional<Path> data,
        int kafkaPort,
        int httpPort,
        int coordinators,
        Optional<Path> coordinatorJar,
        Map<String, String> further,
        Map<String, String> broker,
        boolean brief) {

    public StandaloneSettings {
        further = Map.copyOf(further);
        broker = Map.copyOf(broker);
        if (coordinators < 0 || coordinators > 16) {
            throw new IllegalArgumentException(coordinators + " coordinators; from 0 to 16 can be started");
        }
    }

    /** One coordinator, free ports, nothing kept; brief. */
    public static StandaloneSettings temporary() {
        return new StandaloneSettings(Optional.empty(), 0, 0, 1, Optional.empty(), Map.of(), Map.of(), true);
    }

    /** As one that lives for long, or under load: its coordinators are compiled well, which takes a minute of processor time. */
    public StandaloneSettings lasting() {
        return new StandaloneSettings(data, kafkaPort, httpPort, coordinators, coordinatorJar, further, broker, false);
    }

    public StandaloneSettings withData(Path folder) {
        return new StandaloneSettings(
                Optional.of(folder), kafkaPort, httpPort, coordinators, coordinatorJar, further, broker, brief);
    }

    public StandaloneSettings withCoordinators(int count) {
        return new StandaloneSettings(data, kafkaPort, httpPort, count, coordinatorJar, further, broker, brief);
    }

    public StandaloneSettings withCoordinatorJar(Path jar) {
        return new StandaloneSettings(
                data, kafkaPort, httpPort, coordinators, Optional.of(jar), further, broker, brief);
    }

    /** A configuration property of the coordinators, such as {@code task-director.session-timeout}. */
    public StandaloneSettings with(String name, String value) {
        Map<String, String> more = new TreeMap<>(further);
        more.put(name, value);
        return new StandaloneSettings(data, kafkaPort, httpPort, coordinators, coordinatorJar, more, broker, brief);
    }

    /** A property of the broker that overrides the one chosen for a small machine. */
    public StandaloneSettings withBroker(String name, String value) {
        Map<String, String> more = new TreeMap<>(broker);
        more.put(name, value);
        return new StandaloneSettings(data, kafkaPort, httpPort, coordinators, coordinatorJar, further, more, brief);
    }

    /**
     * A coordinator that was killed is missed after two seconds instead of six. A broker takes no session timeout below its own
     * bound, so that is lowered too.
     */
    public StandaloneSettings withQuickTakeover() {
        return withBroker("group.min.session.timeout.ms", "1000")
                .with("mp.messaging.incoming.peer-status.session.timeout.ms", "2000");
    }
}
