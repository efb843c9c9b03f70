package dev.taskdirector.coordinator.core;

/**
 * How much a partition's state holds.
 *
 * @param sessions live ones, those not in effect yet among them; {@link Settings#maxPeers()} bounds them
 * @param endedSessions remembered so that their ids never join again; {@value #MOST_ENDED_SESSIONS} at most
 * @param runs shared runs, open and lingering
 * @param plans of these runs
 * @param works of these plans
 * @param schemas that plans use
 */
public record Extent(int sessions, int endedSessions, int runs, int plans, int works, int schemas) {

    /** Of more ended sessions the eldest are forgotten. */
    public static final int MOST_ENDED_SESSIONS = 100_000;

    /** Of a partition without state. */
    public static final Extent NOTHING = new Extent(0, 0, 0, 0, 0, 0);
}
