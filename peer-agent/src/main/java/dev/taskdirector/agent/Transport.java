package dev.taskdirector.agent;

import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;

/**
 * The way to the coordinator and back. It may lose, repeat, delay and reorder: each message is the whole truth, and the
 * session stands all that. An unreachable broker is silence, never an exception.
 */
public interface Transport extends AutoCloseable {

    /** Who hears; called from any thread. A call may block for as long as the agent is busy. */
    interface Listener {

        void assigned(PeerAssignment assignment);

        /** Something that a person should look at: a sentence with what is wrong, where, and what to do. */
        void troubled(String sentence);
    }

    /** Begins to listen. Called once, before anything is sent. */
    void open(Listener listener);

    /** Sends a status and returns at once. One that still waits may be dropped for a newer one. */
    void send(PeerStatus status);

    /** Gives what was sent last a moment to arrive, two seconds at most, and closes. */
    @Override
    void close();
}
