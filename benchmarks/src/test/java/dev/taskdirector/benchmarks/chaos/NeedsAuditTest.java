package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A task that needs another. */
class NeedsAuditTest {

    private final Scene scene = new Scene().peer("p", 0, 10, 18);

    @Test
    void aTaskThatWasGivenAfterItsNeedWasDoneIsInOrder() {
        scene.work(1, "a", Optional.of(4)).work(2, "b", Optional.of(6)).attempt("p", 2, 4, 6, "succeeded");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aTaskThatWasGivenBeforeItsNeedWasDoneIsWrong() {
        scene.work(1, "a", Optional.of(5)).work(2, "b", Optional.of(6)).attempt("p", 2, 4, 6, "succeeded");
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.WRONG);
            assertThat(finding.sentence()).contains("p was given b under lease 2.p", "before a was done");
        });
        scene.works.set(0, new Scene().work(1, "a", Optional.empty()).works.get(0));
        assertThat(findings()).hasSize(1);
    }

    private List<Finding> findings() {
        Tally tally = new Tally();
        new NeedsAudit(scene.evidence(), tally).look();
        return tally.findings();
    }
}
