package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Row.SchemaAsk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which unknown task schemas were asked for. When a thousand peers join at once and name one schema by its digest, two of
 * them are asked for its tasks: it may be megabytes long, and the others need only wait until it is there.
 */
final class SchemaAsks {

    /** Two, since the one may be gone by then. */
    private static final int SESSIONS_ASKED = 2;

    /** Digests remembered; with more at once the eldest is asked for again. */
    private static final int DIGESTS = 64;

    private final Map<String, SchemaAsk> asks = new LinkedHashMap<>();

    /** Takes note of it if one more session should be asked. */
    boolean shouldAsk(String digest, long nowMillis, long windowMillis) {
        Optional<SchemaAsk> last =
                Optional.ofNullable(asks.get(digest)).filter(ask -> nowMillis - ask.atMillis() < windowMillis);
        if (last.filter(ask -> ask.sessions() >= SESSIONS_ASKED).isPresent()) {
            return false;
        }
        asks.remove(digest);
        add(last.map(ask -> new SchemaAsk(digest, ask.atMillis(), ask.sessions() + 1))
                .orElse(new SchemaAsk(digest, nowMillis, 1)));
        return true;
    }

    /** The schema is here. */
    void answered(String digest) {
        asks.remove(digest);
    }

    /** In the order in which they were last asked for; used at loading as well. */
    void add(SchemaAsk ask) {
        asks.put(ask.digest(), ask);
        while (asks.size() > DIGESTS) {
            asks.remove(asks.keySet().iterator().next());
        }
    }

    List<SchemaAsk> all() {
        return new ArrayList<>(asks.values());
    }
}
