package dev.taskdirector.agent.process;

import java.util.Optional;

/** Passes a task's output on as it comes, and into its file if there is one. */
final class PassedOutput implements TaskOutput {

    private final OutputSink sink;
    private final Optional<LogFile> file;

    PassedOutput(OutputSink sink, Optional<LogFile> file) {
        this.sink = sink;
        this.file = file;
    }

    @Override
    public synchronized void write(byte[] bytes, int count) {
        sink.pass(bytes, count);
        file.ifPresent(open -> open.write(bytes, count));
    }

    @Override
    public synchronized void end() {
        file.ifPresent(LogFile::end);
    }
}
