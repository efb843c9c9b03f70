package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTest {

    private static final Map<String, Integer> FINE = Map.of("peer-1", 0, "peer-2", 0);

    @Test
    void aRunIsRightOnlyIfEachTaskWasBegunOnceAndBuilt() {
        assertThat(OutcomeFixture.twoPeers().eachBuiltOnce()).isTrue();
        assertThat(OutcomeFixture.with(Map.of("common", 2, "maps", 1, "planning", 1), FINE)
                        .eachBuiltOnce())
                .isFalse();
        assertThat(OutcomeFixture.with(Map.of("common", 1, "maps", 1, "planning", 1, "routing", 0), FINE)
                        .eachBuiltOnce())
                .isFalse();
        assertThat(OutcomeFixture.with(Map.of("common", 1, "routing", 1), FINE).eachBuiltOnce())
                .isFalse();
    }

    @Test
    void aPeerThatDoesNotReturnZeroIsSeen() {
        assertThat(OutcomeFixture.twoPeers().allReturnedZero()).isTrue();
        assertThat(OutcomeFixture.with(Map.of(), Map.of("peer-1", 0, "peer-2", 3))
                        .allReturnedZero())
                .isFalse();
    }

    @Test
    void theTimelineHasARowForEachPeer() {
        assertThat(new Timeline(OutcomeFixture.twoPeers()).text()).isEqualTo("""
                                   0.0s              4.5s              9.0s             13.5s
                        peer-1     ........[common================][planning=========================]vvv
                        peer-2     ........[maps=========================]..............................vv""");
    }

    @Test
    void theReportHasTheseFieldsAndNoOthers(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("report.json");
        Outcome outcome = OutcomeFixture.with(Map.of("common", 1, "routing", 0), FINE);
        Report.of(outcome, 45).write(file);
        assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(new ObjectMapper().readTree("""
                        {"peers": ["peer-1", "peer-2"],
                         "tasks": [{"name": "common", "builtBy": "peer-1", "startedSeconds": 2.0, "endedSeconds": 8.0, "attempts": 1},
                                   {"name": "routing", "builtBy": null, "startedSeconds": null, "endedSeconds": null, "attempts": 0}],
                         "seconds": 18.0, "soloSeconds": 45.0, "speedup": 2.5}"""));
    }

    @Test
    void whatIsComputedIsSaidToBe() {
        Outcome outcome = OutcomeFixture.twoPeers();
        assertThat(new Summary(outcome, Optional.empty()).text()).contains("computed");
        assertThat(new Summary(outcome, Optional.of(new Undirected(outcome, outcome, outcome))).text())
                .doesNotContain("computed");
        assertThat(new Summary(outcome, Optional.empty()).soloSeconds()).isEqualTo(23);
    }

    @Test
    void aHalfWrittenLineOfTheLogIsLeftForLater() {
        assertThat(LogEntry.parse("built maps peer-1 17.25"))
                .contains(new LogEntry(LogEntry.What.BUILT, "maps", "peer-1", 17.25));
        assertThat(LogEntry.parse("built maps pe")).isEmpty();
        assertThat(LogEntry.parse("burnt maps peer-1 17.25")).isEmpty();
    }
}
