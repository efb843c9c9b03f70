package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A session of a peer, without its id: that stands for the session's token until it has one, and is never shown.
 *
 * @param state what it was told last
 * @param live whether it is part of the state still
 * @param leftBecause how it ended
 */
public record PeerView(
        String peer,
        String cache,
        Optional<String> run,
        Optional<String> state,
        int slots,
        boolean live,
        Instant joined,
        Optional<Instant> left,
        Optional<String> leftBecause) {}
