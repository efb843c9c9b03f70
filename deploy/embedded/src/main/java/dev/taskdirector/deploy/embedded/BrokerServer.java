package dev.taskdirector.deploy.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * An {@link EmbeddedKafka} as a process of its own, so that a test can kill, pause and restart it: {@code DATA-FOLDER PORT
 * CONTROLLER-PORT [PROPERTY=VALUE…]}. It says {@code ready} on a line of its own, and stays until TERM, which stops it in order.
 */
public final class BrokerServer {

    private static final int FIXED = 3;

    private BrokerServer() {}

    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length < FIXED) {
            throw new IllegalArgumentException("a broker needs DATA-FOLDER PORT CONTROLLER-PORT [PROPERTY=VALUE…], not "
                    + Arrays.toString(arguments));
        }
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder()
                .data(Path.of(arguments[0]))
                .port(Integer.parseInt(arguments[1]))
                .controllerPort(Integer.parseInt(arguments[2]));
        List<String> properties = Arrays.asList(arguments).subList(FIXED, arguments.length);
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("\"" + property + "\" is no PROPERTY=VALUE of a broker");
            }
            builder.property(parts[0], parts[1]);
        }
        ServerLife.untilTerm("broker", builder::start);
    }
}
