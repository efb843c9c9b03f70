package dev.taskdirector.coordinator.runtime;

/** What is counted at run time. */
public enum Counted {
    /** Records applied. */
    RECORDS,
    /** Assignments given to the sink. */
    ASSIGNMENTS,
    /** Assignments given to the sink that say {@code rejected}. */
    REJECTIONS,
    /** Assignments given to the sink that say {@code rejoin}. */
    REJOINS,
    /** Assignments given to the sink that say {@code superseded}. */
    SUPERSEDED,
    /** Assignments given to the sink that say {@code schema-wanted}. */
    SCHEMAS_WANTED,
    /** What peers said that changes nothing: said before, of a session that has ended, of a task or lease not theirs. */
    IGNORED,
    /** Records brought from the wrong partition to the right one. */
    FORWARDED,
    /** Anything that could not be published, and was forgotten. */
    PUBLISH_FAILURES,
    /** Logs that were not the one we knew: sessions were told to join again. */
    FOREIGN_LOGS,
    /** Partitions parked, most for a record that the core could not take. */
    PARKED,
    /** Times that memory ran out beside what a record takes: the partition's state was dropped and loaded again. */
    MEMORY_SHORTAGES,
    /** Saves and loads that the store did not answer. */
    STORE_FAILURES,
    /** Saves that the store refused for what is in them: a bug, and the checkpoint stands still until it is mended. */
    STORE_REFUSALS,
    /** Checkpoints that somebody else had written since: the state was dropped and loaded again. */
    RACES_LOST,
    /** Last rows and ends of attempts that history lacks: too many changed while the store did not answer. */
    HISTORY_ROWS_LOST,
    /** Records read again from the log to catch up. */
    CAUGHT_UP,
    /** Records left in the log since too many were on their way; they are read again. */
    LEFT_IN_LOG,
    /** Records that no consumer here can read, corrupt or larger than the heap once unpacked: they are left out. */
    UNREADABLE,
    /** Times that partitions could not be told the time. */
    FAILED_STEPS,
    /** Topics with settings that would cost somebody a record; the log says which, and the cure. */
    TOPIC_FLAWS
}
