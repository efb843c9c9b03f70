package dev.taskdirector.deploy.standalone;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A program that does what a standalone expects of a coordinator and nothing else: it says that it is ready, and on TERM notes
 * whether the database was still there. It can be told to end by itself.
 */
public final class FakeCoordinator {

    private FakeCoordinator() {}

    /** Packs this class as a runnable jar. */
    static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeCoordinator.class.getName());
        String entry = FakeCoordinator.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("fake-coordinator.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var bytes = FakeCoordinator.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }

    public static void main(String... arguments) throws IOException {
        System.out.println("fake coordinator on " + System.getProperty("kafka.bootstrap.servers"));
        if (Boolean.getBoolean("fake.ends-at-once")) {
            System.out.println("no such table");
            System.exit(7);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(FakeCoordinator::noteDatabase));
        int port = Integer.getInteger("quarkus.http.port");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/end", exchange -> System.exit(9));
        server.start();
    }

    private static void noteDatabase() {
        URI database =
                URI.create(System.getProperty("quarkus.datasource.jdbc.url").substring("jdbc:".length()));
        try (Socket socket = new Socket(database.getHost(), database.getPort())) {
            System.out.println("stopped with the database at hand: " + socket.isConnected());
        } catch (IOException e) {
            System.out.println("stopped without a database: " + e.getMessage());
        }
    }
}
