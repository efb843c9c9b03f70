package dev.taskdirector.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCommandsTest {

    @TempDir
    Path folder;

    @Test
    void aGoodSchemaIsDescribed() {
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.run("schema", "check", "task-schema.yaml")).isZero();
        assertThat(cli.out())
                .matches("task-schema.yaml: schema driving, 2 tasks, universe //\\.\\.\\., sha256:[0-9a-f]{64}\n");
    }

    @Test
    void aWrongSchemaIsExplained() {
        CliFixture cli = new CliFixture(folder).file("bad.yaml", "tasks: []\n").file("worse.json", "{");
        assertThat(cli.run("schema", "check", "bad.yaml", "worse.json", "gone.yaml"))
                .isEqualTo(2);
        assertThat(cli.errors())
                .contains("bad.yaml:1: ")
                .contains("worse.json:1: ")
                .contains("there is no such file");
    }

    @Test
    void whoamiSaysWhereThingsCameFrom() {
        CliFixture cli = new CliFixture(folder).environment("TASK_DIRECTOR_CACHE", "muc9");
        assertThat(cli.run("whoami", "--peer", "runner-17", "--patchset", "c1")).isZero();
        assertThat(cli.out())
                .contains("peer        runner-17   (--peer)\n")
                .contains("cache       muc9   (TASK_DIRECTOR_CACHE)\n")
                .contains("patchset    c1   (--patchset)\n")
                .contains("repository  unknown\n");
    }

    @Test
    void thePeersDefaultIdIsTheSameAtEachStartInAFolder() {
        CliFixture first = new CliFixture(folder);
        CliFixture second = new CliFixture(folder);
        first.run("whoami");
        second.run("whoami");
        assertThat(first.out()).isEqualTo(second.out()).contains("(host name and folder)");
    }

    @Test
    void theVersionIsKnown() {
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.run("version")).isZero();
        assertThat(cli.out()).matches("task-director \\d+\\.\\d+\\.\\d+.*\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "schema", "schema check", "whoami", "version"})
    void eachCommandKnowsIt(String command) {
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.run((command + " --version").split(" "))).isZero();
        assertThat(cli.out()).matches("task-director \\d+\\.\\d+\\.\\d+.*\n");
    }

    @Test
    void whoamiRefusesWhatARunRefuses() {
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.run("whoami", "--change", "")).isEqualTo(2);
        assertThat(cli.errors()).contains("--change is empty; ");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void helpNamesTheExitCodes() {
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.run("run", "--help")).isZero();
        assertThat(cli.out())
                .contains("Exit codes:")
                .contains("--patience-over")
                .contains("TASK_DIRECTOR=off");
    }
}
