package dev.taskdirector.agent.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskdirector.agent.log.Closing;
import dev.taskdirector.agent.log.Tally;
import dev.taskdirector.agent.session.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What happened, as JSON. Durations are seconds; what isn't known is left out. */
record Summary(
        BuildPlan plan,
        String verdict,
        Tally tally,
        int exitCode,
        String whose,
        Duration took,
        Optional<String> session) {

    private static final double MILLIS_PER_SECOND = 1000;

    /** Writes it whole or not at all. */
    void write(Path file) throws IOException {
        byte[] bytes = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json());
        Path target = file.toAbsolutePath();
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("peer", plan.identity().peer().value());
        plan.identity().cache().ifPresent(cache -> root.put("cache", cache.value()));
        session.ifPresent(id -> root.put("session", id));
        tally.run().ifPresent(run -> root.put("run", run));
        root.put("exit", exitCode).put("whose", whose).put("seconds", seconds(took));
        putVerdict(root.putObject("verdict"));
        Closing.Saved saved = tally.saved();
        saved.builtForMe().ifPresent(span -> root.put("savedSeconds", seconds(span)));
        root.put("builtForOthersSeconds", seconds(saved.builtForOthers()));
        root.put("waitedSeconds", seconds(saved.waited()));
        root.put("elsewhere", saved.tasksForMe());
        putTasks(root);
        return root;
    }

    private void putVerdict(ObjectNode node) {
        node.put("command", verdict);
        Optional<Fact.VerdictEnded> ended = tally.verdict();
        ended.ifPresent(one -> node.put("exit", one.exitCode()).put("seconds", seconds(one.took())));
        ended.flatMap(Fact.VerdictEnded::ghosts).ifPresent(ghosts -> node.put("ghosts", ghosts));
    }

    private void putTasks(ObjectNode root) {
        Map<String, Tally.BuiltHere> here = tally.here();
        var tasks = root.putArray("tasks");
        plan.schema().tasks().forEach(task -> {
            ObjectNode node = tasks.addObject().put("name", task.name());
            Tally.BuiltHere how = here.get(task.name());
            boolean wasBuiltHere = how != null && !how.outcome().equals("aborted");
            if (how != null && (wasBuiltHere || !tally.isAllDone())) {
                node.put("outcome", how.outcome()).put("where", "here").put("seconds", seconds(how.took()));
                how.exitCode().ifPresent(code -> node.put("exitCode", code));
            } else if (tally.isAllDone()) {
                node.put("outcome", "succeeded").put("where", "elsewhere");
            } else {
                node.put("outcome", "unknown");
            }
        });
    }

    private static double seconds(Duration span) {
        return span.toMillis() / MILLIS_PER_SECOND;
    }
}
