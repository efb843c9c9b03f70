package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.checkout.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The command line in a folder of its own, with a task schema of two tasks. */
final class CliFixture {

    static final String SCHEMA = """
            id: driving
            universe: //...
            tasks:
              - {name: common, targets: [//common], expectedSeconds: 2}
              - {name: planning, targets: [//planning], needs: [common], expectedSeconds: 4}
            """;

    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Map<String, String> environment = new TreeMap<>();
    private volatile Optional<StopListener> signals = Optional.empty();
    private ScriptedCoordinator coordinator = ScriptedCoordinator.silent();
    private Clock clock = Clock.systemUTC();
    private Function<Path, Checkout> checkouts = Checkout::detect;

    CliFixture(Path folder) {
        this.folder = folder;
        schema(SCHEMA);
    }

    CliFixture schema(String text) {
        return file("task-schema.yaml", text);
    }

    CliFixture file(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    CliFixture coordinator(ScriptedCoordinator other) {
        coordinator = other;
        return this;
    }

    CliFixture clock(Clock other) {
        clock = other;
        return this;
    }

    CliFixture checkouts(Function<Path, Checkout> other) {
        checkouts = other;
        return this;
    }

    CliFixture environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    int run(String... arguments) {
        return TaskDirector.run(around(), arguments);
    }

    Surroundings around() {
        return new Surroundings(
                folder,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                clock,
                false,
                heard -> signals = Optional.of(heard),
                checkouts,
                (settings, topics, peer) -> coordinator);
    }

    /** Runs a build whose command is a shell script with the targets as its arguments. */
    int build(String script, String... options) {
        List<String> all = new ArrayList<>(List.of("run", "--schema", "task-schema.yaml", "--cache", "muc9"));
        all.addAll(List.of("--bootstrap-servers", "localhost:1", "--peer", "peer-1", "--patience", "200ms"));
        all.addAll(List.of(options));
        all.addAll(List.of("--", "sh", "-c", script, "{task}", "{targets}"));
        return run(all.toArray(String[]::new));
    }

    void signal(int exitCode) {
        signals.orElseThrow().stop(exitCode, "signal TEST");
    }

    String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Lines of the log, without their times. */
    List<String> facts() {
        return out().lines()
                .filter(line -> line.startsWith("td "))
                .map(line -> line.substring("td 00:00:00 ".length()))
                .toList();
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
