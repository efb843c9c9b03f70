package dev.taskdirector.deploy.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The run for programs; a task that nobody built has no builder and no times. */
record Report(List<String> peers, List<ReportedTask> tasks, double seconds, double soloSeconds, double speedup) {

    record ReportedTask(
            String name,
            @Nullable String builtBy,
            @Nullable Double startedSeconds,
            @Nullable Double endedSeconds,
            int attempts) {}

    static Report of(Outcome outcome, double soloSeconds) {
        List<ReportedTask> tasks = outcome.attempts().entrySet().stream()
                .map(e -> task(e, outcome.firstBuild(e.getKey())))
                .toList();
        double seconds = outcome.seconds();
        return new Report(
                List.copyOf(outcome.endSeconds().keySet()),
                tasks,
                rounded(seconds),
                rounded(soloSeconds),
                rounded(soloSeconds / seconds));
    }

    void write(Path file) {
        try {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + file, e);
        }
    }

    private static ReportedTask task(Map.Entry<String, Integer> attempts, Optional<Build> build) {
        return new ReportedTask(
                attempts.getKey(),
                build.map(Build::peer).orElse(null),
                build.map(b -> rounded(b.startedSeconds())).orElse(null),
                build.map(b -> rounded(b.endedSeconds())).orElse(null),
                attempts.getValue());
    }

    /** To milliseconds: more would only pretend. */
    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
