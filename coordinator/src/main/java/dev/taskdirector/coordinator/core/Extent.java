package dev.taskdirector.coordinator.core;

/**
 * How much a partition's state holds.
 *
 * @param sessions live ones, those not in effect yet among them; {@link Settings.Bounds#peers()} bounds them
 * @param endedSessions remembered so that their ids never join again; {@value #MOST_ENDED_SESSIONS} at most
 * @param runs shared runs, open and lingering; each has a plan, so that {@value #MOST_PLANS} at most
 * @param plans of these runs; {@value #MOST_PLANS} at most, however few tasks they have
 * @param works of these plans; {@link Settings.Bounds#works()} bounds them
 * @param plannedTasks of these plans, however many share a work; {@link Settings.Bounds#plannedTasks()} bounds them
 * @param pendingTasks in joins that are not in effect yet; {@link Settings.Bounds#plannedTasks()} bounds them too
 * @param schemas that plans use; {@value #MOST_PLANS} at most
 * @param durations tasks of which it is remembered how long they take; {@value #MOST_DURATIONS} at most
 * @param machines of which it is remembered how quick they are; {@value #MOST_MACHINES} at most
 * @param needs of the schemas' tasks, counted for each of them; {@value #MOST_NEEDS} at most
 * @param pendingNeeds of tasks in joins that are not in effect yet; {@value #MOST_NEEDS} at most
 * @param textBytes of joins' labels and repositories, roughly: those of live sessions, and of those that left a run last;
 *     {@value #MOST_TEXT_BYTES} at most
 */
public record Extent(
        int sessions,
        int endedSessions,
        int runs,
        int plans,
        int works,
        int plannedTasks,
        int pendingTasks,
        int schemas,
        int durations,
        int machines,
        int needs,
        int pendingNeeds,
        long textBytes) {

    /** Of more ended sessions the eldest are forgotten. */
    public static final int MOST_ENDED_SESSIONS = 100_000;

    /**
     * Of more plans those that nobody has needed for longest go. A run with a plan and a schema takes some kB beside its
     * works, so a great many small ones would be beyond what the bounds of works and tasks allow for.
     */
    public static final int MOST_PLANS = 50_000;

    /** Of more tasks with a history the ones measured longest ago are forgotten. */
    public static final int MOST_DURATIONS = DurationHistory.MOST_TASKS;

    /** Of more machines the ones measured longest ago are forgotten. */
    public static final int MOST_MACHINES = MachineSpeeds.MOST_MACHINES;

    /**
     * With more needs, plans that nobody has needed for longest go; then joins are refused. A need takes some 12 bytes, and
     * a hundred tasks may need ten thousand, so the bound of tasks does not bound them.
     */
    public static final int MOST_NEEDS = 10_000_000;

    /** With more texts, what lingers goes as above; then joins are refused. 256 MiB are five thousand sessions of 53 kB. */
    public static final long MOST_TEXT_BYTES = 256L << 20;

    /** Of a partition without state. */
    public static final Extent NOTHING = new Extent(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
