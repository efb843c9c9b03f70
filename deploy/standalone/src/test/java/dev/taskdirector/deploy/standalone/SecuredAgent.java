package dev.taskdirector.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An agent as a process that knows its user from a file. */
final class SecuredAgent {

    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final Path output;
    private final Path summary;
    private final CompletableFuture<String> commandLine;

    private SecuredAgent(Process process, Path output, Path summary) {
        this.process = process;
        this.output = output;
        this.summary = summary;
        this.commandLine = CompletableFuture.supplyAsync(this::commandLineOnceItSpeaks);
    }

    /** What it builds for which cache, each task and the verdict by the same command, and how long it waits to hear of it. */
    record Build(String cache, List<String> tasks, String patience, List<String> command) {}

    static SecuredAgent start(Path folder, String peer, Path properties, Build build) throws IOException {
        Path own = Files.createDirectories(folder.resolve(peer));
        StringBuilder schema = new StringBuilder("id: secured\nuniverse: all\ntasks:\n");
        build.tasks()
                .forEach(task ->
                        schema.append("  - {name: " + task + ", targets: [" + task + "], expectedSeconds: 1}\n"));
        Files.writeString(own.resolve("task-schema.yaml"), schema);
        List<String> line = new ArrayList<>(
                List.of(BuiltParts.ofThisCheckout().agentLauncher().toString(), "run"));
        line.addAll(List.of("--schema", "task-schema.yaml", "--cache", build.cache(), "--peer", peer));
        line.addAll(List.of("--patience", build.patience(), "--summary", "summary.json", "--"));
        line.addAll(build.command());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("output.log").toFile());
        builder.environment().put("TASK_DIRECTOR_KAFKA_CONFIG", properties.toString());
        return new SecuredAgent(builder.start(), own.resolve("output.log"), own.resolve("summary.json"));
    }

    /** From its first line on it is the JVM; before, it is the launcher's shell. */
    private String commandLineOnceItSpeaks() {
        awaitOutput("\n");
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            assertThat(line).as("the agent's command line").contains("java");
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the agent did not end within " + LIMIT_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Waits until it has printed this. */
    void awaitOutput(String text) {
        await("\"" + text + "\" in " + output)
                .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> output().contains(text));
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** All that others on its machine could see of it. */
    String seen() throws IOException {
        return output() + Files.readString(summary) + commandLine.join();
    }

    List<String> builtHere() throws IOException {
        List<String> here = new ArrayList<>();
        for (JsonNode task : new ObjectMapper().readTree(summary.toFile()).get("tasks")) {
            if (task.path("where").asText().equals("here")) {
                here.add(task.get("name").asText());
            }
        }
        return here;
    }
}
