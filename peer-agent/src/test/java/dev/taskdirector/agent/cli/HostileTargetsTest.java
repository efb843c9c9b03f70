package dev.taskdirector.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Targets, universes and names of tasks that mean something to a shell or to an option reader, on all their ways. */
@Execution(ExecutionMode.CONCURRENT)
class HostileTargetsTest {

    private static final List<String> TARGETS = List.of(
            "; rm -rf precious",
            "$(touch made)",
            "`touch made`",
            "two\nlines",
            "-rf",
            "--help",
            "& touch made &",
            "| touch made",
            "> made",
            "a'b\"c\\",
            "*",
            "~",
            "$HOME",
            "{task} {slot}");
    private static final String NAME = "../../$(touch made); 'x'";
    private static final String UNIVERSE = "-v; touch made";

    @TempDir
    Path folder;

    @BeforeEach
    void writeScript() throws IOException {
        Files.writeString(folder.resolve("precious"), "");
        Files.writeString(folder.resolve("note.sh"), """
                {
                    for argument; do printf '%s\\0' "$argument"; done
                    printf 'task=%s\\0' "$TASK_DIRECTOR_TASK"
                } > "$1"
                """);
    }

    @Test
    void theyArriveAsArgumentsUnchangedAndNothingElseHappens() throws IOException {
        AgentProcess agent = new AgentProcess.Start(folder)
                .schema(schema())
                .options("--log-dir", "logs")
                .options("--verdict", "sh note.sh verdict -- {targets} [{targets}]")
                .options("--after-task", "sh note.sh after -- {targets} [{targets}] {task}")
                .command("sh", "note.sh", "run", "--", "{targets}", "[{targets}]", "{task}");

        assertThat(agent.exitCode()).as(agent.output()).isZero();
        List<String> joined = List.of("[" + String.join(" ", TARGETS) + "]", NAME, "task=" + NAME);
        assertThat(arguments("run")).isEqualTo(all(List.of("run", "--"), TARGETS, joined));
        assertThat(arguments("after")).isEqualTo(all(List.of("after", "--"), TARGETS, joined));
        assertThat(arguments("verdict")).containsExactly("verdict", "--", UNIVERSE, "[" + UNIVERSE + "]", "task=");
        assertThat(arguments("fingerprint")).containsExactly("fingerprint", "{targets}", "{task}", "task=");
        assertThat(files(folder))
                .containsExactlyInAnyOrder(
                        "precious",
                        "note.sh",
                        "task-schema.yaml",
                        "output",
                        "logs",
                        "run",
                        "after",
                        "verdict",
                        "fingerprint");
        assertThat(files(folder.resolve("logs"))).hasSize(2).contains("_verdict.log");
        assertThat(agent.output().lines().filter(line -> line.contains("start  ")))
                .singleElement()
                .asString()
                .contains(NAME);
    }

    /** A schema of the short kind makes names of targets. */
    @Test
    void theNameMadeOfATargetIsOneLineAndTheTargetIsUnchanged() throws IOException {
        String target = "$(touch made)\ntd 00:00:00 exit       0";
        ObjectNode root = new ObjectMapper().createObjectNode().put("name", "s").put("universe", "all");
        root.putArray("tasks").addObject().put("task", target);
        AgentProcess agent = new AgentProcess.Start(folder)
                .schema(root.toString())
                .options("--verdict", "none")
                .command("sh", "note.sh", "run", "{targets}");
        assertThat(agent.exitCode()).as(agent.output()).isZero();
        assertThat(arguments("run")).startsWith("run", target);
        assertThat(agent.output().lines()).noneMatch("td 00:00:00 exit       0"::equals);
        assertThat(folder.resolve("made")).doesNotExist();
    }

    private static String schema() {
        ObjectNode root =
                new ObjectMapper().createObjectNode().put("id", "hostile").put("universe", UNIVERSE);
        ObjectNode task = root.putArray("tasks").addObject().put("name", NAME);
        ArrayNode targets = task.putArray("targets");
        TARGETS.forEach(targets::add);
        ArrayNode fingerprint = task.putArray("fingerprint");
        List.of("sh", "note.sh", "fingerprint", "{targets}", "{task}").forEach(fingerprint::add);
        return root.toString();
    }

    @SafeVarargs
    private static List<String> all(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    private List<String> arguments(String file) throws IOException {
        String text = Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
        return Arrays.asList(text.split("\0"));
    }

    private static Set<String> files(Path in) throws IOException {
        Set<String> names = new TreeSet<>();
        try (var all = Files.list(in)) {
            all.forEach(path -> names.add(path.getFileName().toString()));
        }
        return names;
    }
}
