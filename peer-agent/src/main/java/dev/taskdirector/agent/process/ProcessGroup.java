package dev.taskdirector.agent.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A command and all that it starts, signalled as one. With {@code setsid} on the PATH the command leads a session and a
 * process group of its own, whose number is the command's process id, so that even a grandchild whose parent is gone is
 * reached. Without it the descendants that the JVM can see are signalled one by one.
 */
final class ProcessGroup {

    private static final File NOTHING = new File("/dev/null");
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final boolean SETSID = isOnPath("setsid");

    private final Process leader;
    private final boolean ownGroup;

    private ProcessGroup(Process leader, boolean ownGroup) {
        this.leader = leader;
        this.ownGroup = ownGroup;
    }

    /** Starts a command with nothing on its standard input, and its errors among its output. */
    static ProcessGroup start(List<String> arguments, Path folder, Map<String, String> environment) throws IOException {
        return start(arguments, folder, environment, SETSID);
    }

    static ProcessGroup start(List<String> arguments, Path folder, Map<String, String> environment, boolean ownGroup)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (ownGroup) {
            command.add("setsid");
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(NOTHING)
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ProcessGroup(builder.start(), ownGroup);
    }

    Process leader() {
        return leader;
    }

    /** Asks all of it to end, and after the grace ends it. Returns when nothing of it is left, or nothing more can be done. */
    void stop(Duration grace) {
        List<ProcessHandle> seen = descendants();
        signal("TERM", seen);
        if (!isGoneWithin(grace, seen)) {
            signal("KILL", seen);
            isGoneWithin(SIGNAL_LIMIT, seen);
        }
    }

    private List<ProcessHandle> descendants() {
        List<ProcessHandle> all = new ArrayList<>(leader.descendants().toList());
        all.add(leader.toHandle());
        return all;
    }

    private void signal(String name, List<ProcessHandle> seen) {
        if (ownGroup) {
            signalGroup(name);
            return;
        }
        for (ProcessHandle process : seen) {
            if (name.equals("KILL")) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
        }
    }

    private boolean isGoneWithin(Duration limit, List<ProcessHandle> seen) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAlive(seen)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
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
        if (!ownGroup) {
            return seen.stream().anyMatch(ProcessHandle::isAlive);
        }
        return GroupMembers.CAN_TELL ? GroupMembers.isAnyAlive(leader.pid()) : signalGroup("0");
    }

    /** The shell's own kill: a slim image has no other. True if there was anything to signal. */
    private boolean signalGroup(String name) {
        try {
            Process kill = new ProcessBuilder(
                            "sh", "-c", "kill -s \"$0\" -- \"-$1\" 2>/dev/null", name, Long.toString(leader.pid()))
                    .redirectInput(NOTHING)
                    .redirectOutput(NOTHING)
                    .redirectErrorStream(true)
                    .start();
            return kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            leader.destroyForcibly();
            return false;
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
