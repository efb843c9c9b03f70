package dev.taskdirector.benchmarks.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the tasks of one workload run, in virtual time: how long each takes on which peer, and what that adds up to. It
 * knows nothing of who decides.
 */
final class Workshop {

    private static final long NOT_YET = -1;

    /** What a hanging task came to. */
    private static final class Hanging {
        final double times;
        int executions;
        long begunAtMicros;
        long expectedMicros;

        Hanging(double times) {
            this.times = times;
        }
    }

    /** A task as it runs. */
    final class Execution {
        private final int task;
        private final String peer;
        private final double speed;
        private final long begunAtMicros = agenda.nowMicros();
        private final long micros;
        private boolean isOver;

        private Execution(int task, String peer, double speed, long micros) {
            this.task = task;
            this.peer = peer;
            this.speed = speed;
            this.micros = micros;
        }

        int task() {
            return task;
        }

        /** How long it takes, or would have taken, in microseconds. */
        long micros() {
            return micros;
        }

        /** Ends it without a result. What it has done until here is work all the same. */
        void abort() {
            if (!isOver) {
                end();
            }
        }

        private void end() {
            isOver = true;
            long micros = agenda.nowMicros() - begunAtMicros;
            workMicros += micros * speed;
            busyMicros.merge(peer, micros, Long::sum);
        }
    }

    private final Agenda agenda;
    private final Workload workload;
    private final long beganAtMicros;
    private final Map<Integer, Hanging> hanging = new LinkedHashMap<>();
    private final long[] doneAtMicros;
    private int undone;
    private final Map<String, Long> busyMicros = new LinkedHashMap<>();
    private double workMicros;
    private long endedAtMicros;

    /** @param hangs by name, how many times longer a task takes at its first execution; others are as measured */
    Workshop(Agenda agenda, Workload workload, Map<String, Double> hangs) {
        this.agenda = agenda;
        this.workload = workload;
        this.beganAtMicros = agenda.nowMicros();
        this.undone = workload.size();
        this.doneAtMicros = new long[workload.size()];
        Arrays.fill(doneAtMicros, NOT_YET);
        for (int i = 0; i < workload.size() && !hangs.isEmpty(); i++) {
            Double times = hangs.get(workload.tasks().get(i).name());
            if (times != null) {
                hanging.put(i, new Hanging(times));
            }
        }
    }

    Workload workload() {
        return workload;
    }

    boolean isDone(int task) {
        return doneAtMicros[task] != NOT_YET;
    }

    boolean isAllDone() {
        return undone == 0;
    }

    /** How many tasks nobody has finished. */
    int undone() {
        return undone;
    }

    /**
     * Begins a task on a peer.
     *
     * @param expectedMicros how long its peer was told that it takes
     * @param ended called when it has ended, unless it was aborted
     */
    Execution begin(
            int task, String peer, double speed, long expectedMicros, java.util.function.Consumer<Execution> ended) {
        double times = 1;
        Hanging hung = hanging.get(task);
        if (hung != null) {
            if (hung.executions++ == 0) {
                times = hung.times;
                hung.begunAtMicros = agenda.nowMicros();
                hung.expectedMicros = expectedMicros;
            }
        }
        long micros = (long) Math.ceil(workload.tasks().get(task).micros() * times / speed);
        Execution execution = new Execution(task, peer, speed, micros);
        agenda.in(micros, () -> {
            if (!execution.isOver) {
                execution.end();
                finish(task);
                ended.accept(execution);
            }
        });
        return execution;
    }

    private void finish(int task) {
        if (isDone(task)) {
            return;
        }
        doneAtMicros[task] = agenda.nowMicros();
        undone--;
        endedAtMicros = agenda.nowMicros();
    }

    /** What it came to, once everything is done. */
    Result result(Fleet fleet) {
        List<Result.Hang> hangs = new ArrayList<>();
        hanging.forEach((task, hung) -> hangs.add(new Result.Hang(
                workload.tasks().get(task).name(),
                hung.expectedMicros,
                doneAtMicros[task] - hung.begunAtMicros,
                hung.executions)));
        return Result.of(workload, fleet, endedAtMicros - beganAtMicros, workMicros, busyMicros, hangs);
    }
}
