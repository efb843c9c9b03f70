package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A session of a peer, without its id: that stands for the session's token until it has one, and is never shown.
 *
 * @param state what it was told last
 * @param live whether it is part of the state still
 * @param setAside whether it gets no work while others may build, since it has failed three tasks or more that they
 *     could build; of one that has left, whether that was so
 * @param leftBecause how it ended
 */
public record PeerView(
        String peer,
        String cache,
        Optional<String> run,
        Optional<String> state,
        int slots,
        boolean live,
        boolean setAside,
        Instant joined,
        Optional<Instant> left,
        Optional<String> leftBecause) {}
