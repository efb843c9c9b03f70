package dev.taskdirector.agent.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CarefulStartTest {

    private final List<Process> begun = new ArrayList<>();

    private Process begin(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "sleep 300; :");
        builder.environment().putAll(environment);
        Process process = builder.start();
        begun.add(process);
        return process;
    }

    @AfterEach
    void endAll() {
        begun.forEach(Process::destroyForcibly);
    }

    @Test
    void whatWasStartedAlthoughThatFailedIsEndedAndNothingElse() throws Exception {
        Map<String, String> own = Map.of("TASK_DIRECTOR_SLOT", "1", "TASK_DIRECTOR_TASK", "münchen");
        Process other = begin(Map.of("TASK_DIRECTOR_SLOT", "2", "TASK_DIRECTOR_TASK", "münchen"));
        assertThatThrownBy(() -> CarefulStart.of(
                        () -> {
                            begin(own);
                            throw new OutOfMemoryError("no more threads");
                        },
                        own))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(begun.get(1).waitFor(20, SECONDS)).isTrue();
        assertThat(other.isAlive()).isTrue();
    }
}
