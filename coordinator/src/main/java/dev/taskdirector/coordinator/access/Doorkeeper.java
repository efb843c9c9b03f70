package dev.taskdirector.coordinator.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns requests away that no login could make right, with a sentence, before anybody is asked for a password. */
@Singleton
class Doorkeeper {

    /** Before authentication, which has 200. */
    private static final int PRIORITY = 250;

    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1\\]?");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

    /** What proxies add to what they pass on. */
    private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via");

    private final Entrance entrance;

    Doorkeeper(Entrance entrance) {
        this.entrance = entrance;
    }

    void stand(@Observes Filters filters) {
        filters.register(this::look, PRIORITY);
    }

    private void look(RoutingContext context) {
        Optional<Refusal> refusal = isProbe(context) ? Optional.empty() : refusal(context.request());
        refusal.ifPresentOrElse(one -> one.answer(context), context::next);
    }

    private static boolean isProbe(RoutingContext context) {
        String path = context.normalizedPath();
        return READING.contains(context.request().method())
                && (path.equals("/q/health") || path.startsWith("/q/health/"));
    }

    private Optional<Refusal> refusal(HttpServerRequest request) {
        if (entrance.access() == Access.NOBODY) {
            return Optional.of(new Refusal(HttpResponseStatus.FORBIDDEN, entrance.cureOfNoLogin()));
        }
        if (entrance.access() == Access.THIS_MACHINE && !isAskedByItsName(request)) {
            return Optional.of(new Refusal(
                    HttpResponseStatus.MISDIRECTED_REQUEST,
                    "without a login this coordinator answers as localhost only, so that no page from elsewhere can read"
                            + " it through a browser on this machine; configure a login to give it another name"));
        }
        if (entrance.access() == Access.THIS_MACHINE && isPassedOn(request)) {
            return Optional.of(new Refusal(
                    HttpResponseStatus.FORBIDDEN,
                    "a proxy passed this on, and no login is configured, so whoever reaches the proxy could read it; set"
                            + " task-director.login.users-file or quarkus.oidc.*"));
        }
        if (!entrance.answersAs(host(request))) {
            return Optional.of(new Refusal(
                    HttpResponseStatus.MISDIRECTED_REQUEST,
                    "this coordinator answers only by the names that task-director.login.host-names lists"));
        }
        if (isFromAnotherSite(request)) {
            return Optional.of(new Refusal(
                    HttpResponseStatus.FORBIDDEN, "a page of another site asked for this; only our own pages may"));
        }
        if (!entrance.hasLogin() && !READING.contains(request.method())) {
            return Optional.of(new Refusal(
                    HttpResponseStatus.FORBIDDEN,
                    "only an operator who has logged in may change anything, and no login is configured; set"
                            + " task-director.login.users-file or quarkus.oidc.*"));
        }
        return Optional.empty();
    }

    /** A name that an attacker has made to mean this machine reaches us under that name. */
    private static boolean isAskedByItsName(HttpServerRequest request) {
        return THIS_MACHINE.matcher(host(request)).matches();
    }

    /** Without the port; empty when the request names none. */
    private static String host(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        return asked == null ? "" : asked.host();
    }

    /** Through a proxy on this machine others get in; most proxies say so. */
    private static boolean isPassedOn(HttpServerRequest request) {
        return OF_PROXIES.stream().anyMatch(request.headers()::contains);
    }

    /** Browsers say it; programs don't, and bring no logins that somebody else's page could use. */
    private static boolean isFromAnotherSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        boolean acts = !READING.contains(request.method())
                || "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
        return acts && site != null && !OWN_PAGES.contains(site);
    }

    /** An answer as RFC 9457 has it. */
    private record Refusal(HttpResponseStatus status, String detail) {
        void answer(RoutingContext context) {
            JsonObject problem = new JsonObject()
                    .put("type", "about:blank")
                    .put("title", status.reasonPhrase())
                    .put("status", status.code())
                    .put("detail", detail)
                    .put("instance", context.normalizedPath());
            context.response()
                    .setStatusCode(status.code())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .end(problem.encode());
        }
    }
}
