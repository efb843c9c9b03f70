package dev.taskdirector.deploy.standalone;

import dev.taskdirector.deploy.embedded.EmbeddedDatabase;
import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.deploy.embedded.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Everything that peers need on one machine: a broker and a database in this process, coordinators as child processes. Closing
 * it, or the end of this JVM by TERM or INT, stops the coordinators first, so that they flush into a database that is still there.
 */
public final class Standalone implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final StandaloneSettings settings;
    private final Path jar;
    private final StandaloneFolder folder;
    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final List<CoordinatorProcess> coordinators = new ArrayList<>();
    private final List<CompletableFuture<Void>> watches = new ArrayList<>();
    private final CompletableFuture<CoordinatorProcess> firstDeath = new CompletableFuture<>();
    private final Thread hook = new Thread(this::stopAll, "standalone-stop");
    private int started;
    private volatile boolean stopped;

    private Standalone(
            StandaloneSettings settings,
            Path jar,
            StandaloneFolder folder,
            EmbeddedDatabase database,
            EmbeddedKafka kafka) {
        this.settings = settings;
        this.jar = jar;
        this.folder = folder;
        this.database = database;
        this.kafka = kafka;
    }

    /** Returns when every coordinator is ready; what was started is stopped again when one can't be. */
    public static Standalone start(StandaloneSettings settings) throws InterruptedException {
        Path jar = settings.coordinatorJar()
                .orElseGet(() -> BuiltParts.ofThisCheckout().coordinatorJar());
        Standalone standalone = withServers(settings, jar, StandaloneFolder.of(settings.data()));
        try {
            Runtime.getRuntime().addShutdownHook(standalone.hook);
            standalone.startCoordinators();
            return standalone;
        } catch (RuntimeException | InterruptedException e) {
            standalone.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The broker, for tests that take it away for a while. */
    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** The database, for tests that take it away for a while. */
    public EmbeddedDatabase database() {
        return database;
    }

    /** Those started so far and not forgotten, the oldest first. */
    public synchronized List<CoordinatorProcess> coordinators() {
        return List.copyOf(coordinators);
    }

    /** Becomes known when a coordinator ends that nobody stopped or killed through this. */
    public CompletableFuture<CoordinatorProcess> firstDeath() {
        return firstDeath.copy();
    }

    /** Starts one more coordinator on a free port; it may not be ready yet. */
    public CoordinatorProcess addCoordinator() {
        return addCoordinator(FreePorts.one(), Map.of());
    }

    /** Starts one more coordinator for which one property is another one; it may not be ready yet. */
    public CoordinatorProcess addCoordinator(String property, String value) {
        return addCoordinator(FreePorts.one(), Map.of(property, value));
    }

    /** Kills a coordinator as a crash would and starts no other. */
    public void kill(CoordinatorProcess coordinator) {
        forget(coordinator);
        coordinator.kill();
    }

    /** Stops a coordinator in order, waits for its end, and starts no other. */
    public void stop(CoordinatorProcess coordinator) {
        forget(coordinator);
        coordinator.stop();
    }

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down already; the hook finds nothing left to do
            return;
        }
    }

    private static Standalone withServers(StandaloneSettings settings, Path jar, StandaloneFolder folder) {
        EmbeddedDatabase database = EmbeddedDatabase.start(folder.database());
        try {
            EmbeddedKafka.Builder broker =
                    EmbeddedKafka.builder().data(folder.kafka()).port(settings.kafkaPort());
            settings.broker().forEach(broker::property);
            EmbeddedKafka kafka = broker.start();
            return new Standalone(settings, jar, folder, database, kafka);
        } catch (RuntimeException e) {
            database.close();
            folder.discard();
            throw e;
        }
    }

    private void startCoordinators() throws InterruptedException {
        for (int i = 0; i < settings.coordinators(); i++) {
            boolean named = i == 0 && settings.httpPort() != 0;
            addCoordinator(named ? settings.httpPort() : FreePorts.one(), Map.of());
        }
        for (CoordinatorProcess coordinator : coordinators()) {
            coordinator.awaitReady(READY_LIMIT);
        }
    }

    private synchronized CoordinatorProcess addCoordinator(int httpPort, Map<String, String> own) {
        if (stopped) {
            throw new IllegalStateException("this standalone is stopped; start another");
        }
        started++;
        CoordinatorProcess coordinator = CoordinatorProcess.start(new CoordinatorCommand(
                jar,
                httpPort,
                folder.coordinatorLog(started),
                coordinatorSettings(own),
                settings.brief() ? CoordinatorCommand.COMPILED_QUICKLY : List.of()));
        coordinators.add(coordinator);
        watches.add(coordinator.onEnd(() -> noteEnd(coordinator)));
        return coordinator;
    }

    private synchronized void forget(CoordinatorProcess coordinator) {
        coordinators.remove(coordinator);
    }

    private void noteEnd(CoordinatorProcess coordinator) {
        if (!stopped && coordinators().contains(coordinator)) {
            firstDeath.complete(coordinator);
        }
    }

    private Map<String, String> coordinatorSettings(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>();
        all.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        all.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        all.put("quarkus.datasource.username", database.user());
        all.put("quarkus.datasource.password", database.password());
        all.putAll(settings.further());
        all.putAll(own);
        return all;
    }

    private synchronized void stopAll() {
        if (stopped) {
            return;
        }
        stopped = true;
        coordinators.forEach(CoordinatorProcess::requestStop);
        coordinators.forEach(CoordinatorProcess::stop);
        kafka.close();
        database.close();
        folder.discard();
    }
}
