package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.time.Duration;

/** Compares the record with what was really run and said, and each agent's end with its own verdict. */
final class Audit {

    /** Two clocks of one machine: the broker's in milliseconds, the commands' in microseconds. */
    static final Duration CLOCKS = Duration.ofMillis(50);

    private Audit() {}

    static Tally of(Evidence evidence) {
        Tally tally = new Tally();
        new VerdictAudit(evidence, tally).look();
        new AttemptAudit(evidence, tally).look();
        new ReportAudit(evidence, tally).look();
        new LeavingAudit(evidence, tally).look();
        new ToldAudit(evidence, tally).look();
        new NeedsAudit(evidence, tally).look();
        evidence.record()
                .open()
                .forEach(what ->
                        tally.find(Kind.STUCK, what + " is not closed in the record, though everybody has gone"));
        evidence.log()
                .deadLetters()
                .forEach(letter -> tally.find(Kind.WRONG, "a record went to the dead letters: " + letter));
        return tally;
    }
}
