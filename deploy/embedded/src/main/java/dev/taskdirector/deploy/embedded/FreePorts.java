package dev.taskdirector.deploy.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports that nobody listens on. A port is free when it is handed out; who takes it later than that may find it
 * taken, so what is started on one is started again on another when that happens.
 */
public final class FreePorts {

    private static final int LASTING_RANGE = 12_000;
    private static final Path PORTS_OF_CONNECTIONS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LINUX_FIRST_OF_CONNECTIONS = 32_768;

    private FreePorts() {}

    public static int one() {
        return take(1).get(0);
    }

    /** Distinct ports: all are held open until the last is known. */
    public static List<Integer> take(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            return List.copyOf(ports);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        } finally {
            sockets.forEach(FreePorts::close);
        }
    }

    /**
     * Distinct ports for servers that go down and come back. They are below the range from which the system takes the near ends
     * of connections: a client that knocks while its server is down could else be given the server's own port, and keep it.
     */
    public static List<Integer> lasting(int count) {
        int end = firstOfConnections();
        int begin = Math.max(1_024, end - LASTING_RANGE);
        if (begin >= end) {
            return take(count);
        }
        int port = ThreadLocalRandom.current().nextInt(begin, end);
        List<Integer> ports = new ArrayList<>();
        for (int tried = 0; tried < end - begin && ports.size() < count; tried++) {
            port = port + 1 < end ? port + 1 : begin;
            if (isFree(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new IllegalStateException("no " + count + " free ports from " + begin + " to " + end);
        }
        return List.copyOf(ports);
    }

    private static int firstOfConnections() {
        // in one go: the system gives the rest of this file to nobody
        try (BufferedReader range = Files.newBufferedReader(PORTS_OF_CONNECTIONS)) {
            return Integer.parseInt(range.readLine().strip().split("\\s+")[0]);
        } catch (IOException e) {
            return LINUX_FIRST_OF_CONNECTIONS;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back port " + socket.getLocalPort(), e);
        }
    }
}
