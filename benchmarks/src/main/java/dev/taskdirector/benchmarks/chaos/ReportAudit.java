package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import dev.taskdirector.benchmarks.chaos.Tally.Count;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session that joined is in the record, and so is each success that a live session reported: its task is done there. A session
 * that never came into a run counts only if nobody else had its peer's id: until the other one has gone, no status of it came
 * with the token that proves it to be the same peer.
 */
final class ReportAudit {

    private static final String REJECTED = "rejected";

    /** With these answers a join has not taken effect. */
    private static final Set<String> TURNED_AWAY = Set.of(REJECTED, "superseded", "schema-wanted");

    /** Ends a session whose status comes with more than its owner said; the status itself doesn't count then. */
    private static final String DOUBTED = "has seen more than we said";

    private static final String SCHEMA_GONE = "its schema is gone";

    private final Evidence evidence;
    private final Tally tally;
    private final NeededWorks needed;
    private final Map<List<String>, List<SessionRow>> ofPeer = new HashMap<>();
    private final Set<List<String>> seen = new HashSet<>();
    private final Set<List<String>> skipped = new HashSet<>();
    private final Set<String> outside = new HashSet<>();

    ReportAudit(Evidence evidence, Tally tally) {
        this.evidence = evidence;
        this.tally = tally;
        this.needed = new NeededWorks(evidence);
        evidence.record()
                .sessions()
                .forEach(row -> ofPeer.computeIfAbsent(List.of(row.cache(), row.peer()), peer -> new ArrayList<>())
                        .add(row));
    }

    void look() {
        joinsAreRecorded();
        evidence.log().said().forEach(said -> evidence.session(said.session()).ifPresent(row -> hear(said, row)));
    }

    private void joinsAreRecorded() {
        Set<String> turnedAway = new HashSet<>();
        evidence.log().answers().stream()
                .filter(answer -> TURNED_AWAY.contains(answer.state()))
                .forEach(answer -> turnedAway.add(answer.session()));
        Set<String> joined = new HashSet<>();
        for (Said said : evidence.log().said()) {
            boolean joins =
                    !said.leaves() && said.join().filter(Said.Join::hasTasks).isPresent();
            if (!joins || !joined.add(said.session())) {
                continue;
            }
            tally.count(Count.JOINS);
            if (evidence.session(said.session()).isPresent()) {
                continue;
            }
            if (turnedAway.contains(said.session())) {
                tally.count(Count.JOINS_REFUSED);
            } else {
                tally.find(
                        Kind.LOST,
                        "session " + said.session() + " of " + said.peer() + " joined (" + where(said)
                                + ") and was not turned away; the record has no such session");
            }
        }
    }

    private void hear(Said said, SessionRow row) {
        List<Said.Outcome> successes = said.finished().stream()
                .filter(outcome -> outcome.outcome().equals("succeeded"))
                .filter(outcome -> !seen.contains(List.of(said.session(), outcome.task())))
                .toList();
        if (!row.isKnownAt(said.at()) || isDoubted(said, row)) {
            skip(said, successes, Count.REPORTS_OF_ENDED);
        } else if (row.run().isEmpty()) {
            hearOutside(said, row, successes);
        } else if (!evidence.join(said.session()).map(Said.Join::mayWrite).orElse(false)) {
            skip(said, successes, Count.REPORTS_OF_READERS);
        } else {
            successes.forEach(outcome -> isRecorded(said, row, outcome.task()));
        }
    }

    /** A report is repeated until it is heard: each counts once. */
    private void skip(Said said, List<Said.Outcome> successes, Count why) {
        successes.stream()
                .filter(outcome -> skipped.add(List.of(said.session(), outcome.task())))
                .forEach(outcome -> tally.count(why));
    }

    private static boolean isDoubted(Said said, SessionRow row) {
        return row.left().equals(Optional.of(said.at())) && row.because().equals(Optional.of(DOUBTED));
    }

    private void isRecorded(Said said, SessionRow row, String task) {
        seen.add(List.of(said.session(), task));
        tally.count(Count.REPORTS);
        // Only when it comes into effect does a session get what it reported before.
        boolean mayCountLater = hasRival(row, said.at()) || row.reliesOnNobody();
        if (!needed.isDone(row, task, mayCountLater ? Instant.MAX : said.at())) {
            tally.find(
                    Kind.LOST,
                    row.peer() + " reported the success of " + task + " (" + where(said) + "); the record of run "
                            + row.run().orElseThrow() + " has it as "
                            + needed.of(row, task).map(Object::toString).orElse("none of its works"));
        }
    }

    /** The session never came into a run, though it was spoken for: there must be a reason for that. */
    private void hearOutside(Said said, SessionRow row, List<Said.Outcome> successes) {
        if (row.because().equals(Optional.of(REJECTED))) {
            skip(said, successes, Count.REPORTS_REJECTED);
        } else if (hasRival(row, said.at())) {
            skip(said, successes, Count.REPORTS_UNPROVEN);
        } else if (!successes.isEmpty()) {
            tally.find(
                    Kind.LOST,
                    row.peer() + " reported the success of " + successes.get(0).task() + " (" + where(said)
                            + "); nobody else had its id, and yet its session never came into a run, and ended as "
                            + row.because().orElse("still live"));
        } else if (!said.leaves() && !row.because().equals(Optional.of(SCHEMA_GONE)) && outside.add(row.id())) {
            tally.find(
                    Kind.STUCK,
                    "session " + row.id() + " of " + row.peer() + " spoke (" + where(said)
                            + ") while nobody else had its id, and yet it never came into a run");
        }
    }

    private boolean hasRival(SessionRow row, Instant at) {
        return ofPeer.getOrDefault(List.of(row.cache(), row.peer()), List.of()).stream()
                .anyMatch(other -> !other.id().equals(row.id()) && other.isKnownAt(at));
    }

    private static String where(Said said) {
        return "offset " + said.offset() + " of partition " + said.partition() + (said.leaves() ? ", as it left" : "");
    }
}
