package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerStatus;

/** Everything that needs the coordinator's secret. */
public interface Seals {

    /** The token that a session's assignments carry. */
    String tokenOf(String peer, String session, String cache);

    /** Whether a status carries its session's token, under the present or the previous secret. */
    boolean isProven(PeerStatus status);

    /** The record with its {@code mac}. */
    Control seal(Control control);

    /** Whether a control record was written by a coordinator or an operator who has the secret. */
    boolean isSealed(Control control);

    /** The value with every token and session id blanked, whether or not it can be read. */
    byte[] blank(byte[] value);
}
