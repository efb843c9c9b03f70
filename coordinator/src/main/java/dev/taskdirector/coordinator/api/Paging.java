package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.store.Page;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which part of a long list is asked for. */
public class Paging {

    @Parameter(
            description = "Which page, from 0",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    @QueryParam("page")
    public Optional<String> page = Optional.empty();

    @Parameter(
            description = "How many on a page",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @QueryParam("size")
    public Optional<String> size = Optional.empty();

    Page.Wanted wanted() {
        return Query.page(page, size);
    }
}
