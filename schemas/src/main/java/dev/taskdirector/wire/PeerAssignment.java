package dev.taskdirector.wire;

import java.util.List;
import java.util.Optional;

/**
 * What the coordinator wants one peer to be doing: always the whole truth for a session.
 *
 * @param v version of the contract, 1
 * @param peer id of the peer
 * @param session the session that this is for; an agent drops what is of another
 * @param cache id of the remote cache, the key of the record
 * @param epoch rises by one with each change of state, run or tasks; 0 while a join has not taken effect
 * @param seenSeq the newest status that this answers
 * @param state what is asked
 * @param run id of the shared run; empty when there is none
 * @param tasks what the peer should be running, in the order in which to start
 * @param waitingFor for a waiting peer: what it waits for, where, and how long
 * @param progress of the peer's work; empty when there is none
 * @param news what people like to know; empty in most assignments
 * @param failures what failed, for state {@code failed}; at most 100
 * @param failureCount how many failed in all; empty unless the state is {@code failed}
 * @param reason a sentence, for state {@code rejected}
 * @param soloSeconds how long the peer's work is expected to take alone; empty when unknown
 * @param heartbeatSeconds how often a status is wanted when nothing changes
 * @param token the session's token, for every later status
 */
public record PeerAssignment(
        int v,
        String peer,
        String session,
        String cache,
        long epoch,
        long seenSeq,
        AssignmentState state,
        Optional<String> run,
        List<AssignedTask> tasks,
        List<WaitingFor> waitingFor,
        Optional<Progress> progress,
        Optional<News> news,
        List<Failure> failures,
        Optional<Integer> failureCount,
        Optional<String> reason,
        Optional<Double> soloSeconds,
        double heartbeatSeconds,
        Optional<String> token) {

    public PeerAssignment {
        tasks = List.copyOf(tasks);
        waitingFor = List.copyOf(waitingFor);
        failures = List.copyOf(failures);
    }
}
