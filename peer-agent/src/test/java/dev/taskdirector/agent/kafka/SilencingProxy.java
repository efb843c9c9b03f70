package dev.taskdirector.agent.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server, and lets connections go silent on demand: both sides think that they have one, and nothing
 * arrives any more. So a laptop finds its connections after a sleep, when a router between has forgotten them.
 */
final class SilencingProxy implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private volatile int serverPort;
    private volatile Optional<byte[]> answer = Optional.empty();
    private final AtomicInteger answered = new AtomicInteger();

    private record Connection(Socket client, Socket server, AtomicBoolean silent) {}

    SilencingProxy() throws IOException {}

    int port() {
        return door.getLocalPort();
    }

    void openTo(int port) {
        serverPort = port;
        start(this::accept);
    }

    /** New connections hear that and nothing else, as if another server had that port. */
    void answer(String text) {
        answer = Optional.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** How many connections heard it. */
    int answered() {
        return answered.get();
    }

    /** New connections reach the server again. */
    void passOn() {
        answer = Optional.empty();
    }

    /** Of those that there are; new ones speak. Returns how many there were. */
    int silence() {
        int count = 0;
        for (Connection connection : connections) {
            count += connection.silent().getAndSet(true) ? 0 : 1;
        }
        return count;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                if (answer.isPresent()) {
                    tell(client, answer.get());
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Connection connection = new Connection(client, server, new AtomicBoolean());
                connections.add(connection);
                start(() -> pass(connection, client, server));
                start(() -> pass(connection, server, client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void tell(Socket client, byte[] text) throws IOException {
        try (client) {
            client.getOutputStream().write(text);
            answered.incrementAndGet();
        }
    }

    private void pass(Connection connection, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!connection.silent().get()) {
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException closed) {
            // one side has gone
        } finally {
            connections.remove(connection);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Connection connection : connections) {
            connection.client().close();
            connection.server().close();
        }
    }
}
