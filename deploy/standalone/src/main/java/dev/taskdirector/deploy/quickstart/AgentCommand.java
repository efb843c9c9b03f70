package dev.taskdirector.deploy.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a peer's agent is started. The command after {@code --} is the same for all peers, else they would not share. */
record AgentCommand(Path launcher, String bootstrapServers, String cache, Path schema, List<String> options) {

    AgentCommand {
        options = List.copyOf(options);
    }

    AgentCommand(Path launcher, String bootstrapServers, String cache, Path schema) {
        this(launcher, bootstrapServers, cache, schema, List.of());
    }

    List<String> line(String peer, Workload workload) {
        List<String> line = new ArrayList<>(List.of(
                launcher.toString(),
                "run",
                "--schema",
                schema.toString(),
                "--cache",
                cache,
                "--peer",
                peer,
                "--bootstrap-servers",
                bootstrapServers));
        line.addAll(options);
        line.addAll(List.of("--", "bash", workload.script().toString(), "{targets}"));
        return line;
    }
}
