package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.RunRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence of peers that share one plan of two tasks, of which the second needs the first, put together piece by piece. */
final class Scene {

    static final Build BUILD = new Build(
            "build-1",
            "cache",
            false,
            true,
            List.of(new Build.Task("a", List.of(), 10, "a", 0), new Build.Task("b", List.of(0), 10, "b", 0)),
            List.of(0));
    static final int PARTITION = 3;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final List<Life> lives = new ArrayList<>();
    final List<TaskEntry> entries = new ArrayList<>();
    final List<WorkRow> works = new ArrayList<>();
    final List<SessionRow> sessions = new ArrayList<>();
    final List<AttemptRow> attempts = new ArrayList<>();
    final List<Said> said = new ArrayList<>();
    final List<Answer> answers = new ArrayList<>();

    static Instant at(int second) {
        return START.plusSeconds(second);
    }

    /** An agent from one time to another that was killed then; its session is told to wait, and ends at a time of its own. */
    Scene peer(String name, int from, int to, int left) {
        PeerPlan plan = new PeerPlan(BUILD, name, 1, false, false, "verdict", "", 0);
        List<Life.Harm> harms = List.of(new Life.Harm(FaultKind.AGENT_KILLED, at(to)));
        lives.add(new Life(name + ".1", plan, at(from), Optional.of(at(to)), Optional.of(137), harms, Path.of("none")));
        sessions.add(new SessionRow(
                PARTITION,
                session(name),
                false,
                name,
                "cache",
                Optional.of("run"),
                Optional.of(1L),
                false,
                false,
                at(from),
                Optional.of(at(left)),
                Optional.of("silent")));
        Said.Join join = new Said.Join(name + ".1", true, true, List.of());
        said.add(new Said(PARTITION, from, at(from), name, session(name), 1, false, List.of(), Optional.of(join)));
        return answers(name, "waiting", from);
    }

    Scene answers(String name, String state, int... seconds) {
        for (int second : seconds) {
            answers.add(new Answer(PARTITION, name, session(name), at(second), state, List.of()));
        }
        return this;
    }

    /** It beats each second from one to another. */
    Scene speaks(String name, int from, int to) {
        for (int second = from; second <= to; second++) {
            said.add(new Said(
                    PARTITION, second, at(second), name, session(name), second, false, List.of(), Optional.empty()));
        }
        return this;
    }

    /** A work of the plan; done by somebody at a time, or open. */
    Scene work(long id, String task, Optional<Integer> done) {
        works.add(new WorkRow(
                PARTITION,
                id,
                false,
                "cache",
                task,
                Optional.empty(),
                done.isPresent() ? "done" : "open",
                done.map(second -> "somebody"),
                done.map(Scene::at)));
        return this;
    }

    Scene attempt(String name, long work, int from, int to, String outcome) {
        attempts.add(new AttemptRow(
                PARTITION,
                work + "." + name,
                "run",
                work,
                work == 1 ? "a" : "b",
                name,
                session(name),
                at(from),
                Optional.of(at(to)),
                Optional.of(outcome),
                Optional.empty()));
        return this;
    }

    Evidence evidence() {
        return new Evidence(
                lives,
                entries,
                new DatabaseRecord(
                        List.of(new RunRow(PARTITION, "run", false, false)),
                        List.of(new PlanRow(PARTITION, 1, false, "run", List.of(1L, 2L))),
                        works,
                        sessions,
                        attempts),
                new Log(said, answers, Map.of(), List.of()));
    }

    static String session(String name) {
        return "session of " + name;
    }
}
