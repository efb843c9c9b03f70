package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.RandomRows;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store does beside checkpoints. */
class JobsTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static TestDatabase database;
    private final RandomRows random = new RandomRows(new Random(11));

    @BeforeAll
    static void startDatabase() {
        database = new TestDatabase();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyDatabase() {
        database.empty();
    }

    @Test
    void historyOlderThanItsRetentionGoesAndTheRestStays() {
        save(0, rowsOfAllKinds(1), List.of());
        save(1, rowsOfAllKinds(2), keys(rowsOfAllKinds(2)));
        database.execute("UPDATE attempt SET started_at = now()");
        List<Row> old = rowsOfAllKinds(3);
        save(2, old, keys(old));
        for (String table : List.of("task_schema", "run", "plan", "work", "session")) {
            database.execute("UPDATE " + table + " SET closed_at = now() - interval '31 days' WHERE revision = 3");
        }
        database.execute("UPDATE attempt SET started_at = now() - interval '31 days' WHERE revision = 3");

        new HistoryRetention(database.source(), Duration.ofDays(30)).deleteOld();

        for (String table : List.of("task_schema", "run", "plan", "work", "session", "attempt")) {
            assertThat(database.count("SELECT count(*) FROM " + table))
                    .as(table)
                    .isEqualTo(2);
            assertThat(database.count("SELECT count(*) FROM " + table + " WHERE revision = 3"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void moreHistoryThanOneStepTakesGoesAtOnce() {
        database.execute(
                "INSERT INTO work (partition, id, live, closed_at, revision, body, cache, task, state, attempts,"
                        + " leases) SELECT 0, n, false, now() - interval '2 days', 1, '{}', 'c', 't', 'done', 0, 0"
                        + " FROM generate_series(1, 12000) AS n");

        new HistoryRetention(database.source(), DAY).deleteOld();

        assertThat(database.count("SELECT count(*) FROM work")).isZero();
    }

    @Test
    void aReplicaLeavesHistoryAloneWhileAnotherIsAtIt() throws Exception {
        save(0, List.of(random.row(Kind.WORK, 1)), List.of(new Row.Key(Kind.WORK, "1")));
        database.execute("UPDATE work SET closed_at = now() - interval '31 days'");
        HistoryRetention retention = new HistoryRetention(database.source(), DAY);
        try (Connection other = database.source().getConnection()) {
            other.setAutoCommit(false);
            assertThat(DatabaseLock.HISTORY_RETENTION.isTakenBy(other)).isTrue();
            retention.deleteOld();
            assertThat(database.count("SELECT count(*) FROM work")).isEqualTo(1);
        }

        retention.deleteOld();

        assertThat(database.count("SELECT count(*) FROM work")).isZero();
    }

    @Test
    void aRetentionBelowADayIsRefused() {
        assertThatThrownBy(() -> new HistoryRetention(database.source(), DAY.minusSeconds(1)))
                .hasMessage("task-director.history-retention is PT23H59M59S; it must be a day (1D) or more");
    }

    @Test
    void thePeersThatAreKnownAreThoseOfSessionsThatAreLiveOrEndedNotLongAgo() {
        save(
                0,
                List.of(session(1, "live"), session(2, "recent"), session(3, "gone"), ended(4, "long gone")),
                List.of(new Row.Key(Kind.SESSION, "session-2"), new Row.Key(Kind.SESSION, "session-3")));
        database.execute("UPDATE session SET closed_at = now() - interval '23 hours' WHERE id = 'session-2'");
        database.execute("UPDATE session SET closed_at = now() - interval '25 hours' WHERE id = 'session-3'");
        SortedSet<String> known = new TreeSet<>();

        assertThat(new PostgresPeerCensus(database.source()).whileLocked(DAY, known::addAll))
                .isTrue();

        assertThat(known).containsExactly("live", "recent");
    }

    @Test
    void oneReplicaAtATimeCountsPeers() {
        PostgresPeerCensus census = new PostgresPeerCensus(database.source());
        List<Boolean> second = new ArrayList<>();

        boolean first = census.whileLocked(DAY, peers -> second.add(census.whileLocked(DAY, none -> {})));

        assertThat(first).isTrue();
        assertThat(second).containsExactly(false);
        assertThat(census.whileLocked(DAY, peers -> {})).isTrue();
    }

    @Test
    void theNumberOfPartitionsIsTheLastOneThatWasSaved() {
        PostgresPeerCensus census = new PostgresPeerCensus(database.source());
        assertThat(census.partitions()).isEmpty();

        save(0, List.of(), List.of());

        assertThat(census.partitions()).contains(12);
    }

    @Test
    void theFirstSecretStays() {
        PostgresSecretVault vault = new PostgresSecretVault(database.source());

        assertThat(vault.keepOrGet("first")).isEqualTo("first");
        assertThat(vault.keepOrGet("second")).isEqualTo("first");
    }

    private List<Row> rowsOfAllKinds(int id) {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : List.of(Kind.SCHEMA, Kind.RUN, Kind.PLAN, Kind.WORK, Kind.SESSION, Kind.ATTEMPT)) {
            rows.add(random.row(kind, id));
        }
        return rows;
    }

    private static List<Row.Key> keys(List<Row> rows) {
        return rows.stream().map(Row::key).toList();
    }

    private Row session(int id, String peer) {
        return RandomRows.with(random.row(Kind.SESSION, id), "peer", new PeerId(peer));
    }

    private Row ended(int id, String peer) {
        return RandomRows.with(random.row(Kind.ENDED_SESSION, id), "peer", new PeerId(peer));
    }

    private static void save(long revision, List<Row> rows, List<Row.Key> closed) {
        new PostgresCheckpointStore(database.source())
                .save(0, revision, new LogPosition("topic", 12, 0), new Changes(rows, closed));
    }
}
