package dev.taskdirector.coordinator.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.taskdirector.coordinator.TestInfrastructure;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ApiTest {

    private static final int READERS = 8;
    private static boolean written;

    @Inject
    CheckpointStore store;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @BeforeEach
    void writeHistoryOnce() {
        if (!written) {
            new History().write(store);
            written = true;
        }
    }

    @Test
    void runsAreListedTheNewestFirst() {
        get("/api/runs")
                .statusCode(200)
                .body("items.id", contains(History.OPEN, History.CLOSED, History.LARGE))
                .body("total", equalTo(3))
                .body("page", equalTo(0))
                .body("size", equalTo(50))
                .body("items[0].opened", equalTo("2026-03-01T12:00:00Z"))
                .body("items[0].open", equalTo(true))
                .body("items[0].closed", nullValue())
                .body("items[0].schema", equalTo("driving"))
                .body("items[0].universe", equalTo("//driving/..."))
                .body("items[1].open", equalTo(false))
                .body("items[1].closed", equalTo("2026-03-01T12:00:00Z"));
    }

    @Test
    void runsAreFilteredAndPaged() {
        get("/api/runs?cache=muc9").body("items.id", contains(History.OPEN, History.CLOSED));
        get("/api/runs?state=closed").body("items.id", contains(History.CLOSED));
        get("/api/runs?state=open&cache=ber1").body("items.id", contains(History.LARGE));
        get("/api/runs?size=2&page=1").body("items.id", contains(History.LARGE)).body("total", equalTo(3));
        get("/api/runs?size=200&page=1000000").body("items", hasSize(0)).body("total", equalTo(3));
        get("/api/runs?cache=nowhere").body("items", hasSize(0)).body("total", equalTo(0));
    }

    @Test
    void aRunShowsWhoBuiltWhatWhen() {
        get("/api/runs/" + History.OPEN)
                .statusCode(200)
                .body("run.id", equalTo(History.OPEN))
                .body(
                        "counts",
                        equalTo(Map.of("tasks", 6, "open", 2, "running", 1, "done", 1, "failed", 1, "skipped", 1)))
                .body("tasks.items.task", contains("common", "maps", "planning", "deploy", "docs", "lint"))
                .body("tasks.items.state", contains("done", "failed", "running", "skipped", "open", "open"))
                .body("tasks.total", equalTo(6))
                .body("tasks.items[0].builtBy", equalTo("runner-1"))
                .body("tasks.items[0].started", equalTo("2026-03-01T12:00:10Z"))
                .body("tasks.items[0].ended", equalTo("2026-03-01T12:00:20Z"))
                .body("tasks.items[0].seconds", equalTo(9.5f))
                .body("tasks.items[1].attempts", equalTo(1))
                .body("tasks.items[1].builtBy", nullValue())
                .body("tasks.items[1].history[0].peer", equalTo("runner-2"))
                .body("tasks.items[1].history[0].outcome", equalTo("failed"))
                .body("tasks.items[1].history[0].exitCode", equalTo(7))
                .body("tasks.items[2].started", equalTo("2026-03-01T12:00:30Z"))
                .body("tasks.items[2].history.peer", contains("runner-2", "runner-1"))
                .body("tasks.items[2].history[0].reason", nullValue())
                .body("tasks.items[3].history", hasSize(0));
    }

    @Test
    void aRunShowsItsPeers() {
        get("/api/runs/" + History.OPEN)
                .body("peerCount", equalTo(2))
                .body("peers.peer", contains("runner-2", "runner-1"))
                .body("peers[0].state", equalTo("working"))
                .body("peers[0].live", equalTo(true));
        get("/api/runs/" + History.CLOSED)
                .body("peers.leftBecause", contains("complete"))
                .body("peers.live", contains(false))
                .body("tasks.items", hasSize(0));
    }

    @Test
    void tasksOfALargeRunArePaged() {
        get("/api/runs/" + History.LARGE + "?size=200&page=499")
                .statusCode(200)
                .body("counts.done", equalTo(100_000))
                .body("differs", hasSize(0))
                .body("tasks.total", equalTo(100_000))
                .body("tasks.items", hasSize(200))
                .body("tasks.items[199].task", equalTo("task-100999"));
    }

    @Test
    void peersAreListedAndFiltered() {
        get("/api/peers").statusCode(200).body("items.peer", contains("runner-2", "runner-1", "runner-0"));
        get("/api/peers?state=live").body("items.peer", contains("runner-2", "runner-1"));
        get("/api/peers?state=ended").body("items.peer", contains("runner-0"));
        get("/api/peers?run=" + History.CLOSED).body("items.peer", contains("runner-0"));
        get("/api/peers?cache=ber1").body("total", equalTo(0));
        get("/api/peers?size=1&page=1").body("items.peer", contains("runner-1")).body("total", equalTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/peers", "/api/runs/" + History.OPEN, "/api/runs/" + History.CLOSED})
    void noSessionIdLeaves(String path) {
        assertThat(get(path).statusCode(200).extract().asString())
                .contains("runner-")
                .doesNotContain("s-0", "s-1", "s-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/runs?size=201     | size is \"201\"; it must be a whole number from 1 to 200",
                "/api/runs?size=0       | size is \"0\"; it must be a whole number from 1 to 200",
                "/api/runs?page=-1      | page is \"-1\"; it must be a whole number from 0 to 1000000",
                "/api/peers?page=two    | page is \"two\"; it must be a whole number from 0 to 1000000",
                "/api/runs?page=9999999999999 | page is \"9999999999999\"; it must be a whole number from 0 to 1000000",
                "/api/runs?state=opn    | state is \"opn\"; it must be \"open\" or \"closed\"",
                "/api/runs?cache=a%00   | cache has a NUL character, which no name has",
                "/api/peers?cache=%00   | cache has a NUL character, which no name has",
                "/api/peers?run=%00     | run has a NUL character, which no name has",
                "/api/runs/%00          | id has a NUL character, which no name has",
                "/api/peers?state=open  | state is \"open\"; it must be \"live\" or \"ended\"",
            })
    void aWrongParameterIsNamedInASentence(String path, String sentence) {
        problem(get(path), 400).body("detail", equalTo(sentence)).body("title", equalTo("Bad Request"));
    }

    @Test
    void whatIsNotThereIsAProblemToo() {
        problem(get("/api/runs/no.such.run"), 404)
                .body("detail", equalTo("there is no run \"no.such.run\", or no longer"))
                .body("instance", equalTo("/api/runs/no.such.run"));
        problem(get("/api/nothing"), 404);
        problem(given().accept("text/csv").when().get("/api/runs").then(), 406);
    }

    @Test
    void answersCarrySecurityHeaders() {
        for (String path : List.of("/api/runs", "/api/runs/none", "/nothing", "/q/health")) {
            get(path)
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cross-Origin-Resource-Policy", "same-origin")
                    .header("Cache-Control", "no-store")
                    .header(
                            "Content-Security-Policy",
                            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors"
                                    + " 'none'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "BREW"})
    void nobodyChangesAnythingWithoutALogin(String method) {
        problem(given().when().request(method, "/api/runs").then(), 403)
                .body(
                        "detail",
                        equalTo(
                                "only an operator who has logged in may change anything, and no login is configured; set"
                                        + " task-director.login.users-file or quarkus.oidc.*"));
        given().when().request(method, "/q/metrics").then().statusCode(403);
        given().when().request(method, "/q/health/live").then().statusCode(403);
    }

    @Test
    void withoutALoginItAnswersByTheNamesOfThisMachineOnly() {
        for (String name : List.of("localhost", "127.0.0.1", "[::1]:8080", "127.0.0.1:1")) {
            given().header("Host", name).when().get("/api/runs").then().statusCode(200);
        }
        for (String name :
                List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", "10.0.0.1")) {
            problem(given().header("Host", name).when().get("/api/runs").then(), 421);
        }
        given().header("Host", "10.0.0.1").when().get("/q/health/live").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"})
    void withoutALoginNothingIsAnsweredThroughAProxy(String header) {
        problem(given().header(header, "10.0.0.1").when().get("/api/runs").then(), 403)
                .body(
                        "detail",
                        equalTo("a proxy passed this on, and no login is configured, so whoever reaches the proxy could"
                                + " read it; set task-director.login.users-file or quarkus.oidc.*"));
        given().header(header, "10.0.0.1").when().get("/q/metrics").then().statusCode(403);
        given().header(header, "10.0.0.1").when().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void aPageOfAnotherSiteMayNotAct() {
        problem(
                        given().header("Sec-Fetch-Site", "cross-site")
                                .when()
                                .post("/api/runs")
                                .then(),
                        403)
                .body("detail", equalTo("a page of another site asked for this; only our own pages may"));
        problem(
                given().header("Sec-Fetch-Site", "same-site")
                        .header("Upgrade", "websocket")
                        .when()
                        .get("/api/runs")
                        .then(),
                403);
        given().header("Sec-Fetch-Site", "cross-site")
                .when()
                .get("/api/runs")
                .then()
                .statusCode(200);
    }

    @Test
    void whoAsksWhileEightOthersWaitIsToldToComeLater() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (Connection operator = DriverManager.getConnection(url, user, password);
                Statement statement = operator.createStatement()) {
            operator.setAutoCommit(false);
            statement.execute("LOCK TABLE run IN ACCESS EXCLUSIVE MODE");
            List<Future<Integer>> answers = IntStream.range(0, READERS)
                    .mapToObj(i -> readers.submit(() -> given().get("/api/runs").statusCode()))
                    .toList();
            awaitWaitingReaders(statement);
            problem(get("/api/peers"), 503)
                    .header("Retry-After", "10")
                    .body("detail", equalTo("too many ask at once; builds go on, ask again later"));
            operator.rollback();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            }
        } finally {
            readers.shutdownNow();
        }
        get("/api/peers").statusCode(200);
    }

    private static void awaitWaitingReaders(Statement statement) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            try (ResultSet waiting = statement.executeQuery(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'run'::regclass")) {
                return waiting.next() && waiting.getInt(1) == READERS;
            }
        });
    }

    @Test
    void aDatabaseThatIsAwayIsAProblemAndNotTheEnd() throws Exception {
        try (Connection operator = DriverManager.getConnection(url.replace("/postgres", "/template1"), user, password);
                Statement statement = operator.createStatement()) {
            statement.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS false");
            try {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'");
                problem(get("/api/runs"), 503)
                        .header("Retry-After", "10")
                        .body(
                                "detail",
                                equalTo("the database does not answer just now; builds go on, ask again later"));
                get("/q/health").body("checks.find { it.name == 'PostgreSQL' }.data.state", equalTo("degraded"));
            } finally {
                statement.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS true");
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            get("/api/runs").statusCode(200);
            get("/q/health").body("checks.find { it.name == 'PostgreSQL' }.data.state", equalTo("ok"));
        });
    }

    @Test
    void everyRouteIsDocumentedWithItsProblems() {
        ValidatableResponse openapi = get("/q/openapi?format=json").statusCode(200);
        Map<String, Map<String, Map<String, Object>>> paths = openapi.extract().path("paths");
        assertThat(paths.keySet())
                .contains("/api/runs", "/api/runs/{id}", "/api/runs/{id}/tasks/{name}", "/api/peers")
                .contains("/api/schemas/{id}/history");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            assertThat(operation).as(path).containsKeys("summary", "operationId", "responses");
            assertThat(((Map<?, ?>) operation.get("responses")).keySet())
                    .as(path)
                    .extracting(Object::toString)
                    .contains("200", "400", "503");
        }));
        openapi.body("paths.'/api/runs'.get.parameters.name", contains("cache", "page", "size", "state"))
                .body("components.schemas.Problem.properties.size()", greaterThan(4))
                .body("components.schemas.keySet()", hasItem("RunDetail"))
                .body("components.schemas.RunDetail.properties.keySet()", hasItem("differs"))
                .body("components.schemas.TaskDifference.properties.keySet()", contains("task", "differs"))
                .body("components.schemas.keySet()", not(hasItem("OptionalString")));
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false).when().get(path).then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", equalTo("about:blank"))
                .body("detail", notNullValue());
    }
}
