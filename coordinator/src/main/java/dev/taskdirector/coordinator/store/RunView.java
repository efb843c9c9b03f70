package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A shared run, open or ended.
 *
 * @param schema id of its task schema
 * @param digest digest of its task schema
 * @param keyed whether its peers share work by keys
 * @param open whether it is part of the state still; a run that lost its last peer lingers open
 * @param relied results of others that its peers relied on
 * @param ghosts those of them that were not in the cache
 */
public record RunView(
        String id,
        String cache,
        String schema,
        String digest,
        Optional<String> universe,
        String context,
        boolean keyed,
        boolean open,
        Instant opened,
        Optional<Instant> closed,
        long relied,
        long ghosts) {}
