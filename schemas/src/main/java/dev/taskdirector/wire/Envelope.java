package dev.taskdirector.wire;

import java.io.IOException;
import java.util.Optional;

/**
 * What can be told of a record of the status topic that could not be read as a status: whether it is a control record,
 * else whom to answer.
 */
record Envelope(boolean control, Optional<String> peer, Optional<String> session, Optional<String> cache) {

    /** Looks at the top fields only. Throws if the record is not a JSON object to its end. */
    static Envelope of(byte[] json) throws IOException, ContractBreach {
        boolean control = false;
        Optional<String> peer = Optional.empty();
        Optional<String> session = Optional.empty();
        Optional<String> cache = Optional.empty();
        try (JsonCursor in = JsonCursor.open(json)) {
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "control" -> {
                        control = true;
                        in.skip();
                    }
                    case "peer" -> peer = id(in);
                    case "session" -> session = id(in);
                    case "cache" -> cache = id(in);
                    default -> in.skip();
                }
            }
            in.end();
        }
        return new Envelope(control, peer, session, cache);
    }

    /** The answer to a breach: the peer hears of a limit if it can be told who it is. */
    Received refusal(ContractBreach breach) {
        if (breach.isBeyondLimit() && peer.isPresent() && session.isPresent() && cache.isPresent()) {
            return new Received.BeyondLimit(peer.get(), session.get(), cache.get(), breach.sentence());
        }
        return new Received.Malformed(breach.sentence());
    }

    private static Optional<String> id(JsonCursor in) throws IOException, ContractBreach {
        if (!in.isText()) {
            in.skip();
            return Optional.empty();
        }
        return Optional.of(in.text(Limits.ID));
    }
}
