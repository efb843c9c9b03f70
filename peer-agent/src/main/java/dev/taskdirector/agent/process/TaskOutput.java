package dev.taskdirector.agent.process;

/** Takes the output of one task, in the order in which it comes, from one thread at a time. */
interface TaskOutput {

    void write(byte[] bytes, int count);

    /** The task has ended: what was held back is shown now. */
    void end();
}
