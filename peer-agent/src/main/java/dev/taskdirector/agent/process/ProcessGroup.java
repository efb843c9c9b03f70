package dev.taskdirector.agent.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A command and all that it starts, signalled as one. With {@code setsid} on the PATH the command leads a session of its
 * own, whose number is the command's process id, so that even a grandchild whose parent is gone, or that opened a process
 * group of its own, is reached. What opens a session of its own is a server and is left alone. Without {@code setsid} the
 * descendants that the JVM can see are signalled one by one.
 */
final class ProcessGroup {

    private static final File NOTHING = new File("/dev/null");
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration KILL_AGAIN = Duration.ofSeconds(1);
    private static final int KILLS = 5;
    private static final Future<?> NEVER = new CompletableFuture<>();
    private static final boolean SETSID = isOnPath("setsid");

    private final Process leader;
    private final InputStream output;
    private final boolean ownSession;

    private ProcessGroup(Process leader, InputStream output, boolean ownSession) {
        this.leader = leader;
        this.output = output;
        this.ownSession = ownSession;
    }

    /** Starts a command with nothing on its standard input, and its errors among its output. */
    static ProcessGroup start(List<String> arguments, Path folder, Map<String, String> environment, Scratch scratch)
            throws IOException {
        ProcessBuilder builder = builder(arguments, folder, environment, SETSID);
        return start(builder, () -> CarefulStart.of(builder::start, environment), SETSID, scratch);
    }

    static ProcessGroup startWithoutSession(
            List<String> arguments, Path folder, Map<String, String> environment, Scratch scratch) throws IOException {
        ProcessBuilder builder = builder(arguments, folder, environment, false);
        return start(builder, () -> CarefulStart.of(builder::start, environment), false, scratch);
    }

    private static ProcessBuilder builder(
            List<String> arguments, Path folder, Map<String, String> environment, boolean ownSession) {
        List<String> command = new ArrayList<>();
        if (ownSession) {
            command.addAll(List.of("setsid", "--"));
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(NOTHING)
                .redirectErrorStream(true);
        CommandLocale.restore(builder.environment());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Without a named pipe the JDK's own has to do. */
    private static ProcessGroup start(
            ProcessBuilder builder, CarefulStart.Starter starter, boolean ownSession, Scratch scratch)
            throws IOException {
        Optional<NamedPipe> made = NamedPipe.in(scratch);
        if (made.isEmpty()) {
            Process leader = starter.start();
            return new ProcessGroup(leader, leader.getInputStream(), ownSession);
        }
        InputStream output = made.get().reader();
        try (NamedPipe pipe = made.get()) {
            builder.redirectOutput(pipe.file());
            return new ProcessGroup(starter.start(), output, ownSession);
        } catch (IOException | RuntimeException | Error notStarted) {
            output.close();
            throw notStarted;
        }
    }

    Process leader() {
        return leader;
    }

    /** What the command and all that it started say. */
    InputStream output() {
        return output;
    }

    /**
     * Asks all of it to end, and after the grace ends it. Returns when nothing of it is left, or nothing more can be done.
     *
     * @param hurry when it is done the grace is over
     */
    void stop(Duration grace, Future<?> hurry) {
        List<ProcessHandle> seen = descendants();
        signal("TERM", seen);
        boolean isGone = isGoneWithin(grace, seen, hurry);
        for (int kill = 0; kill < KILLS && !isGone; kill++) {
            signal("KILL", seen);
            isGone = isGoneWithin(KILL_AGAIN, seen, NEVER);
        }
    }

    private List<ProcessHandle> descendants() {
        List<ProcessHandle> all = new ArrayList<>(leader.descendants().toList());
        all.add(leader.toHandle());
        return all;
    }

    private void signal(String name, List<ProcessHandle> seen) {
        if (!ownSession || !signalSession(name)) {
            for (ProcessHandle process : seen) {
                if (name.equals("KILL")) {
                    process.destroyForcibly();
                } else {
                    process.destroy();
                }
            }
        }
    }

    /** False if there is no room even for a process that signals. */
    private boolean signalSession(String name) {
        String own = Long.toString(leader.pid());
        Collection<String> groups = groups();
        List<String> receivers = new ArrayList<>();
        groups.forEach(group -> receivers.add("-" + group));
        if (!groups.contains(own) && leader.isAlive()) {
            // it has not opened its session yet
            receivers.add(own);
        }
        try {
            boolean unused = !receivers.isEmpty() && kill(name, receivers);
            return true;
        } catch (IOException | OutOfMemoryError noRoom) {
            return false;
        }
    }

    private Collection<String> groups() {
        return SessionMembers.CAN_TELL ? SessionMembers.groupsOf(leader.pid()) : List.of(Long.toString(leader.pid()));
    }

    private boolean isGoneWithin(Duration limit, List<ProcessHandle> seen, Future<?> hurry) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAlive(seen)) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || hurry.isDone()) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, LOOK_AGAIN.toNanos()));
        }
        return true;
    }

    private boolean isAlive(List<ProcessHandle> seen) {
        if (leader.isAlive()) {
            return true;
        }
        if (!ownSession) {
            return seen.stream().anyMatch(ProcessHandle::isAlive);
        }
        if (SessionMembers.CAN_TELL) {
            return !groups().isEmpty();
        }
        try {
            return kill("0", List.of("-" + leader.pid()));
        } catch (IOException | OutOfMemoryError noRoom) {
            return true;
        }
    }

    /** The shell's own kill: a slim image has no other. True if all receivers were there. */
    private static boolean kill(String name, List<String> receivers) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" -- \"$@\" 2>/dev/null", name));
        command.addAll(receivers);
        Process kill = new ProcessBuilder(command)
                .redirectInput(NOTHING)
                .redirectOutput(NOTHING)
                .redirectErrorStream(true)
                .start();
        try {
            return kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && kill.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String folder : path.split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
