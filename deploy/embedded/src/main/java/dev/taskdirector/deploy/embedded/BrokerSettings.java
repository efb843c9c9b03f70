package dev.taskdirector.deploy.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The properties of the one broker. They are chosen for a quick start, quick topics and a quick restart on a small
 * machine, and for data that only this broker holds.
 */
record BrokerSettings(Path data, BrokerPorts ports, Optional<BrokerSecurity> security, Map<String, String> extra) {

    private static final int NODE = 1;
    private static final String CONTROLLER = "CONTROLLER";

    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(addresses());
        properties.putAll(singleReplica());
        properties.putAll(quick());
        properties.putAll(small());
        security.ifPresent(secured -> {
            properties.putAll(secured.properties());
            properties.putAll(securedListeners());
        });
        properties.putAll(extra);
        return properties;
    }

    /** Writes what a new data folder needs; one that is formatted stays as it is. */
    void formatOnce() {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(CONTROLLER)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString());
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + data + " for Kafka", e);
        }
    }

    private Map<String, String> addresses() {
        return Map.of(
                "node.id",
                String.valueOf(NODE),
                "process.roles",
                "broker,controller",
                "log.dirs",
                data.toString(),
                "listeners",
                listener("BROKER", ports.plain()) + "," + listener(CONTROLLER, ports.controller()),
                "listener.security.protocol.map",
                "BROKER:PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "inter.broker.listener.name",
                "BROKER",
                "controller.listener.names",
                CONTROLLER,
                "controller.quorum.voters",
                NODE + "@127.0.0.1:" + ports.controller());
    }

    private Map<String, String> securedListeners() {
        return Map.of(
                "listeners",
                listener("BROKER", ports.plain())
                        + "," + listener("TLS", ports.tls())
                        + "," + listener(CONTROLLER, ports.controller()),
                "listener.security.protocol.map",
                "BROKER:SASL_PLAINTEXT,TLS:SASL_SSL," + CONTROLLER + ":SASL_PLAINTEXT");
    }

    private static String listener(String name, int port) {
        return name + "://127.0.0.1:" + port;
    }

    private static Map<String, String> singleReplica() {
        return Map.of(
                "default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "auto.create.topics.enable", "false");
    }

    /** The controller doesn't wait to gather writes, groups don't wait for members, a killed broker is soon forgotten. */
    private static Map<String, String> quick() {
        return Map.of(
                "controller.quorum.append.linger.ms", "0",
                "group.initial.rebalance.delay.ms", "0",
                "broker.session.timeout.ms", "1500",
                "broker.heartbeat.interval.ms", "300",
                "controlled.shutdown.enable", "true");
    }

    /** Index files are mapped at their full size: with thousands of assignment topics the default 10 MiB would add up. */
    private static Map<String, String> small() {
        return Map.of(
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "log.index.size.max.bytes", "1048576",
                "log.cleaner.dedupe.buffer.size", "2097152",
                "num.network.threads", "2",
                "num.io.threads", "4");
    }
}
