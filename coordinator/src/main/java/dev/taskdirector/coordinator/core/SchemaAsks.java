package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Row.SchemaAsk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which unknown task schemas were asked for. When a thousand peers join at once and name one schema by its digest, two of
 * them are asked for its tasks: it may be megabytes long, and the others need only wait until it is there. If nobody
 * brings it, four times as many are asked each time: those who never answer can't keep the honest ones from being asked.
 */
final class SchemaAsks {

    /** Two, since the one may be gone by then. */
    private static final int FIRST_PLACES = 2;

    private static final int GROWTH = 4;
    private static final int MOST_PLACES = 2_048;

    /** Digests remembered; with more at once the eldest is asked for again. */
    private static final int DIGESTS = 64;

    private final Map<String, SchemaAsk> asks = new LinkedHashMap<>();

    /** Takes note of it if one more session should be asked. */
    boolean shouldAsk(String digest, long nowMillis, long windowMillis) {
        Optional<SchemaAsk> last = Optional.ofNullable(asks.get(digest));
        Optional<SchemaAsk> running = last.filter(ask -> nowMillis - ask.atMillis() < windowMillis);
        if (running.filter(ask -> ask.sessions() >= places(ask)).isPresent()) {
            return false;
        }
        asks.remove(digest);
        add(running.map(ask -> new SchemaAsk(digest, ask.atMillis(), ask.sessions() + 1, ask.places()))
                .orElseGet(() -> new SchemaAsk(digest, nowMillis, 1, Optional.of(placesAfter(last)))));
        return true;
    }

    private static int placesAfter(Optional<SchemaAsk> last) {
        return last.map(ask -> Math.min(MOST_PLACES, places(ask) * GROWTH)).orElse(FIRST_PLACES);
    }

    private static int places(SchemaAsk ask) {
        return ask.places().orElse(FIRST_PLACES);
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
