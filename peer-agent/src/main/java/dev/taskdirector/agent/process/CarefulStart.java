package dev.taskdirector.agent.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Starts a command so that it isn't left behind when that fails. Where no thread is to be had that would wait for its end,
 * the JDK throws an error once the process is there, and tells nobody which it is. It is known by its variables then: no
 * two commands that an agent runs at a time have all of them in common. Without {@code /proc} it isn't found.
 */
final class CarefulStart {

    /** As {@link ProcessBuilder#start}. */
    interface Starter {
        Process start() throws IOException;
    }

    private CarefulStart() {}

    /** @param environment variables that only this command has */
    static Process of(Starter starter, Map<String, String> environment) throws IOException {
        try {
            return starter.start();
        } catch (Error failed) {
            Set<String> own = new HashSet<>();
            environment.forEach((name, value) -> own.add(name + "=" + value));
            ProcessHandle.current()
                    .children()
                    .filter(child -> variables(child).containsAll(own))
                    .forEach(CarefulStart::end);
            throw failed;
        }
    }

    private static Set<String> variables(ProcessHandle process) {
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return new HashSet<>(List.of(new String(all, Charset.defaultCharset()).split("\0")));
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** It has only just begun, so what it has started has a parent that lives. */
    private static void end(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
