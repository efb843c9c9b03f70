package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.deploy.embedded.BrokerServer;
import dev.taskdirector.deploy.embedded.DatabaseServer;
import dev.taskdirector.deploy.embedded.FreePorts;
import dev.taskdirector.deploy.standalone.BuiltParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The servers that the agents need, each a process of its own. Closing it ends them all. */
final class Site implements AutoCloseable {

    private static final int COORDINATORS = 2;
    private static final String USER = "postgres";
    /** On a machine that never ran PostgreSQL, unpacking its programs takes more than 64 MiB. */
    private static final String HEAP = "-Xmx512m";

    private final ServerProcess broker;
    private final ServerProcess database;
    private final Endings endings = new Endings();
    private final List<Seat> seats = new ArrayList<>();
    private final int brokerPort;
    private final int databasePort;

    private Site(Path folder, BuiltParts parts, Mark mark) {
        List<Integer> ports = FreePorts.lasting(3);
        brokerPort = ports.get(0);
        databasePort = ports.get(2);
        Path logs = made(folder.resolve("logs"));
        List<String> brokerLine = new ArrayList<>(List.of(
                HEAP,
                BrokerServer.class.getName(),
                folder.resolve("kafka").toString(),
                String.valueOf(brokerPort),
                String.valueOf(ports.get(1))));
        Pace.broker().forEach((name, value) -> brokerLine.add(name + "=" + value));
        broker = new ServerProcess("broker", brokerLine, logs, mark, endings);
        database = new ServerProcess(
                "database",
                List.of(
                        HEAP,
                        DatabaseServer.class.getName(),
                        folder.resolve("postgres").toString(),
                        String.valueOf(databasePort)),
                logs,
                mark,
                endings);
        for (int i = 1; i <= COORDINATORS; i++) {
            seats.add(new Seat("coordinator-" + i, parts.coordinatorJar(), logs, coordinatorSettings(mark), endings));
        }
    }

    /** Returns when all of it is ready. */
    static Site start(Path folder, BuiltParts parts, Mark mark) throws InterruptedException {
        Site site = new Site(folder, parts, mark);
        try {
            site.database.start();
            site.broker.start();
            site.seats.forEach(Seat::start);
            for (Seat seat : site.seats) {
                seat.awaitReady();
            }
            return site;
        } catch (RuntimeException | InterruptedException e) {
            site.close();
            throw e;
        }
    }

    ServerProcess broker() {
        return broker;
    }

    ServerProcess database() {
        return database;
    }

    /** The seats of the coordinators. */
    List<Seat> seats() {
        return List.copyOf(seats);
    }

    /** How its processes have ended so far. */
    Endings endings() {
        return endings;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres?user=" + USER + "&password=" + USER;
    }

    /** Coordinators first, so that they flush into a database that is still there. */
    @Override
    public void close() {
        seats.stream()
                .filter(seat -> !seat.terms().isEmpty())
                .forEach(seat -> seat.present().requestStop());
        seats.stream().filter(seat -> !seat.terms().isEmpty()).forEach(Seat::stop);
        try {
            broker.stop();
            database.stop();
        } catch (InterruptedException e) {
            broker.kill();
            database.kill();
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, String> coordinatorSettings(Mark mark) {
        Map<String, String> all = new TreeMap<>(Pace.coordinator());
        all.put("chaos.mark", mark.value());
        all.put("kafka.bootstrap.servers", bootstrapServers());
        all.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres");
        all.put("quarkus.datasource.username", USER);
        all.put("quarkus.datasource.password", USER);
        return all;
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }
}
