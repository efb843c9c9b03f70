package dev.taskdirector.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@link News} of an assignment. */
final class NewsReader {

    private final JsonCursor in;

    private NewsReader(JsonCursor in) {
        this.in = in;
    }

    static News read(JsonCursor in) throws IOException, ContractBreach {
        return new NewsReader(in).news();
    }

    private News news() throws IOException, ContractBreach {
        in.enter();
        @Nullable Integer shared = null;
        @Nullable Integer cachePeers = null;
        @Nullable Integer candidates = null;
        Optional<DoneBy> doneBy = Optional.empty();
        List<BuiltTask> built = List.of();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "shared" -> shared = in.count();
                case "cachePeers" -> cachePeers = in.count();
                case "candidates" -> candidates = in.count();
                case "doneBy" -> doneBy = Optional.of(doneBy());
                case "built" -> built = in.list(0, Limits.NEWS, this::built);
                default -> in.skip();
            }
        }
        return new News(
                in.required(shared, "shared"),
                in.required(cachePeers, "cachePeers"),
                in.required(candidates, "candidates"),
                doneBy,
                built);
    }

    private DoneBy doneBy() throws IOException, ContractBreach {
        in.enter();
        @Nullable String peer = null;
        Optional<String> change = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "peer" -> peer = in.text(Limits.ID);
                case "change" -> change = Optional.of(in.text(Limits.WORD));
                default -> in.skip();
            }
        }
        return new DoneBy(in.required(peer, "peer"), change);
    }

    private BuiltTask built() throws IOException, ContractBreach {
        in.enter();
        @Nullable String task = null;
        @Nullable String peer = null;
        Optional<Double> seconds = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "task" -> task = in.text(Limits.NAME);
                case "peer" -> peer = in.text(Limits.ID);
                case "seconds" -> seconds = Optional.of(in.sumOfSeconds());
                default -> in.skip();
            }
        }
        return new BuiltTask(in.required(task, "task"), in.required(peer, "peer"), seconds);
    }
}
