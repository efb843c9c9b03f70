package dev.taskdirector.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.RunRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Compares what REST tells of each run with the tables: who built which task. */
final class RestAudit {

    private static final int PAGE = 200;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI coordinator;
    private final DatabaseRecord record;
    private final Map<List<Object>, WorkRow> works = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private RestAudit(URI coordinator, DatabaseRecord record) {
        this.coordinator = coordinator;
        this.record = record;
        record.works().forEach(work -> works.put(List.of(work.partition(), work.id()), work));
    }

    static List<Finding> of(URI coordinator, DatabaseRecord record) {
        RestAudit audit = new RestAudit(coordinator, record);
        audit.compareRuns();
        record.runs().forEach(audit::compareTasks);
        return List.copyOf(audit.findings);
    }

    private void compareRuns() {
        Set<String> told = new TreeSet<>();
        pages("/api/runs", page -> page, run -> told.add(run.path("id").asText()));
        Set<String> stored = new TreeSet<>();
        record.runs().forEach(run -> stored.add(run.id()));
        if (!told.equals(stored)) {
            findings.add(new Finding(Kind.WRONG, "REST tells of the runs " + told + "; the table has " + stored));
        }
    }

    private void compareTasks(RunRow run) {
        List<String> told = new ArrayList<>();
        pages(
                "/api/runs/" + run.id(),
                page -> page.path("tasks"),
                task -> told.add(describe(
                        task.path("task").asText(),
                        task.path("state").asText().equals("done"),
                        task.path("builtBy").asText(""))));
        List<String> stored = new ArrayList<>();
        worksOf(run)
                .forEach(work -> stored.add(
                        describe(work.task(), work.isDone(), work.builtBy().orElse(""))));
        told.sort(null);
        stored.sort(null);
        if (!told.equals(stored)) {
            findings.add(new Finding(
                    Kind.WRONG, "REST tells of run " + run.id() + ": " + told + "; the tables have " + stored));
        }
    }

    private Set<WorkRow> worksOf(RunRow run) {
        Set<WorkRow> ofRun = new LinkedHashSet<>();
        for (PlanRow plan : record.plans()) {
            if (plan.partition() == run.partition() && plan.run().equals(run.id())) {
                plan.works().forEach(id -> ofRun.add(works.get(List.<Object>of(plan.partition(), id))));
            }
        }
        return ofRun;
    }

    private static String describe(String task, boolean isDone, String builtBy) {
        return task + (isDone ? " built by " + builtBy : " not done");
    }

    private interface Paged {
        JsonNode of(JsonNode answer);
    }

    private void pages(String path, Paged paged, Consumer<JsonNode> item) {
        long seen = 0;
        long total = 1;
        for (int page = 0; seen < total; page++) {
            JsonNode answer = paged.of(get(path + "?size=" + PAGE + "&page=" + page));
            total = answer.path("total").asLong();
            answer.path("items").forEach(item);
            seen += answer.path("items").size();
            if (answer.path("items").isEmpty()) {
                return;
            }
        }
    }

    private JsonNode get(String path) {
        try {
            URLConnection connection = coordinator.resolve(path).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream answer = connection.getInputStream()) {
                return JSON.readTree(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("REST does not answer " + path, e);
        }
    }
}
