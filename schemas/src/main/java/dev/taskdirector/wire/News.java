package dev.taskdirector.wire;

import java.util.List;
import java.util.Optional;

/**
 * What people like to know about a peer's work and the others. Nothing is decided by it. It comes with the first
 * assignment of a session, and then at most once a second: what is missed is not said again.
 *
 * @param shared how many of the peer's tasks at least one other live peer needs too
 * @param cachePeers how many live peers use the remote cache, in whichever run, this one among them
 * @param candidates how many of those could share by what they say of themselves, this one among them: with keys, those
 *     of the same context that have keys; without, those of the same context and task schema that have none
 * @param doneBy the one peer that built all that was done before this session came; empty when there were several or
 *     none, and in all but the first assignment
 * @param built what others built since the last assignment, the oldest first; the newest 20 at most
 */
public record News(int shared, int cachePeers, int candidates, Optional<DoneBy> doneBy, List<BuiltTask> built) {

    public News {
        built = List.copyOf(built);
    }
}
