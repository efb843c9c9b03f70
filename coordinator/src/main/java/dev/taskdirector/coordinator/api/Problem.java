package dev.taskdirector.coordinator.api;

import jakarta.ws.rs.core.Response;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is
 * @param detail a sentence for people
 * @param instance the path that was asked for
 */
public record Problem(String type, String title, int status, String detail, String instance) {

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Response response(Response.StatusType status, String detail, String path) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, path))
                .build();
    }
}
