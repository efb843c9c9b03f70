package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.time.Duration;
import java.util.List;

/**
 * What the evidence of a storm shows.
 *
 * @param longestSilence for how long at most somebody spoke and was not answered, besides what was away
 */
record Conclusions(Tally tally, Rebuilds rebuilds, Recovery recovery, Duration longestSilence) {

    static Conclusions of(Evidence evidence, List<Incident> incidents, Ownership ownership) {
        Tally tally = Audit.of(evidence);
        new FreedTasks(evidence, tally).look();
        StallAudit stalls = new StallAudit(evidence, incidents, new Outages(incidents, ownership), tally);
        stalls.look();
        Rebuilds rebuilds = new Rebuilds(evidence, ownership);
        rebuilds.unexplained().forEach(what -> tally.find(Kind.WRONG, "built again, and nothing shows why: " + what));
        return new Conclusions(tally, rebuilds, new Recovery(evidence, ownership, incidents), stalls.longestSilence());
    }

    List<Finding> findings() {
        return tally.findings();
    }
}
