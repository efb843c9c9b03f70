package dev.taskdirector.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL that takes its time: a relay in front of a real one, which holds up each statement on its way. A message
 * of the client is a type, a length that counts itself, and a body; until it has begun its session there is no type.
 */
final class SlowDatabase implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final int BUFFER = 1 << 16;

    /** Before it begins, a client may ask for encryption; the answer is a byte, and what follows has no type either. */
    private static final int SSL_REQUEST = 80877103;

    private static final int GSS_REQUEST = 80877104;

    /** A statement of the simple protocol. */
    private static final int QUERY = 'Q';

    /** A statement of the extended protocol, which drivers use. */
    private static final int EXECUTE = 'E';

    private final ServerSocket door;
    private final InetSocketAddress database;
    private final Duration statement;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    SlowDatabase(InetSocketAddress database, Duration statement) throws IOException {
        this.database = database;
        this.statement = statement;
        this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        daemon(this::welcome, "slow-database");
    }

    int port() {
        return door.getLocalPort();
    }

    private void welcome() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket server = new Socket();
            server.connect(database);
            open.add(client);
            open.add(server);
            daemon(() -> relaySlowly(client, server), "slow-database-there");
            daemon(() -> relay(server, client), "slow-database-back");
        }
    }

    private void relaySlowly(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            int code = relayBody(in, out);
            while (code == SSL_REQUEST || code == GSS_REQUEST) {
                code = relayBody(in, out);
            }
            while (true) {
                int type = in.readUnsignedByte();
                if (type == QUERY || type == EXECUTE) {
                    LockSupport.parkNanos(statement.toNanos());
                }
                out.writeByte(type);
                relayBody(in, out);
            }
        }
    }

    /** Returns the first four bytes of the body, which say what a message without a type is; 0 if it has fewer. */
    private static int relayBody(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        byte[] body = in.readNBytes(length - Integer.BYTES);
        if (body.length < length - Integer.BYTES) {
            throw new EOFException("the connection ended within a message");
        }
        out.writeInt(length);
        out.write(body);
        out.flush();
        return body.length < Integer.BYTES ? 0 : ByteBuffer.wrap(body).getInt();
    }

    private static void relay(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket one : open) {
            one.close();
        }
    }

    private interface Relay {
        void run() throws IOException;
    }

    /** A connection ends when either side ends it; that is all there is to know. */
    private static void daemon(Relay relay, String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        relay.run();
                    } catch (IOException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
