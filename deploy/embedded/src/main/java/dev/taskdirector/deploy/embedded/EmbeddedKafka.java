package dev.taskdirector.deploy.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker (KRaft, broker and controller in one) inside this JVM, on loopback ports. It starts in a few seconds, can
 * be stopped and started again on the same data and ports, and never creates a topic that nobody asked for.
 *
 * <p>Not thread-safe: one thread starts, stops and closes it.
 */
public final class EmbeddedKafka implements AutoCloseable {

    /** A port may be taken between its choice and its use. */
    private static final int ATTEMPTS = 3;

    static {
        // Kafka ends its process when a server can't start; the process is its host's, so here it is an exception
        Exit.setExitProcedure(EmbeddedKafka::refuseToExit);
        Exit.setHaltProcedure(EmbeddedKafka::refuseToExit);
    }

    private final DataFolder data;
    private final BrokerPorts ports;
    private final Optional<BrokerSecurity> security;
    private final Map<String, String> extra;
    private @Nullable KafkaRaftServer server;

    private EmbeddedKafka(
            DataFolder data, BrokerPorts ports, Optional<BrokerSecurity> security, Map<String, String> extra) {
        this.data = data;
        this.ports = ports;
        this.security = security;
        this.extra = extra;
    }

    /** A running broker on a free port whose data goes with it. */
    public static EmbeddedKafka start() {
        return builder().start();
    }

    /** A running broker on a free port over the data in a folder, which stays. */
    public static EmbeddedKafka start(Path data) {
        return builder().data(data).start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What clients call {@code bootstrap.servers}; the same after a restart. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.plain();
    }

    /** The same for clients that speak TLS; only a secured broker listens there. */
    public String tlsBootstrapServers() {
        return "127.0.0.1:" + ports.tls();
    }

    Path folder() {
        return data.path();
    }

    public boolean isRunning() {
        return server != null;
    }

    /** Stops the broker and keeps its data, so that {@link #restart} brings it back. */
    public void stop() {
        KafkaRaftServer running = server;
        if (running != null) {
            server = null;
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /** Stops the broker if it runs, and starts it on the same data and ports. */
    public void restart() {
        stop();
        launch();
    }

    /** Stops the broker and deletes its data, unless the folder was given. */
    @Override
    public void close() {
        stop();
        data.discard();
    }

    private void launch() {
        BrokerSettings settings = new BrokerSettings(data.path(), ports, security, extra);
        settings.formatOnce();
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException | Error e) {
            starting.shutdown();
            throw new IllegalStateException(
                    "Kafka did not start on " + bootstrapServers() + " with its data in " + data.path(), e);
        }
        server = starting;
    }

    private static void refuseToExit(int status, @Nullable String message) {
        throw new IllegalStateException("Kafka gave up with status " + status + ": " + message);
    }

    /** Where the broker listens, where its data is and what it is told beyond the defaults. */
    public static final class Builder {

        private final Map<String, String> extra = new TreeMap<>();
        private Optional<Path> folder = Optional.empty();
        private Optional<BrokerSecurity> security = Optional.empty();
        private int wantedPort;
        private int wantedControllerPort;

        private Builder() {}

        /** Keeps the data in this folder, which is made if it is missing and stays at the end. */
        public Builder data(Path data) {
            folder = Optional.of(data);
            return this;
        }

        /** Listens on this port; 0, the default, is any free one. */
        public Builder port(int port) {
            wantedPort = port;
            return this;
        }

        /** Listens for controllers on this port; 0, the default, is any free one. */
        public Builder controllerPort(int port) {
            wantedControllerPort = port;
            return this;
        }

        /** Asks everybody for name and password, and lets nobody do what no ACL allows. */
        public Builder secured(BrokerSecurity how) {
            security = Optional.of(how);
            return this;
        }

        /** A broker property that overrides the one chosen here. */
        public Builder property(String name, String value) {
            extra.put(name, value);
            return this;
        }

        public EmbeddedKafka start() {
            IllegalStateException last = new IllegalStateException("not tried");
            for (int attempt = 0; attempt < (wantedPort == 0 ? ATTEMPTS : 1); attempt++) {
                EmbeddedKafka kafka = prepare();
                try {
                    kafka.launch();
                    return kafka;
                } catch (IllegalStateException e) {
                    kafka.close();
                    last = e;
                }
            }
            throw last;
        }

        private EmbeddedKafka prepare() {
            return new EmbeddedKafka(
                    DataFolder.of(folder, "task-director-kafka"),
                    BrokerPorts.choose(wantedPort, wantedControllerPort),
                    security,
                    new TreeMap<>(extra));
        }
    }
}
