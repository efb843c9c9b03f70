package dev.taskdirector.benchmarks.chaos;

import static dev.taskdirector.benchmarks.chaos.Scene.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One peer that speaks and hears, or doesn't. */
class StallAuditTest {

    private final Scene scene = new Scene();
    private final List<Incident> incidents = new ArrayList<>();

    @Test
    void whoIsAnsweredNowAndThenIsInOrder() {
        scene.peer("p", 0, 75, 83).speaks("p", 1, 75).answers("p", "waiting", 20, 45, 70);
        assertThat(findings()).isEmpty();
    }

    @Test
    void aPartitionAndASessionThatNobodyAnswersAreStuck() {
        scene.peer("p", 0, 75, 83).speaks("p", 1, 75).answers("p", "waiting", 37);
        assertThat(findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.STUCK, Finding.Kind.STUCK, Finding.Kind.STUCK, Finding.Kind.STUCK);
        assertThat(findings()).extracting(Finding::sentence).allMatch(sentence -> sentence.contains("not answered"));
    }

    @Test
    void aSessionThatAloneIsNotAnsweredIsStuck() {
        scene.peer("p", 0, 40, 48).speaks("p", 1, 40);
        scene.peer("q", 0, 40, 48).speaks("q", 1, 40).answers("q", "waiting", 10, 20, 30, 40);
        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).startsWith("session session of p of p spoke"));
    }

    @Test
    void whatWasAwayExplainsSilence() {
        scene.peer("p", 0, 75, 83).speaks("p", 1, 75).answers("p", "waiting", 37);
        incidents.add(incident(FaultKind.COORDINATORS_GONE, "both", 5, 20));
        incidents.add(incident(FaultKind.BROKER_PAUSED, "the broker", 45, 60));
        assertThat(findings()).isEmpty();
        incidents.set(1, incident(FaultKind.DATABASE_STOPPED, "the database", 45, 60));
        assertThat(findings()).isNotEmpty();
    }

    @Test
    void whoSpeaksSeldomIsPausedOrGone() {
        scene.peer("p", 0, 75, 83).speaks("p", 1, 20).speaks("p", 50, 70);
        assertThat(findings()).isEmpty();
    }

    @Test
    void theSessionOfAKilledAgentThatDoesNotEndIsStuck() {
        incidents.add(incident(FaultKind.AGENT_KILLED, "p.1", 30, 30));
        scene.peer("p", 0, 30, 60).peer("q", 90, 91, 95);
        assertThat(findings()).isEmpty();
        scene.peer("r", 0, 30, 80);
        incidents.add(incident(FaultKind.MACHINE_LOST, "r.1", 30, 30));
        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("session of r", "did not end"));
        incidents.add(incident(FaultKind.COORDINATORS_GONE, "both", 31, 51));
        assertThat(findings()).isEmpty();
    }

    @Test
    void aLifeThatIsLongerThanAloneAndWithAllItsFaultsIsStuck() {
        scene.peer("p", 0, 70, 78);
        assertThat(findings()).isEmpty();
        scene.peer("q", 0, 90, 98);
        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).startsWith("q.1 of build-1 lived for 90 s"));
        incidents.add(incident(FaultKind.AGENT_PAUSED, "q.1", 10, 30));
        assertThat(findings()).isEmpty();
    }

    private List<Finding> findings() {
        Tally tally = new Tally();
        Outages outages = new Outages(incidents, new Ownership(List.of()));
        new StallAudit(scene.evidence(), incidents, outages, tally).look();
        return tally.findings();
    }

    private static Incident incident(FaultKind kind, String victim, int from, int to) {
        return new Incident(new Fault(Duration.ZERO, kind, 0, Duration.ZERO), victim, at(from), at(to));
    }
}
