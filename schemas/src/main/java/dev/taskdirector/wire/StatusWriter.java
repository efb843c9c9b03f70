package dev.taskdirector.wire;

import java.io.IOException;
import java.util.Optional;

/** Writes a {@link PeerStatus}. */
final class StatusWriter {

    private static final WireNames<Outcome> OUTCOMES = new WireNames<>(Outcome.class);
    private static final WireNames<Leaving> LEAVINGS = new WireNames<>(Leaving.class);

    private final JsonText out;

    private StatusWriter(JsonText out) {
        this.out = out;
    }

    static byte[] write(PeerStatus status) {
        return JsonText.object(out -> new StatusWriter(out).status(status));
    }

    private void status(PeerStatus status) throws IOException {
        out.integer("v", status.v())
                .text("peer", status.peer())
                .text("session", status.session())
                .text("cache", status.cache())
                .integer("seq", status.seq())
                .integer("seenEpoch", status.seenEpoch())
                .integer("slots", status.slots())
                .list("holding", status.holding(), this::holding)
                .list("finished", status.finished(), this::finished)
                .listIfAny("relied", status.relied(), this::relied)
                .object("join", status.join(), this::join)
                .text("leaving", status.leaving().map(LEAVINGS::nameOf))
                .text("token", status.token());
    }

    private void holding(Holding holding) throws IOException {
        out.text("task", holding.task()).text("lease", holding.lease());
    }

    private void finished(Finished finished) throws IOException {
        out.text("task", finished.task())
                .text("lease", finished.lease())
                .text("outcome", OUTCOMES.nameOf(finished.outcome()))
                .integer("exitCode", finished.exitCode())
                .number("seconds", finished.seconds())
                .flag("cacheHit", finished.cacheHit());
    }

    private void relied(Relied relied) throws IOException {
        out.text("task", relied.task()).flag("hit", relied.hit());
    }

    private void join(Join join) throws IOException {
        out.object("schema", Optional.of(join.schema()), this::schema).text("context", join.context());
        if (join.keys().isPresent()) {
            out.texts("keys", join.keys().get());
        }
        out.flag("cacheWrite", join.cacheWrite())
                .list("repositories", join.repositories(), this::repository)
                .flag("complexPatchset", join.complexPatchset())
                .text("change", join.change())
                .object("pipeline", join.pipeline(), this::pipeline)
                .textsIfAny("labels", join.labels());
    }

    private void schema(JoinSchema schema) throws IOException {
        out.text("id", schema.id()).text("digest", schema.digest()).text("universe", schema.universe());
        if (schema.tasks().isPresent()) {
            out.list("tasks", schema.tasks().get(), this::task);
        }
    }

    private void task(JoinTask task) throws IOException {
        out.text("name", task.name())
                .texts("targets", task.targets())
                .texts("needs", task.needs())
                .number("expectedSeconds", task.expectedSeconds())
                .number("timeoutSeconds", task.timeoutSeconds());
    }

    private void repository(Repository repository) throws IOException {
        out.text("name", repository.name())
                .text("baseRef", repository.baseRef())
                .text("patchset", repository.patchset())
                .texts("additionalPatchsets", repository.additionalPatchsets());
    }

    private void pipeline(Pipeline pipeline) throws IOException {
        out.text("name", pipeline.name()).text("type", pipeline.type());
    }
}
