package dev.taskdirector.coordinator.simulation;

/** A rule that did not hold. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;
    private final Rule rule;

    /** What must hold after every step, or in the end. */
    enum Rule {
        /** The core or the edge threw on a record that it should take. */
        NOTHING_THROWS,
        /** All live peers end once the faults are over. */
        EVERYONE_ENDS,
        /** Green is who has a verdict of its own that is green, and nobody else. */
        EXIT_CODE_IS_THE_OWN_TRUTH,
        /** Work that is done stays done, and is leased to nobody. */
        DONE_STAYS_DONE,
        /** What the record calls done was built by whom it names. */
        DONE_IS_TRUE,
        /** What the record calls failed has failed somewhere. */
        FAILED_IS_TRUE,
        /** No more live leases than allowed, each of a live session. */
        ONE_LEASE_A_WORK,
        /** No more leases a session than the contract and the lead allow, and none after it was told the end. */
        LEASES_ARE_FEW,
        /** What a peer has failed is not given to it again. */
        NOT_TO_WHO_FAILED,
        /** Who is told that nothing more will be done has something that failed. */
        TOLD_FAILED_IS_TRUE,
        /** A peer that was not silent for its timeout, as log time counts, is not lost. */
        LOST_IS_SILENT,
        /** Of what a session says only what is newer counts, and what it said is what is known of it. */
        NEWER_WORDS_COUNT,
        /** What a peer said it doesn't hold, knowing that it should, is not leased to it any more. */
        WHAT_IS_LEASED_IS_HELD,
        /** Once nothing breaks any more, what a peer has built is soon known to be done. */
        BUILT_IS_KNOWN,
        /** Without a session's token nobody speaks for it, and nobody takes a peer's place. */
        STRANGERS_CHANGE_NOTHING,
        /** Watchers hear of each success once. */
        EVENTS_ARE_TOLD_ONCE,
        /** Nobody works on what needs something that is not done. */
        NEEDS_COME_FIRST,
        /** Under one epoch an owner says one thing, and epochs rise. */
        ONE_EPOCH_ONE_CONTENT,
        /** The rows give back the state that they were made from. */
        ROWS_ARE_THE_STATE,
        /** Checkpoint and log give back the state in memory. */
        CHECKPOINT_AND_LOG_ARE_THE_STATE,
        /** No free slot is idle while its peer could take ready work. */
        NO_IDLE_SLOT,
        /** A peer runs a task once at a time, in a slot of its own, and nothing beside its verdict. */
        ONE_COMMAND_A_SLOT,
        /** A peer that reads the cache only builds nothing before its verdict. */
        READERS_DO_NOT_BUILD,
        /** Whoever is told that all is done finds it done. */
        COMPLETE_IS_TRUE,
        /** In calm: nobody builds alone, and each work is built once, and once more for each failure. */
        BUILT_ONCE,
        /** In calm: nobody takes much longer than alone. */
        IN_TIME,
        /** Once nothing breaks any more the owner decides, and has read all there is. */
        OWNERS_COME_BACK,
        /** Then every peer hears within its patience what it should do. */
        PEERS_ARE_HEARD,
        /** In the end the checkpoint is the state. */
        CHECKPOINT_CATCHES_UP,
        /** When all peers have gone and nothing lingers, nothing of them is left but history. */
        NOTHING_IS_LEFT,
        /** What was taken away from a peer is stopped there. */
        TAKEN_AWAY_IS_STOPPED,
    }

    Violation(Rule rule, String message) {
        super(rule + ": " + message);
        this.rule = rule;
    }

    Rule rule() {
        return rule;
    }

    static void unless(boolean holds, Rule rule, java.util.function.Supplier<String> message) {
        if (!holds) {
            throw new Violation(rule, message.get());
        }
    }
}
