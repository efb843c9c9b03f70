package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.store.Page;
import dev.taskdirector.coordinator.store.PeerView;
import dev.taskdirector.coordinator.store.RunQueries;
import dev.taskdirector.coordinator.store.RunQueries.PeerFilter;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Peers, by their sessions. */
@Path("/api/peers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "peers")
@APIResponse(
        responseCode = "400",
        description = "A parameter is wrong",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "503",
        description = "The database does not answer",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
public class PeersResource {

    private final RunQueries queries;

    PeersResource(RunQueries queries) {
        this.queries = queries;
    }

    @GET
    @Operation(operationId = "peers", summary = "Lists sessions of peers, the newest first")
    @APIResponse(responseCode = "200", description = "A page of sessions")
    public Page<PeerView> peers(
            @Parameter(description = "Only peers of this remote cache") @QueryParam("cache") Optional<String> cache,
            @Parameter(description = "Only peers of this run") @QueryParam("run") Optional<String> run,
            @Parameter(
                            description = "Only sessions that are live, or only those that have ended",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"live", "ended"}))
                    @QueryParam("state")
                    Optional<String> state,
            @BeanParam Paging paging) {
        Optional<Boolean> live = Query.oneOf("state", state, "live", "ended");
        return queries.peers(new PeerFilter(Query.name("cache", cache), Query.name("run", run), live), paging.wanted());
    }
}
