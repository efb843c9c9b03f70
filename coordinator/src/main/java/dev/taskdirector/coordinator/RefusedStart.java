package dev.taskdirector.coordinator;

import dev.taskdirector.coordinator.runtime.RefusalException;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import org.jboss.logging.Logger;

/** The end of a start that can't go on: a sentence, and exit code 1. */
public final class RefusedStart {

    private static final int EXIT_CODE = 1;

    private RefusedStart() {}

    /**
     * Says why, and asks for the end of the process: Quarkus takes the exception for the end of the start alone, and would
     * leave a process that does nothing.
     *
     * @return what its caller throws, to start nothing more
     */
    public static PreventFurtherStepsException because(RefusalException refusal, Logger log) {
        // the sentence is all that its reader can use
        log.error(refusal.getMessage());
        Quarkus.asyncExit(EXIT_CODE);
        return new PreventFurtherStepsException(EXIT_CODE);
    }
}
