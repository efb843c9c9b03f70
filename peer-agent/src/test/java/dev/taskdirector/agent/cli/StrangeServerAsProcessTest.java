package dev.taskdirector.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker wants TLS, and the agent's settings do not say so. */
class StrangeServerAsProcessTest {

    /** How it answers what isn't TLS: a Kafka client takes the first four bytes for a length of 352 MB. */
    private static final byte[] ALERT = HexFormat.of().parseHex("15030300020228");

    @TempDir
    Path folder;

    @Test
    void aBrokerThatWantsTlsIsSaidAndThePeerBuildsAlone() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answerAll(server), "tls");
            thread.setDaemon(true);
            thread.start();
            String broker = "127.0.0.1:" + server.getLocalPort();
            Files.writeString(folder.resolve("client.properties"), "bootstrap.servers=" + broker + "\n");
            AgentProcess.Start start =
                    new AgentProcess.Start(folder).environment("TASK_DIRECTOR_KAFKA_CONFIG", "client.properties");
            try {
                AgentProcess agent = start.script("while [ ! -e go ]; do sleep 0.05; done");
                await().atMost(60, TimeUnit.SECONDS)
                        .until(() -> agent.output().contains("is security.protocol the one that it speaks?"));
                Files.createFile(folder.resolve("go"));
                assertThat(agent.exitCode()).isZero();
                assertThat(agent.output())
                        .contains("can't read topic", broker, "OutOfMemoryError")
                        .contains("exit       0, the verdict's");
            } finally {
                start.clear();
            }
        }
    }

    private static void answerAll(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(ALERT);
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }
}
