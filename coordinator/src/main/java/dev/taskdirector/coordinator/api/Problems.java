package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.store.StoreAwayException;
import dev.taskdirector.coordinator.store.TooManyReadersException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what goes wrong into problems that tell people what to do, and strangers nothing about the inside. */
public class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response refused(WebApplicationException refused, UriInfo uri) {
        Response.StatusType status = refused.getResponse().getStatusInfo();
        Response problem = Problem.response(status, sentence(refused, status), uri.getPath());
        Object allow = refused.getResponse().getHeaders().getFirst("Allow");
        return allow == null
                ? problem
                : Response.fromResponse(problem).header("Allow", allow).build();
    }

    @ServerExceptionMapper
    Response away(StoreAwayException away, UriInfo uri) {
        LOG.warnf("%s can't be answered: %s", uri.getPath(), rootMessage(away));
        return later("the database does not answer just now; builds go on, ask again later", uri);
    }

    @ServerExceptionMapper
    Response tooMany(TooManyReadersException tooMany, UriInfo uri) {
        return later("too many ask at once; builds go on, ask again later", uri);
    }

    private static Response later(String sentence, UriInfo uri) {
        Response problem = Problem.response(Status.SERVICE_UNAVAILABLE, sentence, uri.getPath());
        return Response.fromResponse(problem).header("Retry-After", "10").build();
    }

    @ServerExceptionMapper
    Response broken(Throwable error, UriInfo uri) {
        String incident = UUID.randomUUID().toString();
        LOG.errorf(error, "%s failed, incident %s", uri.getPath(), incident);
        return Problem.response(
                Status.INTERNAL_SERVER_ERROR,
                "this should not have happened; the coordinator's log says more under incident " + incident,
                uri.getPath());
    }

    /** The framework's own messages only repeat the status. */
    private static String sentence(WebApplicationException refused, Response.StatusType status) {
        String message = String.valueOf(refused.getMessage());
        boolean ours = !message.startsWith("HTTP ") && !message.startsWith("RESTEASY") && !message.equals("null");
        if (ours && status.getStatusCode() < 500) {
            return message;
        }
        return switch (status.getStatusCode()) {
            case 404 -> "there is nothing at this path; /q/openapi lists what there is";
            case 405 -> "this path can only be read, with GET";
            case 406 -> "this path answers in application/json only";
            default -> status.getReasonPhrase();
        };
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
