package dev.taskdirector.deploy.embedded;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * An {@link EmbeddedDatabase} under a process of its own, so that a test can stop and restart it: {@code DATA-FOLDER PORT}. It says
 * {@code ready} on a line of its own, and stays until TERM, which stops PostgreSQL in order. Killed by KILL it leaves PostgreSQL
 * behind.
 */
public final class DatabaseServer {

    private DatabaseServer() {}

    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("a database needs DATA-FOLDER PORT, not " + Arrays.toString(arguments));
        }
        Path data = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        ServerLife.untilTerm("database", () -> EmbeddedDatabase.start(data, port));
    }
}
