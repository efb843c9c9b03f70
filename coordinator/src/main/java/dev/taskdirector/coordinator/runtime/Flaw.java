package dev.taskdirector.coordinator.runtime;

/** Why a record is dead-lettered, in kinds: few and fixed, so that each can be counted apart. */
public enum Flaw {
    /** It can't be read, or breaks the contract. */
    MALFORMED,
    /** Reading it takes more memory than this coordinator has. */
    OUT_OF_MEMORY,
    /** Its key is not the remote cache that it names. */
    WRONG_KEY,
    /** It has been forwarded, and still is in the wrong partition. */
    WRONG_PARTITION,
    /** It speaks for a session without that session's token. */
    UNPROVEN,
    /** A control record that nobody with the secret has written. */
    UNSEALED,
    /** A control record that says nothing that is known here. */
    UNKNOWN_CONTROL,
    /** An operator wants it skipped. */
    SKIPPED
}
