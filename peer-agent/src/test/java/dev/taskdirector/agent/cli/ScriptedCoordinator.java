package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.Transport;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers each status with what a script says, and keeps what was sent. */
final class ScriptedCoordinator implements Transport {

    private final Function<PeerStatus, Optional<PeerAssignment>> script;
    private final List<PeerStatus> sent = new CopyOnWriteArrayList<>();
    private Optional<Listener> listener = Optional.empty();

    ScriptedCoordinator(Function<PeerStatus, Optional<PeerAssignment>> script) {
        this.script = script;
    }

    static ScriptedCoordinator silent() {
        return new ScriptedCoordinator(status -> Optional.empty());
    }

    static ScriptedCoordinator answering(AssignmentState state) {
        return new ScriptedCoordinator(status -> Optional.of(assignment(status, state)));
    }

    static ScriptedCoordinator broken() {
        return new ScriptedCoordinator(status -> {
            throw new IllegalStateException("planted");
        });
    }

    static PeerAssignment assignment(PeerStatus status, AssignmentState state) {
        Optional<String> reason = state == AssignmentState.REJECTED ? Optional.of("too many tasks") : Optional.empty();
        return new PeerAssignment(
                1,
                status.peer(),
                status.session(),
                status.cache(),
                1,
                status.seq(),
                state,
                Optional.of("muc9.0.1"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                reason,
                Optional.empty(),
                5,
                Optional.of("token"));
    }

    List<PeerStatus> sent() {
        return sent;
    }

    @Override
    public void open(Listener heard) {
        listener = Optional.of(heard);
    }

    @Override
    public void send(PeerStatus status) {
        sent.add(status);
        script.apply(status).ifPresent(answer -> listener.ifPresent(heard -> heard.assigned(answer)));
    }

    @Override
    public void close() {}
}
