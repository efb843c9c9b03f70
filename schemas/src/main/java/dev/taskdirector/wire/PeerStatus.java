package dev.taskdirector.wire;

import java.util.List;
import java.util.Optional;

/**
 * What a peer says: the whole truth of one session. Sent at once when something changes, else every heartbeat.
 *
 * @param v version of the contract, 1
 * @param peer id of the peer, {@code [A-Za-z0-9.-]{1,128}}
 * @param session id of the session, new at every start, random, never published
 * @param cache id of the remote cache, the key of the record
 * @param seq rises by one with each status of the session, from 1; one not above the last is only a sign of life
 * @param seenEpoch the newest assignment epoch that the session has seen, 0 for none
 * @param slots how many tasks the peer runs at a time, 1 to 64
 * @param holding every task that was given and has no outcome yet, running or queued, and what was begun alone
 * @param finished every outcome that no assignment's {@code seenSeq} has acknowledged yet
 * @param relied for tasks built elsewhere, whether the cache had them, as far as the build tool can tell, repeated until
 *     acknowledged like {@code finished}
 * @param join what the peer needs; on every status until the first assignment of the session has been seen
 * @param leaving on the last status of a session: how it ended
 * @param token the session's token, once an assignment has brought it
 */
public record PeerStatus(
        int v,
        String peer,
        String session,
        String cache,
        long seq,
        long seenEpoch,
        int slots,
        List<Holding> holding,
        List<Finished> finished,
        List<Relied> relied,
        Optional<Join> join,
        Optional<Leaving> leaving,
        Optional<String> token) {

    public PeerStatus {
        holding = List.copyOf(holding);
        finished = List.copyOf(finished);
        relied = List.copyOf(relied);
    }
}
