package dev.taskdirector.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Watches what a session does and holds it to the rules that need no knowledge of why it does it. */
final class Referee {

    private final int slots;
    private final VerdictKind kind;
    private final Set<String> leased = new HashSet<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> leaseStrings = new HashSet<>();
    private final Set<String> tookPartInAFailure = new HashSet<>();
    private final Set<Integer> stoppedBatches = new HashSet<>();
    final Map<Integer, List<String>> batches = new HashMap<>();
    final Map<String, Integer> running = new HashMap<>();
    private String session = "";
    private long seq;
    private Optional<Leaving> left = Optional.empty();
    private Optional<Integer> exit = Optional.empty();
    boolean verdictRuns;
    private Optional<Integer> verdict = Optional.empty();

    Referee(int slots, VerdictKind kind) {
        this.slots = slots;
        this.kind = kind;
    }

    void leases(String task, String lease) {
        leased.add(task);
        leaseStrings.add(lease);
    }

    void ended(String task) {
        running.remove(task);
    }

    void batchEnded(int slot, Outcome outcome) {
        List<String> tasks = batches.remove(slot);
        if (outcome == Outcome.FAILED || outcome == Outcome.UNAVAILABLE) {
            tookPartInAFailure.addAll(tasks);
        }
        stoppedBatches.remove(slot);
        tasks.forEach(running::remove);
    }

    void verdictEnded(TaskResult result) {
        if (verdictRuns) {
            verdictRuns = false;
            verdict = Optional.of(Outcomes.exitCode(result));
        }
    }

    void watch(List<Action> actions) {
        if (exit.isPresent()) {
            assertThat(actions).as("nothing follows the exit").isEmpty();
        }
        actions.forEach(this::watch);
        actions.forEach(action -> {
            if (action instanceof Action.SendStatus send) {
                holds(send.status());
            }
        });
    }

    /** A status goes out before the commands start that it names. */
    private void holds(PeerStatus status) {
        assertThat(status.holding()).allSatisfy(one -> {
            assertThat(leased.contains(one.task()) || started.contains(one.task()))
                    .isTrue();
            one.lease().ifPresent(lease -> assertThat(leaseStrings).contains(lease));
        });
    }

    private void watch(Action action) {
        assertThat(exit).as("nothing follows the exit: %s", action).isEmpty();
        if (action instanceof Action.SendStatus send) {
            said(send.status());
        } else if (action instanceof Action.StartTask start) {
            String task = start.task().name();
            assertThat(left).as("nothing starts after it has left").isEmpty();
            assertThat(running).doesNotContainKey(task).doesNotContainValue(start.slot());
            assertThat(start.slot()).isBetween(0, slots - 1);
            running.put(task, start.slot());
            started.add(task);
        } else if (action instanceof Action.StartBatch start) {
            started(start);
        } else if (action instanceof Action.AbortBatch abort) {
            assertThat(batches).containsKey(abort.slot());
            assertThat(stoppedBatches.add(abort.slot())).as("stopped once").isTrue();
        } else if (action instanceof Action.AbortTask abort) {
            assertThat(running).containsKey(abort.task());
            assertThat(batches.values()).allMatch(batch -> !batch.contains(abort.task()));
        } else if (action instanceof Action.StartVerdict) {
            assertThat(running).as("the verdict has the checkout for itself").isEmpty();
            assertThat(left).as("it leaves before its verdict").isPresent();
            assertThat(kind).isEqualTo(VerdictKind.BUILD);
            verdictRuns = true;
        } else if (action instanceof Action.AbortVerdict) {
            assertThat(verdictRuns).isTrue();
        } else if (action instanceof Action.Exit over) {
            exited(over.code());
        }
    }

    private void started(Action.StartBatch start) {
        List<String> tasks =
                start.tasks().stream().map(one -> one.task().name()).toList();
        assertThat(left).as("nothing starts after it has left").isEmpty();
        assertThat(tasks).hasSizeGreaterThan(1).doesNotHaveDuplicates().allMatch(leased::contains);
        assertThat(tasks).noneMatch(running::containsKey);
        assertThat(tasks).as("failed together before").noneMatch(tookPartInAFailure::contains);
        assertThat(running).doesNotContainValue(start.slot());
        assertThat(start.tasks()).allMatch(one -> one.slot() == start.slot());
        assertThat(start.slot()).isBetween(0, slots - 1);
        tasks.forEach(task -> running.put(task, start.slot()));
        batches.put(start.slot(), tasks);
        started.addAll(tasks);
    }

    private void said(PeerStatus status) {
        assertThat(left).as("nothing is said after it has left").isEmpty();
        if (!status.session().equals(session)) {
            session = status.session();
            seq = 0;
        }
        assertThat(status.seq()).as("seq").isEqualTo(seq + 1);
        seq = status.seq();
        assertThat(status.finished())
                .allSatisfy(one ->
                        one.lease().ifPresent(lease -> assertThat(leaseStrings).contains(lease)));
        if (status.join().isPresent()) {
            assertThat(status.seenEpoch()).isZero();
        }
        left = status.leaving();
        left.ifPresent(how -> assertThat(status.holding()).isEmpty());
    }

    private void exited(int code) {
        exit = Optional.of(code);
        if (code == 0 && kind == VerdictKind.BUILD) {
            assertThat(verdict).as("nobody is green without a verdict").contains(0);
        }
        if (code == 0) {
            assertThat(kind == VerdictKind.BUILD || left.equals(Optional.of(Leaving.COMPLETE)))
                    .isTrue();
        }
    }
}
