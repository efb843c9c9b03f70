package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.log.CiLog;
import dev.taskdirector.agent.session.Fact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is looked for is what an agent writes: else nothing would ever be found. */
class TroubleTest {

    private final List<String> lines = new ArrayList<>();
    private final CiLog log = new CiLog(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), "true", lines::add);

    @Test
    void itIsFoundInTheLinesThatAnAgentWrites() {
        log.accept(new Fact.Aborted("common", Duration.ofSeconds(2)));
        log.accept(new Fact.Alone(Duration.ofSeconds(30)));
        log.accept(new Fact.Rejoined(1, 1));
        log.accept(new Fact.Superseded());
        log.accept(new Fact.Retaken("maps", Optional.of("peer-2")));
        assertThat(lines).hasSize(5).allMatch(line -> line.startsWith("td 00:00:00 "));
        assertThat(Trouble.in(String.join("\n", lines))).isEqualTo(lines);
    }

    @Test
    void otherLinesAreNone() {
        log.accept(new Fact.Started("alone", Duration.ofSeconds(2), false));
        log.accept(new Fact.Waits("retaken", "peer-2", Duration.ofSeconds(1), Duration.ofSeconds(2)));
        log.accept(new Fact.Note("the coordinator is stopped "));
        lines.add("stopped is what a command prints too");
        assertThat(Trouble.in(String.join("\n", lines))).isEmpty();
    }
}
