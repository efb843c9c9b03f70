package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Report;
import dev.taskdirector.coordinator.core.Report.Ended;
import dev.taskdirector.coordinator.core.Report.Held;
import dev.taskdirector.coordinator.core.Report.Leaving;
import dev.taskdirector.coordinator.core.Report.Outcome;
import dev.taskdirector.coordinator.core.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A peer that follows its assignments and tells the whole truth of its session as an agent does: at once when something
 * changes, else every heartbeat. It builds nothing, loses no message, never fails and never loses patience: what an agent
 * does when its wait budget is spent is not replayed.
 */
final class LightAgent {

    /** Who it is. */
    record Identity(PeerId peer, SessionId session, CacheId cache, int slots, double speed) {}

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NOT_SENT = Long.MAX_VALUE;

    /** Whoever has tasks in hand that are shorter than this and not begun is in no hurry to say what has changed. */
    private static final long SHORT_MILLIS = 1_000;

    private static final long UNHURRIED_MICROS = 25_000;

    /** A task in hand; it runs when a slot is free. */
    private static final class Job {
        LeaseId lease;
        final int index;
        final long expectedMillis;
        Optional<Workshop.Execution> execution = Optional.empty();

        Job(LeaseId lease, int index, long expectedMillis) {
            this.lease = lease;
            this.index = index;
            this.expectedMillis = expectedMillis;
        }

        void stop() {
            execution.ifPresent(Workshop.Execution::abort);
        }
    }

    private final Identity self;
    private final JoinRequest join;
    private final Map<String, Integer> indexes;
    private final Agenda agenda;
    private final VirtualCoordinator coordinator;
    private final Workshop workshop;
    private final Runnable left;

    /** By task, in the order in which they were given. */
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    /** Outcomes not acknowledged yet, with the first report that carried each. */
    private final Map<Ended, Long> finished = new LinkedHashMap<>();

    private long seq;
    private long seenEpoch;
    private long spokeAtMicros;
    private boolean isProven;
    private boolean hasNews;
    private boolean hasLeft;

    /**
     * @param indexes of the tasks' names in the workload
     * @param left called when it has said its last word
     */
    LightAgent(
            Identity self,
            JoinRequest join,
            Map<String, Integer> indexes,
            Agenda agenda,
            VirtualCoordinator coordinator,
            Workshop workshop,
            Runnable left) {
        this.self = self;
        this.join = join;
        this.indexes = indexes;
        this.agenda = agenda;
        this.coordinator = coordinator;
        this.workshop = workshop;
        this.left = left;
    }

    void start() {
        coordinator.listen(self.session(), this::hear);
        speak(Optional.empty());
        beatWhenQuiet();
    }

    private void hear(Assignment assignment) {
        switch (assignment.state()) {
            case WORKING, WAITING, COMPLETE, FAILED -> follow(assignment);
            case SCHEMA_WANTED, REJOIN, SUPERSEDED, REJECTED ->
                throw new IllegalStateException(self.peer() + " was told " + assignment.state() + " at " + now()
                        + " s: " + assignment.reason().orElse("no reason given"));
        }
    }

    private void follow(Assignment assignment) {
        isProven = true;
        finished.values().removeIf(first -> first <= assignment.seenSeq());
        if (assignment.epoch() <= seenEpoch) {
            return;
        }
        seenEpoch = assignment.epoch();
        if (assignment.state().isFinal()) {
            leave(assignment.state() == Assignment.State.COMPLETE ? Leaving.COMPLETE : Leaving.FAILED);
            return;
        }
        Map<String, Assignment.Task> wanted = new LinkedHashMap<>();
        assignment.tasks().forEach(task -> wanted.put(task.name(), task));
        for (String task : List.copyOf(jobs.keySet())) {
            if (!wanted.containsKey(task)) {
                jobs.remove(task).stop();
            }
        }
        wanted.values().forEach(this::take);
        begin();
        tell();
    }

    /** A task in hand goes on under its new lease; one that is finished is known to be by the report to come. */
    private void take(Assignment.Task task) {
        Job job = jobs.get(task.name());
        if (job != null) {
            job.lease = task.lease();
        } else if (finished.keySet().stream().noneMatch(one -> one.lease().equals(Optional.of(task.lease())))) {
            int index = Objects.requireNonNull(indexes.get(task.name()), task::name);
            jobs.put(task.name(), new Job(task.lease(), index, task.expectedMillis()));
        }
    }

    /** What waits gets a free slot, first come first. */
    private void begin() {
        long free = self.slots()
                - jobs.values().stream()
                        .filter(job -> job.execution.isPresent())
                        .count();
        for (Map.Entry<String, Job> entry : jobs.entrySet()) {
            if (free > 0 && entry.getValue().execution.isEmpty()) {
                free--;
                begin(entry.getKey(), entry.getValue());
            }
        }
    }

    private void begin(String task, Job job) {
        for (int need : workshop.workload().tasks().get(job.index).needs()) {
            if (!workshop.isDone(need)) {
                throw new IllegalStateException(self.peer() + " was given " + task + " before "
                        + workshop.workload().tasks().get(need).name() + " was done");
            }
        }
        job.execution = Optional.of(workshop.begin(
                job.index,
                self.peer().value(),
                self.speed(),
                job.expectedMillis * MICROS_PER_MILLI,
                ended -> succeed(task, job, ended)));
    }

    private void succeed(String task, Job job, Workshop.Execution execution) {
        jobs.remove(task);
        long millis = Math.round((double) execution.micros() / MICROS_PER_MILLI);
        finished.put(
                new Ended(
                        task,
                        Optional.of(job.lease),
                        Outcome.SUCCEEDED,
                        Optional.of(0),
                        Optional.of(millis),
                        Optional.empty()),
                NOT_SENT);
        begin();
        tell();
    }

    private void leave(Leaving how) {
        hasLeft = true;
        jobs.values().forEach(Job::stop);
        jobs.clear();
        speak(Optional.of(how));
        coordinator.forget(self.session());
        left.run();
    }

    private void beatWhenQuiet() {
        long beat = coordinator.heartbeatMicros();
        agenda.in(spokeAtMicros + beat - agenda.nowMicros(), () -> {
            if (hasLeft) {
                return;
            }
            if (agenda.nowMicros() - spokeAtMicros >= beat) {
                speak(Optional.empty());
            }
            beatWhenQuiet();
        });
    }

    /** Says what has changed: at once, or with more of it in a moment when nothing waits for an answer. */
    private void tell() {
        boolean isHurried =
                jobs.values().stream().noneMatch(job -> job.execution.isEmpty() && job.expectedMillis < SHORT_MILLIS);
        long sinceMicros = agenda.nowMicros() - spokeAtMicros;
        if (isHurried || sinceMicros >= UNHURRIED_MICROS) {
            speak(Optional.empty());
        } else if (!hasNews) {
            hasNews = true;
            agenda.in(UNHURRIED_MICROS - sinceMicros, () -> {
                if (hasNews && !hasLeft && agenda.nowMicros() - spokeAtMicros >= UNHURRIED_MICROS) {
                    speak(Optional.empty());
                }
            });
        }
    }

    private void speak(Optional<Leaving> leaving) {
        seq++;
        hasNews = false;
        spokeAtMicros = agenda.nowMicros();
        finished.replaceAll((outcome, first) -> Math.min(first, seq));
        List<Held> holding = new ArrayList<>();
        jobs.forEach((task, job) -> holding.add(new Held(task, Optional.of(job.lease))));
        coordinator.hear(
                new Report(
                        self.peer(),
                        self.session(),
                        self.cache(),
                        seq,
                        seenEpoch,
                        self.slots(),
                        holding,
                        new ArrayList<>(finished.keySet()),
                        List.of(),
                        seenEpoch == 0 ? Optional.of(join) : Optional.empty(),
                        leaving),
                isProven);
    }

    private double now() {
        return agenda.nowMicros() / 1e6;
    }
}
