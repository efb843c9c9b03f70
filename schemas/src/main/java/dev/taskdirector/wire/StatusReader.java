package dev.taskdirector.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@link PeerStatus}. */
final class StatusReader {

    private static final WireNames<Outcome> OUTCOMES = new WireNames<>(Outcome.class);
    private static final WireNames<Leaving> LEAVINGS = new WireNames<>(Leaving.class);

    private final JsonCursor in;

    private StatusReader(JsonCursor in) {
        this.in = in;
    }

    static PeerStatus read(byte[] json) throws IOException, ContractBreach {
        try (JsonCursor in = JsonCursor.open(json)) {
            PeerStatus status = new StatusReader(in).status();
            in.end();
            return status;
        }
    }

    private PeerStatus status() throws IOException, ContractBreach {
        @Nullable Integer v = null;
        @Nullable String peer = null;
        @Nullable String session = null;
        @Nullable String cache = null;
        @Nullable Long seq = null;
        @Nullable Long seenEpoch = null;
        @Nullable Integer slots = null;
        List<Holding> holding = List.of();
        List<Finished> finished = List.of();
        List<Relied> relied = List.of();
        Optional<Join> join = Optional.empty();
        Optional<Leaving> leaving = Optional.empty();
        Optional<String> token = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "control" -> throw ContractBreach.malformed("control records are not statuses");
                case "v" -> v = in.version();
                case "peer" -> peer = in.text(Limits.ID);
                case "session" -> session = in.text(Limits.ID);
                case "cache" -> cache = in.text(Limits.ID);
                case "seq" -> seq = in.integer(1, Limits.INTEGER);
                case "seenEpoch" -> seenEpoch = in.integer(0, Limits.INTEGER);
                case "slots" -> slots = (int) in.integer(1, Limits.SLOTS);
                case "holding" -> holding = in.list(0, Limits.TASKS, this::holding);
                case "finished" -> finished = in.list(0, Limits.TASKS, this::finished);
                case "relied" -> relied = in.list(0, Limits.TASKS, this::relied);
                case "join" -> join = Optional.of(new JoinReader(in).join());
                case "leaving" -> leaving = Optional.of(in.choice(LEAVINGS));
                case "token" -> token = Optional.of(in.text(Limits.WORD));
                default -> in.skip();
            }
        }
        return new PeerStatus(
                in.required(v, "v"),
                in.required(peer, "peer"),
                in.required(session, "session"),
                in.required(cache, "cache"),
                in.required(seq, "seq"),
                in.required(seenEpoch, "seenEpoch"),
                in.required(slots, "slots"),
                holding,
                finished,
                relied,
                join,
                leaving,
                token);
    }

    private Holding holding() throws IOException, ContractBreach {
        in.enter();
        @Nullable String task = null;
        Optional<String> lease = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "task" -> task = in.text(Limits.NAME);
                case "lease" -> lease = Optional.of(in.text(Limits.WORD));
                default -> in.skip();
            }
        }
        return new Holding(in.required(task, "task"), lease);
    }

    private Finished finished() throws IOException, ContractBreach {
        in.enter();
        @Nullable String task = null;
        Optional<String> lease = Optional.empty();
        @Nullable Outcome outcome = null;
        Optional<Integer> exitCode = Optional.empty();
        Optional<Double> seconds = Optional.empty();
        Optional<Boolean> cacheHit = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "task" -> task = in.text(Limits.NAME);
                case "lease" -> lease = Optional.of(in.text(Limits.WORD));
                case "outcome" -> outcome = in.choice(OUTCOMES);
                case "exitCode" -> exitCode = Optional.of((int) in.integer(0, Limits.EXIT_CODE));
                case "seconds" -> seconds = Optional.of(in.seconds());
                case "cacheHit" -> cacheHit = Optional.of(in.flag());
                default -> in.skip();
            }
        }
        return new Finished(
                in.required(task, "task"), lease, in.required(outcome, "outcome"), exitCode, seconds, cacheHit);
    }

    private Relied relied() throws IOException, ContractBreach {
        in.enter();
        @Nullable String task = null;
        @Nullable Boolean hit = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "task" -> task = in.text(Limits.NAME);
                case "hit" -> hit = in.flag();
                default -> in.skip();
            }
        }
        return new Relied(in.required(task, "task"), in.required(hit, "hit"));
    }
}
