package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Join}, field by field; what its fields must be to each other is {@link JoinRules}' matter. */
final class JoinReader {

    private final JsonCursor in;
    private final Map<String, String> names = new HashMap<>();
    private int targets;
    private int needs;
    private int patchsets;
    private long repositoryBytes;

    JoinReader(JsonCursor in) {
        this.in = in;
    }

    Join join() throws IOException, ContractBreach {
        in.enter();
        @Nullable JoinSchema schema = null;
        @Nullable String context = null;
        Optional<List<String>> keys = Optional.empty();
        boolean cacheWrite = true;
        List<Repository> repositories = List.of();
        boolean complexPatchset = false;
        Optional<String> change = Optional.empty();
        Optional<Pipeline> pipeline = Optional.empty();
        Map<String, String> labels = Map.of();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "schema" -> schema = schema();
                case "context" -> context = in.text(Limits.WORD);
                case "keys" -> keys = Optional.of(in.list(1, Limits.TASKS, () -> in.text(Limits.WORD)));
                case "cacheWrite" -> cacheWrite = in.flag();
                case "repositories" -> repositories = in.list(0, Limits.REPOSITORIES, this::repository);
                case "complexPatchset" -> complexPatchset = in.flag();
                case "change" -> change = Optional.of(in.text(Limits.WORD));
                case "pipeline" -> pipeline = Optional.of(pipeline());
                case "labels" -> labels = labels();
                default -> in.skip();
            }
        }
        return new Join(
                in.required(schema, "schema"),
                in.required(context, "context"),
                keys,
                cacheWrite,
                repositories,
                complexPatchset,
                change,
                pipeline,
                labels);
    }

    private JoinSchema schema() throws IOException, ContractBreach {
        in.enter();
        @Nullable String id = null;
        @Nullable String digest = null;
        Optional<String> universe = Optional.empty();
        Optional<List<JoinTask>> tasks = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "id" -> id = in.text(Limits.NAME);
                case "digest" -> digest = in.text(Limits.DIGEST);
                case "universe" -> universe = Optional.of(in.anyText(Limits.TARGET_BYTES));
                case "tasks" -> tasks = Optional.of(in.list(1, Limits.TASKS, this::task));
                default -> in.skip();
            }
        }
        return new JoinSchema(in.required(id, "id"), in.required(digest, "digest"), universe, tasks);
    }

    private JoinTask task() throws IOException, ContractBreach {
        in.enter();
        @Nullable String name = null;
        @Nullable List<String> targets = null;
        List<String> needs = List.of();
        Optional<Double> expectedSeconds = Optional.empty();
        Optional<Double> timeoutSeconds = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = name();
                case "targets" -> targets = targets();
                case "needs" -> needs = in.list(0, Limits.TASKS, this::need);
                case "expectedSeconds" -> expectedSeconds = Optional.of(in.positiveSeconds());
                case "timeoutSeconds" -> timeoutSeconds = Optional.of(in.positiveSeconds());
                default -> in.skip();
            }
        }
        return new JoinTask(
                in.required(name, "name"), in.required(targets, "targets"), needs, expectedSeconds, timeoutSeconds);
    }

    private List<String> targets() throws IOException, ContractBreach {
        List<String> some = in.list(1, Limits.TARGET_BYTES, this::target);
        long bytes = 0;
        for (String target : some) {
            bytes += target.getBytes(UTF_8).length;
        }
        if (bytes > Limits.TARGET_BYTES) {
            throw ContractBreach.beyondLimit(in.where() + " has " + bytes + " bytes of targets; at most "
                    + Limits.TARGET_BYTES + " are allowed for a task");
        }
        return some;
    }

    /** Counted before it is kept: a short text takes many times its length in memory. */
    private String target() throws IOException, ContractBreach {
        targets++;
        if (targets > Limits.TARGETS) {
            throw tooMany("join.schema.tasks", Limits.TARGETS, "targets");
        }
        return in.anyText(Limits.TARGET_BYTES);
    }

    private String need() throws IOException, ContractBreach {
        needs++;
        if (needs > Limits.NEEDS) {
            throw tooMany("join.schema.tasks", Limits.NEEDS, "needs");
        }
        return name();
    }

    private String patchset() throws IOException, ContractBreach {
        patchsets++;
        if (patchsets > Limits.PATCHSETS) {
            throw tooMany("join.repositories", Limits.PATCHSETS, "additional patchsets");
        }
        return ofRepository(Limits.WORD);
    }

    private String ofRepository(int most) throws IOException, ContractBreach {
        String text = in.text(most);
        repositoryBytes += text.getBytes(UTF_8).length;
        if (repositoryBytes > Limits.REPOSITORY_BYTES) {
            throw tooMany("join.repositories", Limits.REPOSITORY_BYTES, "bytes of text");
        }
        return text;
    }

    private static ContractBreach tooMany(String where, int most, String what) {
        return ContractBreach.beyondLimit(where + " has more than " + most + " " + what + " in all");
    }

    /** A name is kept once, however many tasks need it. */
    private String name() throws IOException, ContractBreach {
        String name = in.text(Limits.NAME);
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    private Map<String, String> labels() throws IOException, ContractBreach {
        Map<String, String> labels = in.texts(Limits.WORD, Limits.LABEL);
        int bytes = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            bytes += label.getKey().getBytes(UTF_8).length + label.getValue().getBytes(UTF_8).length;
        }
        if (bytes > Limits.LABEL_BYTES) {
            throw ContractBreach.beyondLimit(
                    "join.labels has " + bytes + " bytes; at most " + Limits.LABEL_BYTES + " are allowed");
        }
        return labels;
    }

    private Repository repository() throws IOException, ContractBreach {
        in.enter();
        @Nullable String name = null;
        @Nullable String baseRef = null;
        @Nullable String patchset = null;
        List<String> additional = List.of();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = ofRepository(Limits.NAME);
                case "baseRef" -> baseRef = ofRepository(Limits.NAME);
                case "patchset" -> patchset = ofRepository(Limits.WORD);
                case "additionalPatchsets" -> additional = in.list(0, Limits.ADDITIONAL_PATCHSETS, this::patchset);
                default -> in.skip();
            }
        }
        return new Repository(
                in.required(name, "name"),
                in.required(baseRef, "baseRef"),
                in.required(patchset, "patchset"),
                additional);
    }

    private Pipeline pipeline() throws IOException, ContractBreach {
        in.enter();
        @Nullable String name = null;
        Optional<String> type = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = in.text(Limits.WORD);
                case "type" -> type = Optional.of(in.text(Limits.WORD));
                default -> in.skip();
            }
        }
        return new Pipeline(in.required(name, "name"), type);
    }
}
