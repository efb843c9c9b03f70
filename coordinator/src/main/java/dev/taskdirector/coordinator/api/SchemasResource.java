package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.store.SchemaHistory;
import dev.taskdirector.coordinator.store.SchemaQueries;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was learnt of task schemas. */
@Path("/api/schemas")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "schemas")
@APIResponse(
        responseCode = "400",
        description = "A parameter is wrong",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "503",
        description = "The database does not answer",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
public class SchemasResource {

    private final SchemaQueries queries;

    SchemasResource(SchemaQueries queries) {
        this.queries = queries;
    }

    @GET
    @Path("{id}/history")
    @Operation(
            operationId = "schemaHistory",
            summary = "Shows how long a schema's tasks take, the longest first, and how quick the machines are")
    @APIResponse(responseCode = "200", description = "A page of tasks, and the machines")
    @APIResponse(
            responseCode = "404",
            description = "Nothing was measured of such a schema, or it is forgotten",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public SchemaHistory history(
            @Parameter(description = "The schema's id; slashes in it as %2F") @PathParam("id") String id,
            @Parameter(description = "Only what was measured with this remote cache") @QueryParam("cache")
                    Optional<String> cache,
            @BeanParam Paging paging) {
        Optional<String> known = Query.name("cache", cache);
        return Query.name("id", Optional.of(id))
                .flatMap(schema -> queries.history(schema, known, paging.wanted()))
                .orElseThrow(() -> new NotFoundException("nothing was measured of a schema \"" + id + "\""
                        + known.map(name -> " with the cache \"" + name + "\"").orElse("") + ", or no longer"));
    }
}
