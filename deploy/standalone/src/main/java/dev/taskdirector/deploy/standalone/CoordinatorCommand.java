package dev.taskdirector.deploy.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one coordinator is started: its jar, the port of its pages, the file its output goes to, the settings handed to it as
 * system properties, and further options of its JVM.
 */
public record CoordinatorCommand(
        Path jar, int httpPort, Path log, Map<String, String> settings, List<String> jvmOptions) {

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    public CoordinatorCommand {
        settings = Map.copyOf(settings);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Its JVM is at speed after seconds rather than a minute, and at half the speed then. */
    static final List<String> COMPILED_QUICKLY = List.of("-XX:TieredStopAtLevel=1");

    /** One whose JVM has no further options. */
    CoordinatorCommand(Path jar, int httpPort, Path log, Map<String, String> settings) {
        this(jar, httpPort, log, settings, List.of());
    }

    /**
     * In a session of its own where the system can do that: Ctrl-C at a terminal then reaches only the process that stops
     * everything in order.
     */
    List<String> line() {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            line.add(SETSID.toString());
        }
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx1536m", "-XX:+UseSerialGC"));
        line.addAll(jvmOptions);
        Map<String, String> properties = new TreeMap<>();
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.putAll(settings);
        properties.put("quarkus.http.port", String.valueOf(httpPort));
        properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.addAll(List.of("-jar", jar.toString()));
        return line;
    }
}
