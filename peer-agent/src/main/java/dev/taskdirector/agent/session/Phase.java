package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Leaving;
import java.util.Optional;

/** Where a session is in its life; each phase only leads further down this list. */
sealed interface Phase {

    /** It says what it does and builds. */
    record Building() implements Phase {}

    /**
     * It has left, and waits for the commands that it stopped: a verdict beside a dying command would fight with it
     * for the checkout.
     *
     * @param leaving as its last status said
     * @param exitCode with which it ends then; empty when the verdict comes then
     * @param why what led here, as a clause
     */
    record Clearing(Leaving leaving, Optional<Integer> exitCode, String why) implements Phase {}

    /**
     * The verdict runs.
     *
     * @param exitCode what counts instead of the verdict's, after a signal
     */
    record Judging(Optional<Integer> exitCode) implements Phase {}

    record Over(int exitCode) implements Phase {}
}
