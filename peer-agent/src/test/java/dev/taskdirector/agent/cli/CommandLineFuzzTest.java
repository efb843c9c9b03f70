package dev.taskdirector.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Command lines, an argument a line. They are parsed and checked; nothing is run. */
class CommandLineFuzzTest {
    private static final List<String> PIECES = List.of(
            "run\n",
            "whoami\n",
            "schema\ncheck\n",
            "version\n",
            "--schema\ns.yaml\n",
            "--cache=muc9\n",
            "--slots\n",
            "--slots=65\n",
            "--slots=0x10\n",
            "--slots=99999999999\n",
            "--patience\n1.5m\n",
            "--patience=0\n",
            "--patience=9999999h\n",
            "--abort-grace=-1s\n",
            "--wait-budget=1e9\n",
            "--on-failure=LEAVE\n",
            "--patience-over=fail\n",
            "--verdict='a \"b\n",
            "--after-task=\\\n",
            "--label=a=b\n",
            "--label==\n",
            "--label=a=b=c\n",
            "--pipeline-type=dependent\n",
            "--help\n",
            "--\n",
            "-\n",
            "@file\n",
            "{targets}\n",
            "=",
            "\0",
            "\\u0041",
            "${sys:user.home}",
            "%s%n%999999999d",
            "𐍈",
            "\ufeff");

    private final Surroundings nowhere = new Surroundings(
            Path.of("."),
            Map.of(),
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()),
            Clock.systemUTC(),
            false,
            signals -> {},
            (settings, topics, peer) -> {
                throw new AssertionError("nothing is run here");
            });

    @FuzzTest
    void aCommandLineIsTakenOrRefusedWithASentence(byte[] lines) throws Exception {
        Bounds.hold(lines.length, () -> parse(new String(lines, UTF_8).split("\n")));
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        Corpus.of(getClass(), "aCommandLineIsTakenOrRefusedWithASentence")
                .run(1_500, PIECES, this::aCommandLineIsTakenOrRefusedWithASentence);
    }

    private void parse(String[] arguments) {
        try {
            CommandLine line = TaskDirector.line(nowhere);
            CommandLine.ParseResult parsed = line.parseArgs(arguments);
            if (parsed.hasSubcommand() && parsed.subcommand().commandSpec().userObject() instanceof RunCommand run) {
                check(run, parsed.subcommand());
            }
        } catch (ParameterException | UsageError e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** What the command does with its options before it runs anything. */
    private void check(RunCommand run, CommandLine.ParseResult parsed) throws UsageError {
        if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
            return;
        }
        run.build.check();
        run.identity.pipeline();
        if (run.coordinator.kafkaConfig == null) {
            run.coordinator.settings(nowhere);
        }
        if (run.build.verdict != null) {
            assertThat(BuildPlan.template("--verdict", run.build.verdict).words())
                    .doesNotContainNull();
        }
        assertThat(run.schema).isNotNull();
        assertThat(run.command).isNotEmpty();
        assertThat(run.build.slots).isBetween(1, 64);
        assertThat(run.build.patience).isPositive();
    }
}
