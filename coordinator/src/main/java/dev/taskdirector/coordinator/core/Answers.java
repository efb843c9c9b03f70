package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Assignment.News;
import dev.taskdirector.coordinator.core.PeerSession.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is to hear what: collects the answers to one record, at most one per session. */
final class Answers {

    private final State state;
    private final Tidings tidings;
    private final Map<Addressee, Assignment> answers = new LinkedHashMap<>();
    private Optional<PeerSession> owed = Optional.empty();
    private long owedSeenEpoch;

    /** Not the session alone: who speaks under somebody else's session id is answered beside its owner. */
    private record Addressee(CacheId cache, PeerId peer, SessionId session) {

        static Addressee of(PeerSession session) {
            return new Addressee(session.cache, session.peer, session.id);
        }

        static Addressee of(Report report) {
            return new Addressee(report.cache(), report.peer(), report.session());
        }
    }

    Answers(State state, Estimates estimates) {
        this.state = state;
        this.tidings = new Tidings(state, estimates);
    }

    List<Assignment> take() {
        owed.filter(session -> state.sessions.get(session.id) == session && !answers.containsKey(Addressee.of(session)))
                .filter(this::isDue)
                .ifPresent(this::repeat);
        owed = Optional.empty();
        List<Assignment> taken = new ArrayList<>(answers.values());
        answers.clear();
        return taken;
    }

    /** The session has spoken: it hears something if it seems to have missed the newest, or has long heard nothing. */
    void owe(PeerSession session, long seenEpoch) {
        owed = Optional.of(session);
        owedSeenEpoch = seenEpoch;
    }

    private boolean isDue(PeerSession session) {
        long patience = 2 * state.settings.heartbeatMillis();
        boolean unseen = session.epoch > owedSeenEpoch && state.now - session.epochAt > patience;
        return session.content.isPresent() && (unseen || state.now - session.sentAt >= patience);
    }

    private void repeat(PeerSession session) {
        Optional<News> news = tidings.laterNews(session);
        session.sentAt = state.now;
        state.ledger.changed(session);
        answers.put(Addressee.of(session), current(session, news));
    }

    /** Answers a session that is not in effect here; holds at any epoch. */
    void say(Report report, Assignment.State what) {
        answers.put(Addressee.of(report), outside(report, what, Optional.empty()));
    }

    void say(Report report, Assignment.State what, String reason) {
        answers.put(Addressee.of(report), outside(report, what, Optional.of(reason)));
    }

    private static Assignment outside(Report report, Assignment.State what, Optional<String> reason) {
        return new Assignment(
                report.peer(),
                report.session(),
                report.cache(),
                report.seenEpoch(),
                report.seq(),
                what,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                reason,
                0);
    }

    /** Brings the token to a session whose join takes effect once it has come back with it. */
    void handshake(PeerSession session) {
        session.sentAt = state.now;
        state.ledger.changed(session);
        answers.put(Addressee.of(session), handshakeOf(session));
    }

    private static Assignment handshakeOf(PeerSession session) {
        return new Assignment(
                session.peer,
                session.id,
                session.cache,
                0,
                session.seq,
                Assignment.State.WAITING,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                0);
    }

    /** Tells a session its new content under a new epoch. */
    void tell(PeerSession session, Content content) {
        Optional<News> news = session.epoch == 0 ? Optional.of(tidings.firstNews(session)) : tidings.laterNews(session);
        session.content = Optional.of(content);
        session.bump = false;
        session.epoch++;
        session.epochAt = state.now;
        session.sentAt = state.now;
        for (LeaseId id : content.leases()) {
            Lease lease = session.leases.get(id);
            if (lease != null && lease.issuedEpoch == 0) {
                lease.issuedEpoch = session.epoch;
                state.ledger.changed(lease.work);
            }
        }
        state.ledger.changed(session);
        answers.put(Addressee.of(session), current(session, news));
    }

    /** The newest assignment of a session, as it is said now, without news. */
    Assignment current(PeerSession session) {
        return current(session, Optional.empty());
    }

    private Assignment current(PeerSession session, Optional<News> news) {
        if (session.pending) {
            return handshakeOf(session);
        }
        Content content = session.content.orElseThrow();
        Plan plan = session.plan();
        boolean failed = content.state() == Assignment.State.FAILED;
        return new Assignment(
                session.peer,
                session.id,
                session.cache,
                session.epoch,
                session.seq,
                content.state(),
                content.run(),
                tidings.tasks(session, content),
                content.state() == Assignment.State.WAITING ? tidings.waits(session) : List.of(),
                Optional.of(Tidings.progress(plan)),
                news,
                failed ? Tidings.failures(plan) : List.of(),
                failed ? plan.failures.size() : 0,
                Optional.empty(),
                tidings.soloMillis(session));
    }
}
