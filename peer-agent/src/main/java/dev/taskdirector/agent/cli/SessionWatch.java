package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.Transport;
import dev.taskdirector.wire.PeerStatus;
import java.util.Optional;

/** Passes everything on and remembers the session's id, which the session itself draws, for the summary. */
final class SessionWatch implements Transport {

    private final Transport inner;
    private volatile Optional<String> session = Optional.empty();

    SessionWatch(Transport inner) {
        this.inner = inner;
    }

    Optional<String> session() {
        return session;
    }

    @Override
    public void open(Listener listener) {
        inner.open(listener);
    }

    @Override
    public void send(PeerStatus status) {
        session = Optional.of(status.session());
        inner.send(status);
    }

    @Override
    public void close() {
        inner.close();
    }
}
