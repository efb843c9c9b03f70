package dev.taskdirector.deploy.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the build leaves on disk, found from the root of the checkout. */
public record BuiltParts(Path root) {

    private static final int LAUNCHER_DEPTH = 4;

    /** The checkout that this class was built in; {@code -Dtask-director.root} names another. */
    public static BuiltParts ofThisCheckout() {
        String given = System.getProperty("task-director.root");
        return new BuiltParts(given == null ? rootAbove(ownLocation()) : Path.of(given));
    }

    /** The coordinator's runnable jar. */
    public Path coordinatorJar() {
        return present(root.resolve("coordinator/target/quarkus-app/quarkus-run.jar"));
    }

    /** The launcher script in the agent's unpacked archive. */
    public Path agentLauncher() {
        Path target = present(root.resolve("peer-agent/target"));
        try (Stream<Path> files = Files.find(target, LAUNCHER_DEPTH, (path, attributes) -> isLauncher(path))) {
            Optional<Path> launcher = files.sorted().findFirst();
            return launcher.orElseThrow(() -> missing(target.resolve("…/bin/task-director")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + target, e);
        }
    }

    private static boolean isLauncher(Path path) {
        return path.endsWith(Path.of("bin", "task-director")) && Files.isRegularFile(path);
    }

    private static Path present(Path path) {
        if (Files.exists(path)) {
            return path;
        }
        throw missing(path);
    }

    private static IllegalStateException missing(Path path) {
        return new IllegalStateException(path + " is missing; build it with: mvn -B -ntp -q -DskipTests package");
    }

    private static Path rootAbove(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("coordinator/pom.xml"))
                    && Files.exists(folder.resolve("peer-agent/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException(start + " is not inside a checkout of Task Director; name one by"
                + " -Dtask-director.root=FOLDER or the coordinator by --coordinator-jar FILE");
    }

    private static Path ownLocation() {
        try {
            return Path.of(BuiltParts.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class does not know where it was loaded from", e);
        }
    }
}
