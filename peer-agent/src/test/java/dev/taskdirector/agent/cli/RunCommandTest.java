package dev.taskdirector.agent.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.PeerStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void withoutAnAnswerAPeerBuildsAloneAndEndsWithItsVerdict() {
        assertThat(cli.build("echo built $0 \"$@\"; [ \"$1\" != //... ] || exit 7"))
                .isEqualTo(7);
        assertThat(cli.out().lines().filter(line -> line.startsWith("built")))
                .containsExactly("built common //common", "built planning //planning", "built verdict //...");
        assertThat(cli.facts()).anyMatch(line -> line.matches("alone      no answer for [0-9.]+s; .*"));
        assertThat(cli.facts()).anyMatch(line -> line.startsWith("exit       7, the verdict's; "));
    }

    @Test
    void aPeerWhoseTasksWereAllBuiltByOthersStillFailsByItsOwnVerdict() {
        cli.coordinator(ScriptedCoordinator.answering(AssignmentState.COMPLETE));
        assertThat(cli.build("echo only the verdict: \"$@\"; exit 5")).isEqualTo(5);
        assertThat(cli.out().lines().filter(line -> line.startsWith("only")))
                .containsExactly("only the verdict: //...");
    }

    @Test
    void aFailureElsewhereIsNewsAndTheOwnVerdictDecides() {
        cli.coordinator(ScriptedCoordinator.answering(AssignmentState.FAILED));
        assertThat(cli.build("exit 0")).isZero();
    }

    @Test
    void switchedOffThereIsTheVerdictAndNothingElse() {
        cli.environment("TASK_DIRECTOR", "off");
        assertThat(cli.run("run", "--schema", "task-schema.yaml", "sh", "-c", "echo \"$@\"; exit 3", "x", "{targets}"))
                .isEqualTo(3);
        assertThat(cli.out()).contains("\n//...\n");
    }

    @Test
    void switchedOffAndWithoutAVerdictTheTasksAreBuilt() {
        cli.environment("TASK_DIRECTOR", "off");
        assertThat(cli.build("echo $0; [ $0 != planning ] || exit 6", "--verdict", "none"))
                .isEqualTo(6);
        assertThat(cli.out()).contains("common\nplanning\n");
    }

    @ParameterizedTest
    @CsvSource({"exit 0,0", "exit 4,1"})
    void withoutAVerdictTheTasksDecide(String script, int exitCode) {
        assertThat(cli.build(script, "--verdict", "none")).isEqualTo(exitCode);
        assertThat(cli.facts()).noneMatch(line -> line.startsWith("verdict"));
    }

    @Test
    void theVerdictMayHaveACommandOfItsOwn() {
        assertThat(cli.build("exit 0", "--verdict", "sh -c 'echo \"own $*\"; exit 9' x {targets}"))
                .isEqualTo(9);
        assertThat(cli.out()).contains("own //...\n");
    }

    @Test
    void whenTheAgentItselfFailsTheVerdictIsStillRun() {
        cli.coordinator(ScriptedCoordinator.broken());
        assertThat(cli.build("echo ran $0; exit 8")).isEqualTo(8);
        assertThat(cli.out())
                .contains("the agent failed")
                .contains("ran verdict\n")
                .doesNotContain("ran common");
    }

    @Test
    void aRejectedPeerFailsOnlyIfItWasAskedTo() {
        cli.coordinator(ScriptedCoordinator.answering(AssignmentState.REJECTED));
        assertThat(cli.build("exit 0", "--patience-over=fail")).isEqualTo(3);
        assertThat(cli.build("exit 0")).isZero();
        assertThat(cli.out()).contains("rejected   too many tasks; building on by myself");
    }

    @Test
    void aPeerWithoutACoordinatorFailsOnlyIfItWasAskedTo() {
        assertThat(cli.build("exit 0", "--patience-over=fail")).isEqualTo(4);
    }

    @Test
    void onFailureAPeerMayLeaveWithTheCommandsExitCode() {
        assertThat(cli.build("exit 6", "--on-failure=leave")).isEqualTo(6);
        assertThat(cli.facts()).noneMatch(line -> line.startsWith("verdict"));
    }

    @Test
    void aSignalStopsTheCommandsSaysGoodbyeAndKeepsItsExitCode() {
        ScriptedCoordinator coordinator = ScriptedCoordinator.silent();
        cli.coordinator(coordinator);
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> cli.build("echo $$ > pid.tmp; mv pid.tmp pid; exec sleep 300"));
        await().atMost(20, SECONDS).until(() -> Files.exists(folder.resolve("pid")));
        cli.signal(143);
        await().atMost(1, SECONDS).until(() -> leaving(coordinator).contains(Leaving.CANCELLED));
        assertThat(exit.orTimeout(20, SECONDS).join()).isEqualTo(143);
        assertThat(Path.of("/proc", cli.read("pid").strip())).doesNotExist();
        assertThat(cli.facts()).anyMatch(line -> line.startsWith("exit       143, stopped by a signal"));
    }

    private static List<Leaving> leaving(ScriptedCoordinator coordinator) {
        return coordinator.sent().stream()
                .flatMap(status -> status.leaving().stream())
                .toList();
    }

    @Test
    void aSignalStopsAVerdictThatRunsAlone() {
        cli.environment("TASK_DIRECTOR", "off");
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> cli.build(": > begun; exec sleep 300"));
        await().atMost(20, SECONDS).until(() -> Files.exists(folder.resolve("begun")));
        cli.signal(130);
        assertThat(exit.orTimeout(20, SECONDS).join()).isEqualTo(130);
    }

    @Test
    void theSummarySaysWhatHappened() throws Exception {
        assertThat(cli.build("exit 0", "--summary", "out/summary.json")).isZero();
        JsonNode summary = new ObjectMapper().readTree(cli.read("out/summary.json"));
        assertThat(summary.get("peer").asText()).isEqualTo("peer-1");
        assertThat(summary.get("session").asText()).hasSize(36);
        assertThat(summary.get("exit").asInt()).isZero();
        assertThat(summary.get("verdict").get("exit").asInt()).isZero();
        assertThat(summary.get("tasks").findValuesAsText("name")).containsExactly("common", "planning");
        assertThat(summary.get("tasks").findValuesAsText("outcome")).containsExactly("succeeded", "succeeded");
        assertThat(summary.get("tasks").findValuesAsText("where")).containsExactly("here", "here");
    }

    @Test
    void aSummaryThatCantBeWrittenIsSaidAndChangesNothing() {
        assertThat(cli.build("exit 0", "--summary", "/proc/no/summary.json")).isZero();
        assertThat(cli.out()).contains("the summary can't be written to /proc/no/summary.json");
    }

    @Test
    void theJoinSaysWhatWasGiven() {
        ScriptedCoordinator coordinator = ScriptedCoordinator.silent();
        cli.coordinator(coordinator);
        cli.build(
                "exit 0",
                "--read-only-cache",
                "--repository",
                "org/driving",
                "--base-ref",
                "main",
                "--patchset",
                "c1",
                "--additional-patchset",
                "b1",
                "--additional-patchset",
                "b2",
                "--change",
                "4711,3",
                "--pipeline",
                "gate",
                "--pipeline-type",
                "dependent",
                "--complex-patchset",
                "--label",
                "site=muc",
                "--slots",
                "2");
        PeerStatus first = coordinator.sent().get(0);
        assertThat(first.slots()).isEqualTo(2);
        var join = first.join().orElseThrow();
        assertThat(join.cacheWrite()).isFalse();
        assertThat(join.keys()).isEmpty();
        assertThat(join.repositories()).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo("org/driving");
            assertThat(one.additionalPatchsets()).containsExactly("b1", "b2");
        });
        assertThat(join.change()).contains("4711,3");
        assertThat(join.pipeline().orElseThrow().type()).contains("dependent");
        assertThat(join.complexPatchset()).isTrue();
        assertThat(join.labels()).containsEntry("site", "muc");
    }

    @Test
    void anArgumentMayBeginWithAnAt() {
        cli.environment("TASK_DIRECTOR", "off");
        assertThat(cli.run("run", "--schema", "task-schema.yaml", "echo", "@repository//package", "--flag"))
                .isZero();
        assertThat(cli.out()).contains("@repository//package --flag\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--slots 0",
                "--slots 65",
                "--slots many",
                "--patience 0",
                "--patience soon",
                "--peer a_b",
                "--verdict 'open",
                "--on-failure weep",
                "--pipeline-type gate",
                "--kafka-config missing.properties",
                "--no-such-option x"
            })
    void wrongUsageEndsWithTwoAndASentence(String options) {
        assertThat(cli.build("exit 0", options.split(" "))).isEqualTo(2);
        assertThat(cli.errors()).isNotBlank();
        assertThat(cli.facts()).isEmpty();
    }

    static Stream<Arguments> textsThatNoRecordCanCarry() {
        String longest = "x".repeat(512);
        return Stream.of(
                Arguments.of("--change=", "--change is empty; give it a value, or leave it out"),
                Arguments.of("--change=x" + longest, "--change has 513 characters; give it 512 at most"),
                Arguments.of("--patchset=a\u001b[31m", "--patchset is \"a?[31m\", which has a control character; "),
                Arguments.of("--base-ref=", "--base-ref is empty; "),
                Arguments.of("--repository=x" + longest + longest, "--repository has 1025 characters; "),
                Arguments.of("--additional-patchset=", "--additional-patchset is empty; "),
                Arguments.of("--pipeline=x" + longest, "--pipeline has 513 characters; "),
                Arguments.of("--pipeline-type=dependent", "--pipeline-type is given without a name; give --pipeline"),
                Arguments.of("--label==v", "--label's key is empty; "),
                Arguments.of("--label=k=" + "x".repeat(257), "--label's value has 257 characters; give it 256 at most"),
                Arguments.of("--label=k=a\nb", "--label's value is \"a?b\", which has a control character; "));
    }

    /** The coordinator would reject the session, and the build would go on alone. */
    @ParameterizedTest
    @MethodSource("textsThatNoRecordCanCarry")
    void aTextThatNoRecordCanCarryIsWrongUsage(String option, String sentence) {
        ScriptedCoordinator coordinator = ScriptedCoordinator.silent();
        cli.coordinator(coordinator);
        assertThat(cli.build("exit 0", option)).isEqualTo(2);
        assertThat(cli.errors()).startsWith("task-director: " + sentence).hasLineCount(1);
        assertThat(coordinator.sent()).isEmpty();
    }

    @Test
    void asManyAsARecordCarriesMayBeGiven() {
        assertThat(cli.build("exit 0", repeated("--label", 100))).isZero();
        assertThat(cli.build("exit 0", repeated("--additional-patchset", 1_000)))
                .isZero();
        assertThat(cli.build("exit 0", repeated("--label", 101))).isEqualTo(2);
        assertThat(cli.build("exit 0", repeated("--additional-patchset", 1_001)))
                .isEqualTo(2);
        assertThat(cli.errors())
                .contains("--label is given 101 times; give it 100 times at most")
                .contains("--additional-patchset is given 1001 times; give it 1000 times at most");
    }

    private static String[] repeated(String option, int times) {
        return IntStream.range(0, times).mapToObj(i -> option + "=k" + i + "=v").toArray(String[]::new);
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingRuns() {
        cli.schema("tasks: [{name: a, targets: [x], fingerprint: [touch, ran]}]\n");
        for (String wrong : List.of("--after-task='open", "--verdict=\\", "--pipeline-type=gate", "--label==")) {
            assertThat(cli.build("touch ran", wrong)).isEqualTo(2);
        }
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aCommandWithoutAProgramIsWrongUsage() {
        assertThat(cli.run("run", "--schema=task-schema.yaml", "--cache=c", "--bootstrap-servers=b:1", "--", "", "x"))
                .isEqualTo(2);
        assertThat(cli.build("exit 0", "--verdict=")).isEqualTo(2);
        assertThat(cli.errors())
                .contains("COMMAND: the command's first word is empty; name the program to run")
                .contains("--verdict: the command has no word; name the program to run");
    }

    /** So many nanoseconds are no number: the agent failed when it closed, and its exit code was not the verdict's. */
    @ParameterizedTest
    @ValueSource(strings = {"--abort-grace=9999999h", "--patience=1000000.001s", "--wait-budget=277.778h"})
    void aDurationOfYearsIsWrongUsage(String option) {
        assertThat(cli.build("exit 0", option)).isEqualTo(2);
        assertThat(cli.errors()).contains(" is too long; give 1000000s at most");
        assertThat(cli.build("exit 0", "--abort-grace=1000000s")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", ":9092", "b:0", "b:65536", "b:99999999999", "b:1,c", ","})
    void brokersWithoutHostAndPortAreWrongUsage(String brokers) {
        assertThat(cli.run("run", "--schema=task-schema.yaml", "--cache=c", "--bootstrap-servers=" + brokers, "true"))
                .isEqualTo(2);
        assertThat(cli.errors()).contains("\"" + brokers + "\"; write HOST:PORT, with commas between several");
    }

    @Test
    void aPrefixThatNoTopicCanHaveIsWrongUsage() {
        for (String prefix : List.of("", "a/b", "x".repeat(109))) {
            assertThat(cli.build("exit 0", "--topic-prefix=" + prefix)).isEqualTo(2);
        }
        assertThat(cli.errors()).contains("--topic-prefix is \"a/b\"; use 1 to 108 letters");
        assertThat(cli.build("exit 0", "--topic-prefix=" + "x".repeat(108))).isZero();
    }

    @Test
    void aFileWithoutAnEndIsWrongUsage() {
        assertThat(cli.build("exit 0", "--kafka-config=/dev/zero")).isEqualTo(2);
        assertThat(cli.errors())
                .contains("--kafka-config \"/dev/zero\" can't be read (it has more than 1048576 bytes); ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--summary=", "--summary=/", "--log-dir=", "--dashboard=", "--dashboard=a b"})
    void aPlaceThatIsNoneIsWrongUsage(String option) {
        assertThat(cli.build("exit 0", option)).isEqualTo(2);
        assertThat(cli.errors()).startsWith("task-director: " + option.substring(0, option.indexOf('=')) + " is ");
    }

    @Test
    void noOptionSteersTheTerminal() {
        String hostile = "\u001b[31m\u202e\ntd 00:00:00 exit       0";
        for (String option :
                List.of("--slots=", "--peer=", "--kafka-config=", "--no-such=", "--on-failure=", "--label=")) {
            assertThat(cli.build("exit 0", option + hostile)).isEqualTo(2);
        }
        assertThat(cli.run("schema", "check", hostile)).isEqualTo(2);
        assertThat(cli.errors()).doesNotContainPattern("[\\p{Cntrl}&&[^\n]]|\u202e|(?m)^td ");
    }

    @Test
    void whatMustBeNamedIsAskedFor() {
        assertThat(cli.run("run", "--schema", "task-schema.yaml", "true")).isEqualTo(2);
        assertThat(cli.errors()).contains("no remote cache is named; give --cache ID or set TASK_DIRECTOR_CACHE");
        assertThat(cli.run("run", "--schema", "task-schema.yaml", "--cache", "c", "true"))
                .isEqualTo(2);
        assertThat(cli.errors()).contains("no Kafka broker is named; give --bootstrap-servers");
        assertThat(cli.run("run", "--schema", "task-schema.yaml", "--cache", "c"))
                .isEqualTo(2);
        assertThat(cli.run()).isEqualTo(2);
    }

    @Test
    void theEnvironmentMayNameTheFileOfKafkasClients() {
        String[] withoutBroker = "run --schema task-schema.yaml --cache c --patience 200ms -- true".split(" ");
        cli.file("client.properties", "bootstrap.servers=localhost:1\n");
        cli.environment("TASK_DIRECTOR_KAFKA_CONFIG", "client.properties");
        assertThat(cli.run(withoutBroker)).isZero();

        cli.environment("TASK_DIRECTOR_KAFKA_CONFIG", "gone.properties");
        assertThat(cli.run(withoutBroker)).isEqualTo(2);
        assertThat(cli.errors()).contains("TASK_DIRECTOR_KAFKA_CONFIG \"gone.properties\" does not exist");
    }

    @Test
    void aWrongSchemaEndsWithTwoAndItsSentences() {
        cli.schema("tasks: [{name: a, targets: [x], needs: [bb]}, {name: b, targets: [y]}]\n");
        assertThat(cli.build("exit 0")).isEqualTo(2);
        assertThat(cli.errors()).contains("task-schema.yaml:1: task \"a\" needs \"bb\", which is not a task");
    }
}
