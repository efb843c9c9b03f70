package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkTest {

    private final Mark mark = new Mark("mark-of-" + System.nanoTime());

    @Test
    void whoeverHasItInTheEnvironmentOrOnTheCommandLineIsFoundAndNobodyElse() throws Exception {
        ProcessBuilder marked = new ProcessBuilder("sleep", "60");
        marked.environment().put(Mark.NAME, mark.value());
        List<Process> started = List.of(
                marked.start(),
                new ProcessBuilder("sh", "-c", "read line; # " + mark.value()).start(),
                new ProcessBuilder("sleep", "60").start());
        try {
            assertThat(mark.processes())
                    .extracting(ProcessHandle::pid)
                    .containsExactlyInAnyOrder(
                            started.get(0).pid(), started.get(1).pid());
        } finally {
            started.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void leftoversAreEndedAndNamed() throws Exception {
        ProcessBuilder marked = new ProcessBuilder("sleep", "61");
        marked.environment().put(Mark.NAME, mark.value());
        Process started = marked.start();
        assertThat(new Leftovers(mark).find())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("sleep 61"));
        assertThat(started.waitFor()).isEqualTo(137);
        assertThat(new Leftovers(mark).find()).isEmpty();
    }
}
