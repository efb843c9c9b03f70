package dev.taskdirector.benchmarks;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.Decisions;
import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Event;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Report;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a completion costs in the core, in a run of so many tasks that is half built by fifty peers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SchedulingCost {

    /** Completions measured together: so many are there to be had in the smallest run as well. */
    static final int COMPLETIONS = 400;

    private static final int PEERS = 50;
    private static final int RECORDS_A_CHECKPOINT = 200;
    private static final CacheId CACHE = new CacheId("bench");

    @Param({"1000", "10000", "100000"})
    public int tasks;

    private Director director = new Director(0, Settings.DEFAULTS);
    private final Map<SessionId, Long> seen = new HashMap<>();
    private final Map<SessionId, Long> said = new HashMap<>();
    private final Queue<Assignment> working = new ArrayDeque<>();
    private long offset;

    /** For JMH. */
    public SchedulingCost() {}

    /** A run of which half is built, by peers that have a task each. */
    @Setup(Level.Iteration)
    public void buildHalf() {
        director = new Director(0, Settings.DEFAULTS);
        seen.clear();
        said.clear();
        working.clear();
        JoinRequest join = join();
        IntStream.range(0, PEERS)
                .mapToObj(i -> new SessionId("session-" + i))
                .forEach(session -> say(session, Optional.empty(), Optional.of(join)));
        for (int done = 0; done < (tasks - COMPLETIONS) / 2; done++) {
            completion();
        }
    }

    /** Each task needs two that stand well before it, so that there is always something to choose from. */
    private JoinRequest join() {
        List<TaskDefinition> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            int place = i;
            List<String> needs = Stream.of(97, 211)
                    .filter(back -> place >= back)
                    .map(back -> "t" + (place - back))
                    .toList();
            all.add(new TaskDefinition("t" + i, needs, Optional.of(30_000L + i % 977 * 31L), Optional.empty()));
        }
        return new JoinRequest(
                new SchemaRef("bench", "sha256:" + tasks, Optional.empty()),
                Optional.of(all),
                "context",
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** The peer that has had its task for longest finishes it, and gets the next. */
    @Benchmark
    public Object completion() {
        Assignment next = working.remove();
        return say(next.session(), Optional.of(next.tasks().get(0)), Optional.empty());
    }

    private Decisions say(SessionId session, Optional<Assignment.Task> finished, Optional<JoinRequest> join) {
        List<Report.Ended> ended = finished.stream()
                .map(task -> new Report.Ended(
                        task.name(),
                        Optional.of(task.lease()),
                        Report.Outcome.SUCCEEDED,
                        Optional.of(0),
                        Optional.of(task.expectedMillis()),
                        Optional.empty()))
                .toList();
        Report report = new Report(
                new PeerId(session.value()),
                session,
                CACHE,
                said.merge(session, 1L, Long::sum),
                seen.getOrDefault(session, 0L),
                1,
                List.of(),
                ended,
                List.of(),
                join,
                Optional.empty());
        Decisions decisions = director.apply(new Event.StatusHeard(new Moment(offset, offset), report, true));
        if (++offset % RECORDS_A_CHECKPOINT == 0) {
            director.drainChanges();
        }
        for (Assignment assignment : decisions.assignments()) {
            seen.put(assignment.session(), assignment.epoch());
            if (!assignment.tasks().isEmpty()) {
                working.removeIf(other -> other.session().equals(assignment.session()));
                working.add(assignment);
            }
        }
        return decisions;
    }
}
