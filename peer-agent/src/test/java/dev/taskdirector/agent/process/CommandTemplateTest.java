package dev.taskdirector.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTemplateTest {

    private static List<String> expand(String line, String task, String... targets) {
        return CommandTemplate.ofLine(line).expand(task, List.of(targets), 1);
    }

    @Test
    void targetsAloneInAWordBecomeOneArgumentEach() {
        assertThat(expand("bazel build {targets} --slot={slot}", "t", "//a b", "-x"))
                .containsExactly("bazel", "build", "//a b", "-x", "--slot=1");
    }

    @Test
    void targetsInsideAWordAreJoinedByABlank() {
        assertThat(expand("make 'GOALS={targets}' {task}.log", "t", "a", "b"))
                .containsExactly("make", "GOALS=a b", "t.log");
    }

    @Test
    void whatWasPutInIsNotLookedAtAgain() {
        assertThat(expand("run {task} {targets}", "{targets}", "{task}", "$1\\{slot}"))
                .containsExactly("run", "{targets}", "{task}", "$1\\{slot}");
    }

    @Test
    void wordsAreSplitWithoutAShell() {
        assertThat(Words.split("a  'b \\ c' \"d 'e' \\\" f\" g\\ h '' $X;|*"))
                .containsExactly("a", "b \\ c", "d 'e' \" f", "g h", "", "$X;|*");
    }

    @Test
    void anOpenQuoteIsRefused() {
        assertThatThrownBy(() -> Words.split("bazel 'test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a quote ' isn't closed in the command; close it, or put a backslash before it: bazel 'test");
    }

    @Test
    void aTrailingBackslashIsRefused() {
        assertThatThrownBy(() -> Words.split("bazel \\")).hasMessageContaining("a backslash ends the command");
    }

    @Test
    void tasksWithSimilarNamesHaveFilesOfTheirOwn() {
        LogFolder logs = new LogFolder(java.nio.file.Path.of("td-logs"));
        assertThat(logs.fileOf("_verdict")).isNotEqualTo(logs.fileOfVerdict());
        assertThat(logs.fileOf("_together-1")).isNotEqualTo(logs.fileOfBatch(1));
        assertThat(logs.fileOf("planning_test")).hasToString("td-logs/planning_test.log");
        assertThat(logs.fileOf("//a:b")).isNotEqualTo(logs.fileOf("//a_b"));
        assertThat(logs.fileOf("..").getFileName().toString()).startsWith("task..-");
    }
}
