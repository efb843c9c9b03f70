package dev.taskdirector.coordinator.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.taskdirector.coordinator.TestInfrastructure;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a task was given to whom when, and what was learnt from how long tasks took. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class TaskApiTest {

    private static final String COMMON_DIFFERS =
            "common fails with of-runner-2 of org/driving and passes with of-runner-1; its key is the same there, so it may"
                    + " be the machine, or an input that the key leaves out";

    private static final String TASKS = "/api/runs/" + History.OPEN + "/tasks/";
    private static final String LEARNT = "/api/schemas/org%2Fdriving/history";
    private static boolean written;

    @Inject
    CheckpointStore store;

    @BeforeEach
    void writeHistoryOnce() {
        if (!written) {
            new History().write(store);
            written = true;
        }
    }

    @Test
    void aTaskSaysWhyItWasGivenToWhomWhen() {
        get(TASKS + "common")
                .statusCode(200)
                .body("run", equalTo(History.OPEN))
                .body("task.task", equalTo("common"))
                .body("task.key", equalTo("k1:1"))
                .body("task.state", equalTo("done"))
                .body("task.builtBy", equalTo("runner-1"))
                .body("task.history.outcome", contains("failed", "succeeded"))
                .body("waits", nullValue())
                .body("otherKeys", hasSize(0))
                .body(
                        "task.history[0].reason",
                        equalTo(Map.of(
                                "because",
                                "given to runner-2 at 12:00:02, 2 s after it was first needed: the longest path left"
                                        + " (14 min) of 7 ready tasks",
                                "ready",
                                "2026-03-01T12:00:00Z",
                                "waitedSeconds",
                                2.0f,
                                "expectedSeconds",
                                5.0f,
                                "pathSeconds",
                                840.0f,
                                "readyTasks",
                                7,
                                "rank",
                                1,
                                "gate",
                                false,
                                "patchsets",
                                List.of(
                                        Map.of("repository", "org/driving", "patchset", "of-runner-2"),
                                        Map.of("repository", "org/\u00FCmaps", "patchset", "m1")))))
                .body("task.history[1].reason.gate", equalTo(true))
                .body(
                        "task.history[1].reason.because",
                        equalTo(
                                "given to runner-1 at 12:00:10, 2 s after runner-2 had failed it: the only task that was"
                                        + " ready (14 min to the end of its path); runner-1 comes first, as a merge gate"));
    }

    @Test
    void aRunningTaskSaysWhyTwoPeersHaveIt() {
        get(TASKS + "planning")
                .statusCode(200)
                .body("task.state", equalTo("running"))
                .body("task.history.peer", contains("runner-2", "runner-1"))
                .body("task.history[0].ended", nullValue())
                .body("task.history[0].reason.waitedFor", equalTo("common"))
                .body("task.history[0].reason.waitedSeconds", equalTo(10.0f))
                .body(
                        "task.history.reason.because",
                        contains(
                                "given to runner-2 at 12:00:30, 10 s after common was done: the longest path left"
                                        + " (1 min 30 s) of 3 ready tasks",
                                "given to runner-1 at 12:03:30 as well, since runner-2 has had it for 3 min, expected"
                                        + " 1 min"))
                .body("task.history.reason.besides", contains(null, "runner-2"))
                .body("task.history[1].reason.patchsets.patchset", contains("of-runner-1", "m1"))
                .body("verdictByPatchset", hasSize(0))
                .body("differs", nullValue());
    }

    @Test
    void anAttemptOfAnOlderVersionHasNoReasons() {
        get(TASKS + "maps")
                .statusCode(200)
                .body("task.state", equalTo("failed"))
                .body(
                        "task.history[0].reason.because",
                        equalTo("given to runner-2 at 12:00:10; why, nobody wrote down"))
                .body("task.history[0].reason.expectedSeconds", nullValue())
                .body("verdictByPatchset", hasSize(0));
    }

    @Test
    void aTaskThatOnePatchsetFailsAndAnotherPassesSaysWhich() {
        get(TASKS + "common")
                .body(
                        "verdictByPatchset",
                        equalTo(List.of(
                                verdict("org/driving", "of-runner-2", "fails", "runner-2"),
                                verdict("org/driving", "of-runner-1", "passes", "runner-1"),
                                verdict("org/\u00FCmaps", "m1", "both", "runner-2", "runner-1"))))
                .body("differs", equalTo(COMMON_DIFFERS));
    }

    @Test
    void aRunNamesItsTasksThatOnePatchsetFailsAndAnotherPasses() {
        get("/api/runs/" + History.OPEN + "?size=1&page=5")
                .statusCode(200)
                .body("tasks.items.task", contains("lint"))
                .body("differs", equalTo(List.of(Map.of("task", "common", "differs", COMMON_DIFFERS))));
        get("/api/runs/" + History.CLOSED).statusCode(200).body("differs", hasSize(0));
    }

    private static Map<String, Object> verdict(String repository, String patchset, String outcome, String... peers) {
        return Map.of("repository", repository, "patchset", patchset, "outcome", outcome, "peers", List.of(peers));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docs   | open    | waits for planning, which it needs                                    | planning",
                "deploy | skipped | skipped, since it needs maps, and nobody builds that                  | maps",
                "lint   | open    | could not be tried at runner-2; tried again from 12:01:05 on |",
            })
    void aTaskThatNobodyHasSaysWhatItWaitsFor(String name, String state, String because, String need) {
        List<String> needs = need == null ? List.of() : List.of(need);
        get(TASKS + name)
                .statusCode(200)
                .body("task.state", equalTo(state))
                .body("task.history", hasSize(0))
                .body("waits.because", equalTo(because))
                .body("waits.needs", equalTo(needs))
                .body("waits.needCount", equalTo(needs.size()));
        get(TASKS + "lint").body("waits.until", equalTo("2026-03-01T12:01:05Z"));
    }

    @Test
    void namesOfTasksMayBeAnyText() {
        String tasks = "/api/runs/" + History.LARGE + "/tasks/";
        String encoded =
                URLEncoder.encode(History.ODD_NAME, StandardCharsets.UTF_8).replace("+", "%20");
        get(tasks + encoded)
                .statusCode(200)
                .body("task.task", equalTo(History.ODD_NAME))
                .body("task.builtBy", equalTo("runner-9"));
        get(tasks + "task-99999").statusCode(200).body("task.task", equalTo("task-99999"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/runs/no.such.run/tasks/common | there is no run \"no.such.run\", or no longer",
                "/api/runs/muc9.40.18812/tasks/a/b%2Fc%20d | run \"muc9.40.18812\" has no task \"a/b/c d\"",
                "/api/runs/muc9.40.18812/tasks/task-1001 | run \"muc9.40.18812\" has no task \"task-1001\"",
                "/api/runs/muc9.40.17000/tasks/common | run \"muc9.40.17000\" has no task \"common\"",
                "/api/schemas/none/history | nothing was measured of a schema \"none\", or no longer",
                "/api/schemas/org%2Fdriving/history?cache=x | nothing was measured of a schema \"org/driving\" with the"
                        + " cache \"x\", or no longer",
            })
    void whatIsUnknownIsAProblem(String path, String sentence) {
        problem(path, 404, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/runs/%00/tasks/common      | id has a NUL character, which no name has",
                "/api/schemas/%00/history        | id has a NUL character, which no name has",
                "/api/schemas/a/history?cache=%00 | cache has a NUL character, which no name has",
                "/api/schemas/a/history?size=201 | size is \"201\"; it must be a whole number from 1 to 200",
            })
    void aWrongParameterIsNamedInASentence(String path, String sentence) {
        problem(path, 400, sentence);
    }

    @Test
    void aSchemaTellsHowLongItsTasksTake() {
        get(LEARNT + "?cache=muc9")
                .statusCode(200)
                .body("schema", equalTo(Learnt.SCHEMA))
                .body("tasks.total", equalTo(3))
                .body("tasks.items.task", contains("planning//all", "common", "lint"))
                .body("tasks.items.seconds", contains(840.0f, 9.5f, 0.00025f))
                .body("tasks.items.measurements", contains(12, 3, 1))
                .body("tasks.items[0].measured", equalTo("2026-03-01T12:00:00Z"));
        get(LEARNT).body("tasks.items.cache", contains("muc9", "ber1", "muc9", "muc9"));
        get(LEARNT + "?size=2&page=1").body("tasks.items.task", contains("common", "lint"));
        get(LEARNT + "?size=200&page=1000000").body("tasks.total", equalTo(4)).body("tasks.items", hasSize(0));
    }

    @Test
    void aSchemaTellsHowQuickTheMachinesOfItsCacheAre() {
        get(LEARNT + "?cache=muc9&size=1&page=2")
                .body("machineCount", equalTo(2))
                .body("machines.machine", contains("peer runner-2", "machine m5.4xlarge"))
                .body("machines.factor", contains(1.8f, 0.6f))
                .body("machines.measurements", contains(8, 8));
        get(LEARNT + "?cache=ber1").body("machines", hasSize(0));
    }

    @Test
    void aPeerThatFailsWhatOthersBuildIsShownAsSetAside() {
        get("/api/peers?run=" + History.OPEN)
                .body("items.peer", contains("runner-2", "runner-1"))
                .body("items.setAside", contains(true, false));
        get("/api/peers?run=" + History.CLOSED).body("items.setAside", contains(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "maps", "planning", "lint"})
    void noSessionIdLeaves(String task) {
        assertThat(get(TASKS + task).statusCode(200).extract().asString())
                .contains("runner-")
                .doesNotContain("s-0", "s-1", "s-2", "\"0.");
    }

    private static void problem(String path, int status, String sentence) {
        get(path)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("detail", equalTo(sentence));
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false).when().get(path).then();
    }
}
