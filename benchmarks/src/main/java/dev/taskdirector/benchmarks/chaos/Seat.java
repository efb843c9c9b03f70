package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.deploy.embedded.FreePorts;
import dev.taskdirector.deploy.standalone.CoordinatorCommand;
import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One of the two places of a coordinator, and all coordinators that have had it. */
final class Seat {

    /** For a minute of it the database may be away, and the machine is as busy as it can be. */
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);

    /** A storm starts many coordinators: the second compiler would only take their processor. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

    /** A coordinator that had the seat, the last one open-ended. */
    record Term(CoordinatorProcess coordinator, Instant from, Instant to) {}

    private final String name;
    private final Path jar;
    private final int port;
    private final Path logs;
    private final Map<String, String> settings;
    private final Endings endings;
    private final List<Term> terms = new ArrayList<>();

    Seat(String name, Path jar, Path logs, Map<String, String> settings, Endings endings) {
        this.name = name;
        this.jar = jar;
        this.port = FreePorts.lasting(1).get(0);
        this.logs = logs;
        this.settings = Map.copyOf(settings);
        this.endings = endings;
    }

    /** Starts a coordinator in this seat, which must be empty. */
    synchronized CoordinatorProcess start() {
        Path log = logs.resolve(name + "-" + (terms.size() + 1) + ".log");
        CoordinatorProcess started =
                CoordinatorProcess.start(new CoordinatorCommand(jar, port, log, settings, QUICK_START));
        terms.add(new Term(started, Instant.now(), Instant.MAX));
        return started;
    }

    void awaitReady() throws InterruptedException {
        present().awaitReady(READY_LIMIT);
    }

    void kill() {
        end(CoordinatorProcess::kill, Life.ENDED_BY_KILL);
    }

    void stop() {
        end(CoordinatorProcess::stop, Life.ENDED_BY_TERM);
    }

    /** Notes it if the present coordinator has ended by itself. */
    void lookAt() {
        endings.lookAt(describe(present()), present().isAlive());
    }

    synchronized CoordinatorProcess present() {
        return terms.get(terms.size() - 1).coordinator();
    }

    synchronized List<Term> terms() {
        return List.copyOf(terms);
    }

    String name() {
        return name;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void end(Consumer<CoordinatorProcess> way, int expected) {
        CoordinatorProcess ending = present();
        boolean wasAlive = ending.isAlive();
        way.accept(ending);
        endings.note(describe(ending), wasAlive, expected, ending.exitCode());
        ended();
    }

    private String describe(CoordinatorProcess coordinator) {
        return name + " (process " + coordinator.pid() + ", " + coordinator.log() + ")";
    }

    private synchronized void ended() {
        Term last = terms.remove(terms.size() - 1);
        terms.add(new Term(last.coordinator(), last.from(), Instant.now()));
    }
}
