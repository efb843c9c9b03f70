package dev.taskdirector.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.LoneDirector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchedBuildTest {

    private static final String SCHEMA = """
            id: short
            universe: all
            tasks:
              - {name: strings, targets: [//strings]}
              - {name: numbers, targets: [//numbers, //more]}
            """;

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void beLed() {
        LoneDirector director = LoneDirector.givingAhead(2);
        cli = new CliFixture(folder)
                .schema(SCHEMA)
                .coordinator(new ScriptedCoordinator(
                        status -> director.answer(status).stream().findFirst()));
    }

    private int build(String script, String... options) {
        List<String> all = new ArrayList<>(List.of("run", "--schema", "task-schema.yaml", "--cache", "muc9"));
        all.addAll(List.of("--bootstrap-servers", "localhost:1", "--peer", "peer-1"));
        all.addAll(List.of(options));
        all.addAll(List.of("--", "sh", "-c", script, "sh", "{targets}"));
        return cli.run(all.toArray(String[]::new));
    }

    private List<String> outputs() {
        return cli.out().lines().filter(line -> line.startsWith("ran ")).toList();
    }

    @Test
    void shortTasksGoToOneCommandAndEachIsSaidToBeBuilt() {
        assertThat(build("echo ran $*")).isZero();
        assertThat(outputs()).containsExactly("ran //strings //numbers //more", "ran all");
        assertThat(cli.facts())
                .contains("start      2 tasks together   strings, numbers   about 0.2s")
                .anyMatch(line -> line.matches("built      strings +[0-9.]+s   exit 0   \\[1/2]"))
                .anyMatch(line -> line.matches("built      numbers +[0-9.]+s   exit 0   \\[2/2]"));
    }

    @Test
    void whatFailsTogetherIsBuiltOneByOne() {
        assertThat(build("echo ran $*; [ $# = 1 ] || [ $2 = //more ]")).isZero();
        assertThat(outputs())
                .containsExactly("ran //strings //numbers //more", "ran //strings", "ran //numbers //more", "ran all");
        assertThat(cli.facts()).noneMatch(line -> line.startsWith("failed"));
    }

    @Test
    void withNoBatchEachHasACommandOfItsOwn() {
        assertThat(build("echo ran $*", "--no-batch")).isZero();
        assertThat(outputs()).containsExactly("ran //strings", "ran //numbers //more", "ran all");
    }
}
