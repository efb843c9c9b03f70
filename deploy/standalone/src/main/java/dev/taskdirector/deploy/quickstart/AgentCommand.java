package dev.taskdirector.deploy.quickstart;

import java.nio.file.Path;
import java.util.List;

/** How a peer's agent is started. The command after {@code --} is the same for all peers, else they would not share. */
record AgentCommand(Path launcher, String bootstrapServers, String cache, Path schema) {

    List<String> line(String peer, Workload workload) {
        return List.of(
                launcher.toString(),
                "run",
                "--schema",
                schema.toString(),
                "--cache",
                cache,
                "--peer",
                peer,
                "--bootstrap-servers",
                bootstrapServers,
                "--",
                "bash",
                workload.script().toString(),
                "{targets}");
    }
}
