package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How agents are started: their own copy of the packaged one, warmed up, and one task command for all. */
record AgentCommand(Path launcher, Path script, String bootstrapServers, Path folder, Mark mark) {

    /** Agents are on other machines in real life: here they don't take the servers' processor. */
    private static final List<String> YIELDING =
            Files.isExecutable(Path.of("/usr/bin/nice")) ? List.of("/usr/bin/nice", "-n", "5") : List.of();

    /** Copies the agent, so that the class archive that the warm-up makes goes with the storm's folder. */
    static AgentCommand prepare(Path packaged, String bootstrapServers, Path folder, Mark mark)
            throws InterruptedException {
        try {
            Path agent = folder.resolve("task-director");
            copy(packaged.resolveSibling("..").normalize(), agent);
            Path launcher = agent.resolve("bin/task-director");
            Path output = folder.resolve("logs/warm-up.log");
            Process warmUp = new ProcessBuilder(launcher.toString(), "warm-up")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (warmUp.waitFor() != 0) {
                throw new IllegalStateException("the agent can't be warmed up; see " + output);
            }
            Path script = folder.resolve("task.sh");
            try (InputStream in = AgentCommand.class.getResourceAsStream("task.sh")) {
                Files.copy(java.util.Objects.requireNonNull(in, "task.sh is not in the jar"), script);
            }
            Files.createDirectories(folder.resolve("results"));
            return new AgentCommand(launcher, script, bootstrapServers, folder, mark);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the agent into " + folder, e);
        }
    }

    Path checkoutOf(String life) {
        return folder.resolve("agents").resolve(life);
    }

    /** The log to which all task commands append. */
    Path taskLog() {
        return folder.resolve("tasks.log");
    }

    List<String> line(String life, PeerPlan plan, Checkout checkout) {
        Build build = plan.build();
        List<String> line = new ArrayList<>(YIELDING);
        line.addAll(List.of(launcher.toString(), "run", "--schema", "task-schema.yaml"));
        line.addAll(List.of("--cache", build.cache(), "--peer", plan.peer(), "--label", "life=" + life));
        line.addAll(List.of("--bootstrap-servers", bootstrapServers));
        line.addAll(List.of("--slots", String.valueOf(plan.slots()), "--on-failure", plan.onFailure()));
        line.addAll(List.of("--patience", Pace.PATIENCE.toSeconds() + "s"));
        line.addAll(List.of("--abort-grace", Pace.ABORT_GRACE.toSeconds() + "s"));
        line.addAll(List.of("--summary", checkout.summary().toString()));
        line.addAll(List.of("--repository", "org/" + build.id(), "--base-ref", "main"));
        line.addAll(List.of("--patchset", plan.peer() + plan.patch(), "--additional-patchset", build.id() + "-base"));
        if (plan.readOnly()) {
            line.add("--read-only-cache");
        }
        if (plan.complex()) {
            line.add("--complex-patchset");
        }
        line.add("--no-batch");
        line.addAll(List.of("--", "bash", script.toString(), "{targets}"));
        return line;
    }

    Map<String, String> environment(String life, PeerPlan plan) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(Mark.NAME, mark.value());
        environment.put("CHAOS_LOG", taskLog().toString());
        environment.put("CHAOS_RESULTS", resultsOf(plan.build().cache()).toString());
        environment.put("CHAOS_PEER", plan.peer());
        environment.put("CHAOS_LIFE", life);
        if (plan.readOnly()) {
            environment.put("CHAOS_READ_ONLY", "yes");
        }
        return environment;
    }

    private Path resultsOf(String cache) {
        try {
            return Files.createDirectories(folder.resolve("results").resolve(cache));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a remote cache", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
