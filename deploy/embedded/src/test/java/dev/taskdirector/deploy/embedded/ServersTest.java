package dev.taskdirector.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker and database as processes of their own. */
class ServersTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (Process process : started) {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void aBrokerThatWasKilledComesBackWithItsRecordsOnItsPort() throws Exception {
        List<Integer> ports = FreePorts.lasting(2);
        String port = ports.get(0).toString();
        String controllerPort = ports.get(1).toString();
        Process first = start(BrokerServer.class, "kafka", port, controllerPort, "log.retention.hours=1");
        Records records = new Records("127.0.0.1:" + port);
        records.createTopic("letters");
        records.send("letters", "before");
        first.destroyForcibly().waitFor();
        start(BrokerServer.class, "kafka", port, controllerPort);
        records.send("letters", "after");
        assertThat(records.read("letters", 2)).containsExactly("before", "after");
    }

    @Test
    void aDatabaseIsGoneAfterTermAndComesBackOnItsPort() throws Exception {
        String port = FreePorts.lasting(1).get(0).toString();
        Process first = start(DatabaseServer.class, "postgres", port);
        assertThat(answers(port)).isTrue();
        first.destroy();
        assertThat(first.waitFor()).isEqualTo(143);
        assertThat(answers(port)).isFalse();
        start(DatabaseServer.class, "postgres", port);
        assertThat(answers(port)).isTrue();
    }

    @Test
    void lastingPortsAreNotAmongThoseOfConnections() throws Exception {
        Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        assumeThat(range).exists();
        int first = new Scanner(range).nextInt();
        assumeThat(first).isGreaterThan(2_048);
        assertThat(FreePorts.lasting(50)).doesNotHaveDuplicates().allMatch(port -> port < first);
    }

    private Process start(Class<?> server, String data, String... further) throws Exception {
        Path log = folder.resolve(server.getSimpleName() + started.size());
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                server.getName(),
                folder.resolve(data).toString()));
        line.addAll(List.of(further));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        started.add(process);
        await(server.getSimpleName())
                .atMost(LIMIT)
                .until(() -> Files.readString(log).lines().anyMatch("ready"::equals));
        return process;
    }

    private static boolean answers(String port) {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }
}
