package dev.taskdirector.wire;

import java.io.IOException;

/** Writes a {@link PeerAssignment}. */
final class AssignmentWriter {

    private static final WireNames<AssignmentState> STATES = new WireNames<>(AssignmentState.class);

    private final JsonText out;

    private AssignmentWriter(JsonText out) {
        this.out = out;
    }

    static byte[] write(PeerAssignment assignment) {
        return JsonText.object(out -> new AssignmentWriter(out).assignment(assignment));
    }

    private void assignment(PeerAssignment assignment) throws IOException {
        out.integer("v", assignment.v())
                .text("peer", assignment.peer())
                .text("session", assignment.session())
                .text("cache", assignment.cache())
                .integer("epoch", assignment.epoch())
                .integer("seenSeq", assignment.seenSeq())
                .text("state", STATES.nameOf(assignment.state()))
                .text("run", assignment.run())
                .list("tasks", assignment.tasks(), this::task)
                .list("waitingFor", assignment.waitingFor(), this::waitingFor)
                .object("progress", assignment.progress(), this::progress)
                .object("news", assignment.news(), this::news)
                .listIfAny("failures", assignment.failures(), this::failure)
                .integer("failureCount", assignment.failureCount())
                .text("reason", assignment.reason())
                .number("soloSeconds", assignment.soloSeconds())
                .number("heartbeatSeconds", assignment.heartbeatSeconds())
                .text("token", assignment.token());
    }

    private void task(AssignedTask task) throws IOException {
        out.text("name", task.name())
                .text("lease", task.lease())
                .number("expectedSeconds", task.expectedSeconds())
                .number("pathSeconds", task.pathSeconds())
                .integer("neededBy", task.neededBy())
                .text("lostBy", task.lostBy())
                .text("besides", task.besides());
    }

    private void waitingFor(WaitingFor waiting) throws IOException {
        out.text("task", waiting.task())
                .text("peer", waiting.peer())
                .number("sinceSeconds", waiting.sinceSeconds())
                .number("expectedSeconds", waiting.expectedSeconds());
    }

    private void progress(Progress progress) throws IOException {
        out.integer("tasks", progress.tasks())
                .integer("done", progress.done())
                .integer("running", progress.running())
                .integer("failed", progress.failed())
                .integer("peers", progress.peers())
                .number("etaSeconds", progress.etaSeconds());
    }

    private void news(News news) throws IOException {
        out.integer("shared", news.shared())
                .integer("cachePeers", news.cachePeers())
                .integer("candidates", news.candidates())
                .object("doneBy", news.doneBy(), this::doneBy)
                .listIfAny("built", news.built(), this::built);
    }

    private void doneBy(DoneBy doneBy) throws IOException {
        out.text("peer", doneBy.peer()).text("change", doneBy.change());
    }

    private void built(BuiltTask built) throws IOException {
        out.text("task", built.task()).text("peer", built.peer()).number("seconds", built.seconds());
    }

    private void failure(Failure failure) throws IOException {
        out.text("task", failure.task()).list("attempts", failure.attempts(), this::attempt);
    }

    private void attempt(FailedAttempt attempt) throws IOException {
        out.text("peer", attempt.peer()).integer("exitCode", attempt.exitCode());
    }
}
