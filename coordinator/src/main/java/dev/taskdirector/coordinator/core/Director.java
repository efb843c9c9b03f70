package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of one partition: records in, decisions out. Not thread-safe: owned by the partition's one thread.
 * The cost of a record is proportional to what it changes, times log n.
 */
public final class Director implements Event.Cases<Decisions> {

    private final State state;
    private final Works works;
    private final Schemas schemas;
    private final Plans plans;
    private final Sessions sessions;
    private final Answers answers;
    private final Reports reports;
    private final Expiry expiry;
    private final Settlement settlement;

    /** An empty state for a partition. */
    public Director(int partition, Settings settings) {
        state = new State(partition, settings);
        Estimates estimates = new Estimates(state);
        works = new Works(state, estimates);
        schemas = new Schemas(state);
        plans = new Plans(state, works, estimates, schemas);
        sessions = new Sessions(state, works, plans, estimates, schemas);
        answers = new Answers(state, estimates);
        reports = new Reports(state, works, sessions, new Room(state, plans, schemas), estimates, answers);
        expiry = new Expiry(state, works, sessions, plans);
        settlement = new Settlement(state, works, sessions, new TaskQueue(state, works, estimates), answers);
    }

    /** The state that wrote these rows. */
    public static Director load(int partition, List<Row> rows) {
        Director director = new Director(partition, Settings.DEFAULTS);
        new Loader(director.state, director.works, director.plans, director.sessions, director.schemas).load(rows);
        return director;
    }

    /** Takes a record into the state and tells what follows. Never throws for a record that the edge accepts. */
    public Decisions apply(Event event) {
        state.advance(event.at());
        return event.match(this);
    }

    @Override
    public Decisions statusHeard(Event.StatusHeard event) {
        PeerSession speaker = state.sessions.get(event.report().session());
        if (speaker != null && speaker.isSpeaking(event.report())) {
            state.heard(speaker);
        }
        expiry.run();
        reports.hear(event.report(), event.proven());
        return settle();
    }

    @Override
    public Decisions ticked(Event.Ticked event) {
        expiry.run();
        return settle();
    }

    @Override
    public Decisions settingsChanged(Event.SettingsChanged event) {
        state.settings = event.settings();
        expiry.run();
        return settle();
    }

    /**
     * The log is not the one we knew: sessions end without attempts (their next status is answered with rejoin), done
     * work and history stay.
     */
    public Decisions forgetSessions() {
        state.generation++;
        state.lastTimestamp = Optional.empty();
        for (PeerSession session : new ArrayList<>(state.sessions.values())) {
            sessions.end(session, "the log was replaced", Optional.empty());
        }
        return settle();
    }

    private Decisions settle() {
        settlement.settle();
        return new Decisions(answers.take(), state.takeHappenings());
    }

    /** How many things were said since the last call that change nothing. */
    public long takeIgnored() {
        long taken = state.ignored;
        state.ignored = 0;
        return taken;
    }

    /** How much the state holds. */
    public Extent extent() {
        return new Extent(
                state.sessions.size(),
                state.ended.size(),
                state.runs.size(),
                state.plans.size(),
                state.works.size(),
                state.plannedTasks,
                state.pendingTasks,
                state.graphs.size(),
                state.history.size(),
                state.speeds.size(),
                state.needs,
                state.pendingNeeds,
                state.sessionTextBytes + state.lastPeersBytes);
    }

    /** The newest assignment of each live session, for a new owner to publish. */
    public List<Assignment> newestAssignments() {
        return state.sessions.values().stream()
                .filter(session -> session.pending || session.content.isPresent())
                .map(answers::current)
                .toList();
    }

    /** Rows changed and closed since the last call. */
    public Changes drainChanges() {
        return state.ledger.drain(state);
    }

    /** All rows of the state, in order of kind and key; what a checkpoint from nothing writes. */
    public List<Row> rows() {
        return Rows.all(state);
    }

    /** The settings in force. */
    public Settings settings() {
        return state.settings;
    }

    /** Whether time matters: there are live sessions, or something lingers. */
    public boolean isWaitingForTime() {
        return !state.sessions.isEmpty() || !state.idlePlans.isEmpty();
    }

    /** Whether a peer has a session, live or not in effect yet. */
    public boolean knows(PeerId peer) {
        return state.sessionsByPeer.keySet().stream()
                .anyMatch(address -> address.peer().equals(peer));
    }
}
