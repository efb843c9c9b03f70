package dev.taskdirector.agent.process;

import dev.taskdirector.agent.TaskInvocation;
import dev.taskdirector.wire.JoinTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** A runner of small shell scripts in a folder, and what came out of it. */
final class RunnerFixture implements AutoCloseable {

    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private RunnerSettings settings;
    private Optional<CommandTaskRunner> runner = Optional.empty();
    private OutputSink sink = new Kept();
    private ThreadFactory threads = Thread::new;

    RunnerFixture(Path folder, String script) {
        this(folder, template(script));
    }

    RunnerFixture(Path folder, CommandTemplate command) {
        this.folder = folder;
        settings = new RunnerSettings(
                "peer-1",
                command,
                Optional.empty(),
                new Verdict.None(),
                1,
                Duration.ofSeconds(5),
                folder,
                Optional.empty(),
                Set.of("common", "planning", "maps"));
    }

    /** A shell script that gets the targets as its arguments and the task's name as {@code $0}. */
    static CommandTemplate template(String script) {
        return new CommandTemplate(List.of("sh", "-c", script, "{task}", "{targets}"));
    }

    RunnerFixture peer(String peer) {
        settings = new RunnerSettings(
                peer,
                settings.command(),
                settings.afterTask(),
                settings.verdict(),
                settings.slots(),
                settings.abortGrace(),
                folder,
                settings.logs(),
                settings.tasks());
        return this;
    }

    RunnerFixture slots(int slots) {
        settings = new RunnerSettings(
                settings.peer(),
                settings.command(),
                settings.afterTask(),
                settings.verdict(),
                slots,
                settings.abortGrace(),
                folder,
                settings.logs(),
                settings.tasks());
        return this;
    }

    RunnerFixture grace(Duration grace) {
        settings = new RunnerSettings(
                settings.peer(),
                settings.command(),
                settings.afterTask(),
                settings.verdict(),
                settings.slots(),
                grace,
                folder,
                settings.logs(),
                settings.tasks());
        return this;
    }

    RunnerFixture afterTask(String script) {
        settings = new RunnerSettings(
                settings.peer(),
                settings.command(),
                Optional.of(template(script)),
                settings.verdict(),
                settings.slots(),
                settings.abortGrace(),
                folder,
                settings.logs(),
                settings.tasks());
        return this;
    }

    RunnerFixture verdict(Verdict verdict) {
        settings = new RunnerSettings(
                settings.peer(),
                settings.command(),
                settings.afterTask(),
                verdict,
                settings.slots(),
                settings.abortGrace(),
                folder,
                settings.logs(),
                settings.tasks());
        return this;
    }

    RunnerFixture logs(Path path) {
        settings = new RunnerSettings(
                settings.peer(),
                settings.command(),
                settings.afterTask(),
                settings.verdict(),
                settings.slots(),
                settings.abortGrace(),
                folder,
                Optional.of(new LogFolder(path)),
                settings.tasks());
        return this;
    }

    RunnerFixture sink(OutputSink other) {
        sink = other;
        return this;
    }

    RunnerFixture threads(ThreadFactory other) {
        threads = other;
        return this;
    }

    CommandTaskRunner runner() {
        if (runner.isEmpty()) {
            runner = Optional.of(new CommandTaskRunner(settings, sink, notes::add, threads));
        }
        return runner.get();
    }

    static TaskInvocation task(String name, String... targets) {
        return new TaskInvocation(name, List.of(targets), 0, Duration.ofMinutes(1));
    }

    static JoinTask schemaTask(String name, String... needs) {
        return new JoinTask(name, List.of("//" + name), List.of(needs), Optional.empty(), Optional.empty());
    }

    Ended start(TaskInvocation invocation) {
        Ended ended = new Ended();
        runner().start(invocation, ended);
        return ended;
    }

    String output() {
        synchronized (out) {
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    List<String> notes() {
        return notes;
    }

    String file(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        runner.ifPresent(CommandTaskRunner::close);
    }

    private final class Kept implements OutputSink {
        @Override
        public void pass(byte[] bytes, int count) {
            synchronized (out) {
                out.write(bytes, 0, count);
            }
        }

        @Override
        public void alone(Writing writing) {
            synchronized (out) {
                try {
                    writing.to(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
