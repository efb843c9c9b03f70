package dev.taskdirector.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes in whatever order, the rules hold and the session ends. */
class SessionPropertyTest {

    private static final List<JoinTask> TASKS =
            List.of(Peer.task("a"), Peer.task("b"), Peer.task("c", "a"), Peer.task("d", "b", "c"));

    @Property(tries = 3_000)
    void theRulesHoldAndEverySessionEnds(
            @ForAll OnFailure onFailure,
            @ForAll PatienceOver patienceOver,
            @ForAll VerdictKind kind,
            @ForAll boolean cacheWrite,
            @ForAll boolean batches,
            @ForAll @IntRange(min = 1, max = 3) int slots,
            @ForAll @Size(max = 60) List<@IntRange(max = 1_000_000) Integer> choices) {
        SessionSettings settings = SessionSettings.defaults()
                .withOnFailure(onFailure)
                .withPatienceOver(patienceOver)
                .withVerdict(kind);
        Game game = new Game(settings, slots, cacheWrite, batches);
        choices.forEach(game::play);
        game.playToTheEnd();
    }

    /** Turns numbers into events, each of which may happen at that point or not. */
    private static final class Game {

        private final Session session;
        private final Referee referee;
        private final List<String> ids = new ArrayList<>();
        private long now;
        private long epoch;
        private int left;

        Game(SessionSettings settings, int slots, boolean cacheWrite, boolean batches) {
            SessionPlan plan = new SessionPlan("a", "muc9", Peer.join(cacheWrite, TASKS), slots, batches);
            referee = new Referee(slots, settings.verdict());
            session = new Session(
                    plan,
                    settings,
                    () -> {
                        ids.add("s" + ids.size());
                        return ids.get(ids.size() - 1);
                    },
                    0);
            referee.watch(session.start(0));
        }

        void play(int choice) {
            left = choice;
            switch (draw(8)) {
                case 0, 1, 2 -> assign();
                case 3, 4 -> endTask();
                case 5 -> tick(draw(20_000));
                case 6 -> endVerdict();
                default -> rare();
            }
        }

        /** From here on nobody answers, and commands end. */
        void playToTheEnd() {
            for (int i = 0; i < 60 && session.exitCode().isEmpty(); i++) {
                for (String task : List.copyOf(referee.running.keySet())) {
                    if (referee.running.containsKey(task)) {
                        end(task, Outcome.SUCCEEDED);
                    }
                }
                if (referee.verdictRuns) {
                    verdictEnds(Peer.exit(0));
                }
                session.nextWakeMillis().ifPresent(wake -> tick((int) Math.max(0, wake - now)));
            }
            assertThat(session.exitCode()).as("the session ends").isPresent();
        }

        private int draw(int bound) {
            int drawn = left % bound;
            left /= bound;
            return drawn;
        }

        private void tick(int millis) {
            now += millis;
            referee.watch(session.onTick(now));
        }

        private void assign() {
            AssignmentState[] states = AssignmentState.values();
            AssignmentState state = draw(3) > 0 ? AssignmentState.WORKING : states[draw(states.length)];
            long age = draw(4) - 1;
            epoch += age < 0 ? 1 : 0;
            List<AssignedTask> tasks = new ArrayList<>();
            int mask = draw(16);
            int number = draw(3);
            for (int i = 0; i < TASKS.size(); i++) {
                if ((mask & 1 << i) != 0) {
                    AssignedTask one =
                            new AssignedTask(TASKS.get(i).name(), TASKS.get(i).name() + number, draw(3) > 0 ? 0.4 : 1);
                    tasks.add(one);
                    referee.leases(one.name(), one.lease());
                }
            }
            String id = draw(8) == 0 ? ids.get(0) : ids.get(ids.size() - 1);
            referee.watch(session.onAssignment(
                    assignment(id, state, Math.max(0, epoch - Math.max(0, age)), tasks), now));
        }

        private PeerAssignment assignment(String id, AssignmentState state, long number, List<AssignedTask> tasks) {
            return new PeerAssignment(
                    1,
                    "a",
                    id,
                    "muc9",
                    number,
                    draw(40),
                    state,
                    Optional.of("r"),
                    tasks,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    5,
                    Optional.of("t" + draw(2)));
        }

        private void endTask() {
            List<String> tasks = List.copyOf(referee.running.keySet());
            Outcome[] outcomes = Outcome.values();
            Outcome outcome = draw(2) == 0 ? Outcome.SUCCEEDED : outcomes[draw(outcomes.length)];
            end(tasks.isEmpty() ? "d" : tasks.get(draw(tasks.size())), outcome);
        }

        private void end(String task, Outcome outcome) {
            for (int slot : List.copyOf(referee.batches.keySet())) {
                if (referee.batches.get(slot).contains(task)) {
                    referee.batchEnded(slot, outcome);
                    referee.watch(session.onBatchEnded(slot, Peer.result(outcome), now));
                    return;
                }
            }
            referee.ended(task);
            referee.watch(session.onTaskEnded(task, Peer.result(outcome), now));
        }

        private void endVerdict() {
            verdictEnds(
                    draw(2) == 0
                            ? Peer.exit(draw(3))
                            : new TaskResult(
                                    Outcome.ABORTED, Optional.of(0), Duration.ZERO, Optional.empty(), List.of()));
        }

        private void verdictEnds(TaskResult result) {
            referee.verdictEnded(result);
            referee.watch(session.onVerdictEnded(result, now));
        }

        private void rare() {
            if (draw(8) == 0) {
                referee.watch(session.onSignal(143, now));
            }
        }
    }
}
