package dev.taskdirector.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@link PeerAssignment}. */
final class AssignmentReader {

    private static final WireNames<AssignmentState> STATES = new WireNames<>(AssignmentState.class);

    private final JsonCursor in;

    private AssignmentReader(JsonCursor in) {
        this.in = in;
    }

    static PeerAssignment read(byte[] json) throws IOException, ContractBreach {
        try (JsonCursor in = JsonCursor.open(json)) {
            PeerAssignment assignment = new AssignmentReader(in).assignment();
            in.end();
            return assignment;
        }
    }

    private PeerAssignment assignment() throws IOException, ContractBreach {
        @Nullable Integer v = null;
        @Nullable String peer = null;
        @Nullable String session = null;
        @Nullable String cache = null;
        @Nullable Long epoch = null;
        @Nullable Long seenSeq = null;
        @Nullable AssignmentState state = null;
        Optional<String> run = Optional.empty();
        List<AssignedTask> tasks = List.of();
        List<WaitingFor> waitingFor = List.of();
        Optional<Progress> progress = Optional.empty();
        Optional<News> news = Optional.empty();
        List<Failure> failures = List.of();
        Optional<Integer> failureCount = Optional.empty();
        Optional<String> reason = Optional.empty();
        Optional<Double> soloSeconds = Optional.empty();
        @Nullable Double heartbeatSeconds = null;
        Optional<String> token = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "v" -> v = in.version();
                case "peer" -> peer = in.text(Limits.ID);
                case "session" -> session = in.text(Limits.ID);
                case "cache" -> cache = in.text(Limits.ID);
                case "epoch" -> epoch = in.integer(0, Limits.INTEGER);
                case "seenSeq" -> seenSeq = in.integer(0, Limits.INTEGER);
                case "state" -> state = in.choice(STATES);
                case "run" -> run = Optional.of(in.text(Limits.WORD));
                case "tasks" -> tasks = in.list(0, Limits.SLOTS, this::task);
                case "waitingFor" -> waitingFor = in.list(0, Limits.NAMED, this::waitingFor);
                case "progress" -> progress = Optional.of(progress());
                case "news" -> news = Optional.of(NewsReader.read(in));
                case "failures" -> failures = in.list(0, Limits.FAILURES, this::failure);
                case "failureCount" -> failureCount = Optional.of((int) in.integer(0, Limits.TASKS));
                case "reason" -> reason = Optional.of(in.anyText(Limits.SENTENCE));
                case "soloSeconds" -> soloSeconds = Optional.of(in.sumOfSeconds());
                case "heartbeatSeconds" -> heartbeatSeconds = in.positiveSeconds();
                case "token" -> token = Optional.of(in.text(Limits.WORD));
                default -> in.skip();
            }
        }
        return new PeerAssignment(
                in.required(v, "v"),
                in.required(peer, "peer"),
                in.required(session, "session"),
                in.required(cache, "cache"),
                in.required(epoch, "epoch"),
                in.required(seenSeq, "seenSeq"),
                in.required(state, "state"),
                run,
                tasks,
                waitingFor,
                progress,
                news,
                failures,
                failureCount,
                reason,
                soloSeconds,
                in.required(heartbeatSeconds, "heartbeatSeconds"),
                token);
    }

    private AssignedTask task() throws IOException, ContractBreach {
        in.enter();
        @Nullable String name = null;
        @Nullable String lease = null;
        @Nullable Double expectedSeconds = null;
        Optional<Double> pathSeconds = Optional.empty();
        Optional<Integer> neededBy = Optional.empty();
        Optional<String> lostBy = Optional.empty();
        Optional<String> besides = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = in.text(Limits.NAME);
                case "lease" -> lease = in.text(Limits.WORD);
                case "expectedSeconds" -> expectedSeconds = in.sumOfSeconds();
                case "pathSeconds" -> pathSeconds = Optional.of(in.sumOfSeconds());
                case "neededBy" -> neededBy = Optional.of(in.count());
                case "lostBy" -> lostBy = Optional.of(in.text(Limits.ID));
                case "besides" -> besides = Optional.of(in.text(Limits.ID));
                default -> in.skip();
            }
        }
        return new AssignedTask(
                in.required(name, "name"),
                in.required(lease, "lease"),
                in.required(expectedSeconds, "expectedSeconds"),
                pathSeconds,
                neededBy,
                lostBy,
                besides);
    }

    private WaitingFor waitingFor() throws IOException, ContractBreach {
        in.enter();
        @Nullable String task = null;
        @Nullable String peer = null;
        @Nullable Double sinceSeconds = null;
        @Nullable Double expectedSeconds = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "task" -> task = in.text(Limits.NAME);
                case "peer" -> peer = in.text(Limits.ID);
                case "sinceSeconds" -> sinceSeconds = in.sumOfSeconds();
                case "expectedSeconds" -> expectedSeconds = in.sumOfSeconds();
                default -> in.skip();
            }
        }
        return new WaitingFor(
                in.required(task, "task"),
                in.required(peer, "peer"),
                in.required(sinceSeconds, "sinceSeconds"),
                in.required(expectedSeconds, "expectedSeconds"));
    }

    private Progress progress() throws IOException, ContractBreach {
        in.enter();
        @Nullable Integer tasks = null;
        @Nullable Integer done = null;
        @Nullable Integer running = null;
        @Nullable Integer failed = null;
        @Nullable Integer peers = null;
        Optional<Double> etaSeconds = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "tasks" -> tasks = in.count();
                case "done" -> done = in.count();
                case "running" -> running = in.count();
                case "failed" -> failed = in.count();
                case "peers" -> peers = in.count();
                case "etaSeconds" -> etaSeconds = Optional.of(in.sumOfSeconds());
                default -> in.skip();
            }
        }
        return new Progress(
                in.required(tasks, "tasks"),
                in.required(done, "done"),
                in.required(running, "running"),
                in.required(failed, "failed"),
                in.required(peers, "peers"),
                etaSeconds);
    }

    private Failure failure() throws IOException, ContractBreach {
        in.enter();
        @Nullable String task = null;
        List<FailedAttempt> attempts = List.of();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "task" -> task = in.text(Limits.NAME);
                case "attempts" -> attempts = in.list(0, Limits.NAMED, this::attempt);
                default -> in.skip();
            }
        }
        return new Failure(in.required(task, "task"), attempts);
    }

    private FailedAttempt attempt() throws IOException, ContractBreach {
        in.enter();
        @Nullable String peer = null;
        Optional<Integer> exitCode = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "peer" -> peer = in.text(Limits.ID);
                case "exitCode" -> exitCode = Optional.of((int) in.integer(0, Limits.EXIT_CODE));
                default -> in.skip();
            }
        }
        return new FailedAttempt(in.required(peer, "peer"), exitCode);
    }
}
