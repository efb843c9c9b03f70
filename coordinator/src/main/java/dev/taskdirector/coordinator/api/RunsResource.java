package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.store.Page;
import dev.taskdirector.coordinator.store.RunQueries;
import dev.taskdirector.coordinator.store.RunQueries.RunDetail;
import dev.taskdirector.coordinator.store.RunQueries.RunFilter;
import dev.taskdirector.coordinator.store.RunView;
import dev.taskdirector.coordinator.store.TaskDetail;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shared runs. */
@Path("/api/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
@APIResponse(
        responseCode = "400",
        description = "A parameter is wrong",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "503",
        description = "The database does not answer",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
public class RunsResource {

    private final RunQueries queries;

    RunsResource(RunQueries queries) {
        this.queries = queries;
    }

    @GET
    @Operation(operationId = "runs", summary = "Lists shared runs, the newest first")
    @APIResponse(responseCode = "200", description = "A page of runs")
    public Page<RunView> runs(
            @Parameter(description = "Only runs of this remote cache") @QueryParam("cache") Optional<String> cache,
            @Parameter(
                            description = "Only open or only closed runs",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"open", "closed"}))
                    @QueryParam("state")
                    Optional<String> state,
            @BeanParam Paging paging) {
        Optional<Boolean> open = Query.oneOf("state", state, "open", "closed");
        return queries.runs(new RunFilter(Query.name("cache", cache), open), paging.wanted());
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "run",
            summary = "Shows a shared run: its peers, which tasks one patchset fails and another passes, a page of its"
                    + " tasks in the schema's order, who built what when")
    @APIResponse(responseCode = "200", description = "The run")
    @APIResponse(
            responseCode = "404",
            description = "There is no such run, or no longer",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public RunDetail run(
            @Parameter(description = "The run's id") @PathParam("id") String id, @BeanParam Paging paging) {
        return Query.name("id", Optional.of(id))
                .flatMap(name -> queries.run(name, paging.wanted()))
                .orElseThrow(() -> new NotFoundException(noRun(id)));
    }

    @GET
    @Path("{id}/tasks/{name: .+}")
    @Operation(
            operationId = "task",
            summary = "Shows a task of a shared run: why it was given to whom when, what it waits for, and whether it"
                    + " depends on the patchset")
    @APIResponse(responseCode = "200", description = "The task")
    @APIResponse(
            responseCode = "404",
            description = "There is no such run, or it has no such task",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public TaskDetail task(
            @Parameter(description = "The run's id") @PathParam("id") String id,
            @Parameter(description = "The task's name, slashes and all") @PathParam("name") String name) {
        return Query.name("id", Optional.of(id))
                .flatMap(run -> queries.task(run, name))
                .orElseThrow(() -> new NotFoundException(
                        queries.hasRun(id) ? "run \"" + id + "\" has no task \"" + name + "\"" : noRun(id)));
    }

    private static String noRun(String id) {
        return "there is no run \"" + id + "\", or no longer";
    }
}
