package dev.taskdirector.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read and change what over HTTP, and what strangers learn when something goes wrong, on the coordinator as it is run. */
class AccessEndToEnd {

    /** What {@code openssl passwd -6} makes of "correct horse". */
    private static final String HASH =
            "$6$abcdefgh$yIZAF3gQPvtKZO/9qOJKffAKKbtS3ef3qmwyugk4uWVjX8YZf/GV3A8SkFxEPY0T56CcilGrHKLffBsp6dLMG.";

    private static final String VIEWER = basic("alice", "correct horse");
    private static final String OPERATOR = basic("bob", "correct horse");
    private static final String NOBODY = "";

    /** Of a raw request. */
    private static final String END = "\r\nConnection: close\r\n\r\n";

    private static final SecuredWorld WORLD = SecuredWorld.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static CoordinatorProcess coordinator;

    @BeforeAll
    static void startCoordinator() throws InterruptedException {
        String users = "alice:" + HASH + ":viewer\nbob:" + HASH + ":operator\n";
        coordinator = WORLD.start(Map.of(
                "task-director.login.users-file", WORLD.file("users", users).toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/runs",
                "/api/peers",
                "/q/metrics",
                "/q/openapi",
                "/nothing",
                "//api/runs",
                "/api//runs",
                "/api/runs;a=b",
                "/q/healthy",
                "/q/health/../../api/runs",
                "/q/health/%2e%2e/%2e%2e/api/runs",
                "/q/health;/../../api/runs"
            })
    void withoutALoginNothingIsShown(String path) throws Exception {
        HttpResponse<String> answer = ask("GET", path, NOBODY);

        assertThat(answer.statusCode()).as(path).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("basic realm=\"Task Director\"");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void healthIsOpenToProbes() throws Exception {
        for (String path : List.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started")) {
            assertThat(ask("GET", path, NOBODY).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aViewerReadsAndAnOperatorMayChange() throws Exception {
        assertThat(ask("GET", "/api/runs", VIEWER).statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/api/runs", OPERATOR).statusCode()).isEqualTo(200);
        assertThat(ask("POST", "/api/runs", VIEWER).statusCode()).isEqualTo(403);
        assertThat(ask("POST", "/api/runs", NOBODY).statusCode()).isEqualTo(401);
        // there is nothing to change here: that an operator hears so is the proof that it was let through
        assertThat(ask("POST", "/api/runs", OPERATOR).statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW", "get"})
    void whateverIsNotReadingTakesAnOperator(String method) throws Exception {
        for (String path : List.of("/api/runs", "/q/metrics", "/nothing", "/q/health", "/q/health/live")) {
            assertThat(statusOf(method, path, NOBODY)).as(path).isEqualTo(401);
            assertThat(statusOf(method, path, VIEWER)).as(path).isEqualTo(403);
            assertThat(statusOf(method, path, OPERATOR)).as(path).isNotIn(401, 403);
        }
    }

    @Test
    void aWrongPasswordIsNoLogin() throws Exception {
        for (String wrong : List.of(
                basic("alice", "correct horse "),
                basic("alice", ""),
                basic("carol", "correct horse"),
                basic("", ""),
                "Basic not-base64!",
                "Bearer abc")) {
            assertThat(ask("GET", "/api/runs", wrong).statusCode()).as(wrong).isEqualTo(401);
        }
    }

    @Test
    void whatBreaksInsideStaysInside() throws Exception {
        WORLD.execute("ALTER TABLE run RENAME TO run_away");
        try {
            HttpResponse<String> answer = ask("GET", "/api/runs", VIEWER);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("this should not have happened", "incident ");
            assertSaysNothingOfTheInside(answer.body());
        } finally {
            WORLD.execute("ALTER TABLE run_away RENAME TO run");
        }
        assertThat(Files.readString(coordinator.log())).contains("failed, incident ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/%zz HTTP/1.1",
                "GET /api/runs?page=%zz HTTP/1.1",
                "GET /api/runs/%00 HTTP/1.1",
                "GET /q/openapi?format=%zz HTTP/1.1",
                "GET /\u00e9\u0001 HTTP/1.1",
                "GET /../../../etc/passwd HTTP/1.1",
                "FOO /api/runs HTTP/1.1",
                "GET /api/runs HTTP/9.9",
                "GET",
                "POST /api/runs HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{",
                "POST /api/runs HTTP/1.1\r\nContent-Length: 99999999",
                "GET /api/runs HTTP/1.1\r\nAccept: text/html;q=x",
                "GET /api/runs HTTP/1.1\r\nHost: [::1"
            })
    void garbageIsAnsweredWithoutAWordOfTheInside(String request) throws Exception {
        String answer = raw(request + "\r\nAuthorization: " + OPERATOR + END);

        assertThat(answer).matches("(?s)HTTP/\\S+ (400|404|405|413|414|431|501|505) .*");
        assertSaysNothingOfTheInside(answer);
    }

    @Test
    void aHeaderTooLargeIsAnsweredWithoutAWordOfTheInside() throws Exception {
        String answer = raw("GET /api/runs HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ");
        assertSaysNothingOfTheInside(answer);
    }

    @Test
    void withoutAnyLoginNothingIsShownToOtherMachinesAndBuildsGoOn() throws Exception {
        CoordinatorProcess shut = WORLD.start(Map.of("quarkus.http.host", "0.0.0.0"));
        HttpResponse<String> answer = ask(shut, "GET", "/api/runs", NOBODY);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .contains("no login is configured, and this coordinator listens on 0.0.0.0, which is not this machine"
                        + " alone; set task-director.login.users-file or quarkus.oidc.*");
        assertThat(ask(shut, "GET", "/q/health/ready", NOBODY).statusCode()).isEqualTo(200);
        assertThat(Files.readString(shut.log())).contains("pages and REST are shut: no login is configured");
        shut.stop();
    }

    @Test
    void asComposeSetsItUpNoPageFromElsewhereReadsItUnderANameOfItsOwn() throws Exception {
        Map<String, String> settings = loginSettingsOfCompose();
        assertThat(settings)
                .containsOnlyKeys("task-director.login.open-to-all", "task-director.login.host-names")
                .containsEntry("task-director.login.open-to-all", "true");
        settings.put("quarkus.http.host", "0.0.0.0");
        CoordinatorProcess open = WORLD.start(settings);

        for (String name : List.of("localhost:8080", "127.0.0.1:8080", "LocalHost")) {
            assertThat(answer(open, "GET /api/runs HTTP/1.1\r\nHost: " + name + END))
                    .as(name)
                    .startsWith("HTTP/1.1 200 ");
        }
        for (String name : List.of("evil.example", "localhost.evil.example:8080", "127.0.0.1.evil.example", "")) {
            assertThat(answer(open, "GET /api/runs HTTP/1.1\r\nHost: " + name + END))
                    .as(name)
                    .startsWith("HTTP/1.1 421 ")
                    .contains("this coordinator answers only by the names that task-director.login.host-names lists");
        }
        assertThat(answer(open, "GET /q/health/ready HTTP/1.1\r\nHost: 10.0.0.1" + END))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer(open, "BREW /api/runs HTTP/1.1\r\nHost: localhost" + END))
                .startsWith("HTTP/1.1 403 ");
        open.stop();
    }

    /** What Compose says of logins, as properties rather than as variables. */
    private static Map<String, String> loginSettingsOfCompose() throws IOException {
        Path file = BuiltParts.ofThisCheckout().root().resolve("deploy/compose/compose.yaml");
        JsonNode variables = new YAMLMapper().readTree(file.toFile()).at("/services/coordinator/environment");
        String prefix = "TASK_DIRECTOR_LOGIN_";
        Map<String, String> settings = new TreeMap<>();
        variables.properties().stream()
                .filter(one -> one.getKey().startsWith(prefix))
                .forEach(one -> settings.put(
                        "task-director.login."
                                + one.getKey()
                                        .substring(prefix.length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'),
                        one.getValue().asText()));
        return settings;
    }

    @Test
    void aLoginByOidcIsByTheProvidersTokensAndRoles() throws Exception {
        try (OidcProvider provider = OidcProvider.start()) {
            CoordinatorProcess guarded = WORLD.start(Map.of(
                    "quarkus.oidc.tenant-enabled", "true",
                    "quarkus.oidc.auth-server-url", provider.url(),
                    "quarkus.oidc.client-id", "task-director",
                    "quarkus.oidc.application-type", "hybrid"));

            assertThat(ask(guarded, "GET", "/api/runs", provider.bearer("viewer"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(ask(guarded, "POST", "/api/runs", provider.bearer("viewer"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(ask(guarded, "POST", "/api/runs", provider.bearer("operator"))
                            .statusCode())
                    .isEqualTo(405);
            assertThat(ask(guarded, "GET", "/api/runs", provider.bearer("other"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(ask(guarded, "GET", "/api/runs", provider.bearerOfAnotherKey("viewer"))
                            .statusCode())
                    .isEqualTo(401);
            HttpResponse<String> browser = ask(guarded, "GET", "/api/runs", NOBODY);
            assertThat(browser.statusCode()).isEqualTo(302);
            assertThat(browser.headers().firstValue("Location").orElse("")).startsWith(provider.url() + "/login?");
            assertThat(ask(guarded, "GET", "/q/health/ready", NOBODY).statusCode())
                    .isEqualTo(200);
            guarded.stop();
        }
    }

    private static void assertSaysNothingOfTheInside(String answer) {
        assertThat(answer)
                .doesNotContain("Exception", "\tat ", "java.", "io.quarkus", "io.netty", "dev.taskdirector", "SELECT");
    }

    private static HttpResponse<String> ask(String method, String path, String authorization) throws Exception {
        return ask(coordinator, method, path, authorization);
    }

    private static HttpResponse<String> ask(CoordinatorProcess asked, String method, String path, String authorization)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(asked.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Whatever the method, which the client of the JDK is particular about. */
    private static int statusOf(String method, String path, String authorization) throws IOException {
        String login = authorization.isEmpty() ? "" : "\r\nAuthorization: " + authorization;
        String answer = answer(coordinator, method + " " + path + " HTTP/1.1\r\nHost: localhost" + login + END);
        assertThat(answer).startsWith("HTTP/1.1 ");
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** To a whole request. */
    private static String answer(CoordinatorProcess asked, String request) throws IOException {
        try (Socket socket = connection(asked)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** To one that may not be whole: nothing more comes. */
    private static String raw(String request) throws IOException {
        try (Socket socket = connection(coordinator)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Socket connection(CoordinatorProcess asked) throws IOException {
        Socket socket = new Socket(asked.address().getHost(), asked.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
