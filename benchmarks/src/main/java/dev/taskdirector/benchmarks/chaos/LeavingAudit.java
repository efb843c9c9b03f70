package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An agent that left by itself has reported what its commands had achieved well before, unless it was wanted no more, since
 * somebody else had done it. What it reported when its session had ended already doesn't count if it opened another one
 * after that, as that one's statuses bring all that was built; who left without another one had no time to say it again.
 * What a command built beside its task, since it needed that, is not reported. Of schemas without a universe only the
 * agent knows which commands are the verdict's.
 */
final class LeavingAudit {

    /** An agent on a busy machine may notice a command's end as late as that. */
    private static final Duration NOTICED = Duration.ofSeconds(5);

    private final Evidence evidence;
    private final Tally tally;
    private final NeededWorks needed;

    LeavingAudit(Evidence evidence, Tally tally) {
        this.evidence = evidence;
        this.tally = tally;
        this.needed = new NeededWorks(evidence);
    }

    void look() {
        evidence.lives().stream().filter(life -> life.plan().build().universe()).forEach(this::successesAreReported);
    }

    private void successesAreReported(Life life) {
        Set<String> reported = new HashSet<>();
        Optional<Instant> leaving = Optional.empty();
        for (Said said : evidence.saidBy(life.id())) {
            said.finished().stream()
                    .filter(outcome -> outcome.outcome().equals("succeeded") && counts(said, life))
                    .forEach(outcome -> reported.add(outcome.task()));
            leaving = said.leaves() ? Optional.of(said.at()) : leaving;
        }
        if (leaving.isEmpty()) {
            return;
        }
        Instant wellBefore = leaving.get().minus(NOTICED);
        evidence.entriesOf(life.id()).stream()
                .filter(entry -> entry.isSuccess() && entry.phase().equals("task"))
                .filter(entry -> entry.at().isBefore(wellBefore) && !reported.contains(entry.task()))
                .filter(entry -> !wasNeeded(entry) && !isDone(life, entry.task()))
                .forEach(entry -> tally.find(
                        Kind.LOST,
                        life.id() + " of " + life.plan().build().id() + " built " + entry.task() + " at " + entry.at()
                                + " and left without ever reporting it; see " + life.output()));
    }

    private boolean counts(Said said, Life life) {
        List<String> sessions = evidence.sessionsOf(life.id());
        boolean isLast = said.session().equals(sessions.get(sessions.size() - 1));
        return isLast
                || evidence.session(said.session())
                        .filter(row -> row.run().isPresent() && !row.isKnownAt(said.at()))
                        .isEmpty();
    }

    private boolean wasNeeded(TaskEntry end) {
        return evidence.entriesOf(end.life()).stream()
                .anyMatch(begin -> begin.begins()
                        && begin.how().equals("needed")
                        && begin.pid() == end.pid()
                        && begin.content().equals(end.content()));
    }

    private boolean isDone(Life life, String task) {
        return evidence.sessionsOf(life.id()).stream()
                .flatMap(session -> evidence.session(session).stream())
                .anyMatch(session -> needed.isDone(session, task, Instant.MAX));
    }
}
