package dev.taskdirector.benchmarks.chaos;

/** Something that must not be. */
record Finding(Kind kind, String sentence) {

    enum Kind {
        /** The record and what the agents really ran differ. */
        LOST,
        /** It did not come to its end within the bound. */
        STUCK,
        /** An exit code, a dead letter or a server that is not as it should be. */
        WRONG
    }
}
