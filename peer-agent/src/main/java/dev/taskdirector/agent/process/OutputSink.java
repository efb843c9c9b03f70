package dev.taskdirector.agent.process;

import java.io.IOException;
import java.io.OutputStream;

/** Where the output of commands goes: the CI's log, which it shares with the agent's own lines. */
public interface OutputSink {

    /** Passes bytes on as they come. */
    void pass(byte[] bytes, int count);

    /** Lets something write while nobody else's output comes between. */
    void alone(Writing writing);

    /** Writes the output of one task. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }
}
