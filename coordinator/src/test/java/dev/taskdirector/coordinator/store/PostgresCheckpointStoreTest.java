package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Saved;
import dev.taskdirector.coordinator.runtime.CheckpointStoreContract;
import dev.taskdirector.coordinator.runtime.RandomRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresCheckpointStoreTest extends CheckpointStoreContract {

    private static final LogPosition AT_ONE = new LogPosition("t", 1, 1);

    private static TestDatabase database;
    private CheckpointStore store;

    @BeforeAll
    static void startDatabase() {
        database = new TestDatabase();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyStore() {
        database.empty();
        store = new PostgresCheckpointStore(database.source());
    }

    @Override
    protected CheckpointStore store() {
        return store;
    }

    @Override
    protected void stop() {
        database.stop();
    }

    @Override
    protected void restart() {
        database.restart();
    }

    @Override
    protected void skip(int partition, long offset) {
        database.execute("INSERT INTO skipped_offset (partition, log_offset, reason) VALUES (" + partition + ", "
                + offset + ", 'a record that the core can not take')");
    }

    @Override
    protected List<Row> history(int partition) {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            RowTable<? extends Row> table = RowTables.of(kind);
            String join = kind == Kind.SESSION ? "join_request" : "''";
            String which = kind == Kind.ATTEMPT ? "" : " AND NOT live";
            String sql = "SELECT body, " + join + " FROM " + table.name() + " WHERE partition = " + partition + which;
            for (List<String> texts : database.texts(sql)) {
                rows.add(read(table, texts.get(0), texts.get(1)));
            }
        }
        rows.sort(Comparator.comparing(Row::key));
        return rows;
    }

    private static Row read(RowTable<? extends Row> table, String body, String join) {
        try {
            return join.isEmpty() ? RowJson.read(body, table.type()) : RowJson.readSession(body, join);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }

    @Test
    void closedRowsStayAsHistoryExceptEndedSessions() {
        RandomRows random = new RandomRows(new Random(1));
        List<Row> rows = new ArrayList<>();
        List<Row.Key> keys = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            rows.add(random.row(kind, 1));
            keys.add(rows.get(rows.size() - 1).key());
        }

        store.save(0, 0, new LogPosition("t", 1, 1), new Changes(rows, keys));

        for (String kept : List.of("task_schema", "run", "plan", "work", "session", "attempt")) {
            assertThat(database.count("SELECT count(*) FROM " + kept + " WHERE NOT live AND closed_at IS NOT NULL"))
                    .as(kept)
                    .isEqualTo(1);
        }
        assertThat(database.count("SELECT count(*) FROM ended_session")).isZero();
    }

    @Test
    void theJoinOfASessionThatIsNotPartOfTheWholeStateIsNotRememberedAsWritten() {
        LogPosition position = new LogPosition("t", 1, 1);
        Changes session = new Changes(List.of(new RandomRows(new Random(3)).row(Kind.SESSION, 1)), List.of());
        store.save(0, 0, position, session);
        store.saveAll(0, 1, position, new Changes(List.of(), List.of()));
        database.execute("UPDATE session SET join_request = '{}'");

        store.save(0, 2, position, session);

        assertThat(database.count("SELECT count(*) FROM session WHERE join_request::text = '{}'"))
                .isZero();
    }

    @Test
    void rowsOfAnotherVersionAreUnreadableAndNotAway() {
        store.save(
                0,
                0,
                new LogPosition("t", 1, 1),
                new Changes(List.of(new RandomRows(new Random(3)).work(1)), List.of()));
        database.execute("UPDATE work SET body = regexp_replace(body::text, '\"state\":\"[A-Z]+\"',"
                + " '\"state\":\"PAUSED\"')::json");

        assertThat(store.load(0))
                .isInstanceOfSatisfying(
                        CheckpointStore.Loaded.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains("PAUSED"));
    }

    @Test
    void aRowThatPostgresqlRefusesIsNoReasonToWaitForPostgresql() {
        RandomRows random = new RandomRows(new Random(4));
        Row run = RandomRows.with(random.row(Kind.RUN, 1), "run", new RunId(RandomRows.longText(1_024, 5)));

        assertThat(store.save(0, 0, AT_ONE, new Changes(List.of(run), List.of())))
                .isInstanceOfSatisfying(
                        Saved.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("PostgreSQL refuses a row: ")
                                .contains("run_pkey", "(SQL state 54000)"));
        assertThat(store.load(0)).isEqualTo(new CheckpointStore.Loaded.None(List.of()));

        assertThat(store.save(0, 0, AT_ONE, new Changes(List.of(random.row(Kind.RUN, 1)), List.of())))
                .isEqualTo(new Saved.Done(1));
    }

    /** In a schema of its own: the tables as the version before had them, with a row that it could just write. */
    @Test
    void rowsWithLongNamesOfTheVersionBeforeAreWrittenAnewAndForgotten() {
        Row.MachineRow machine = new Row.MachineRow(new CacheId("muc9"), "m".repeat(2_000), 1, 1, 1, 1);
        PGSimpleDataSource before = database.migratedTo("3", "before");
        try (Connection connection = before.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO checkpoint VALUES (0, 1, 't', 1, 1)");
            statement.execute(
                    "INSERT INTO machine_speed VALUES (0, '" + machine.key().id() + "', true, NULL, 1, '"
                            + RowJson.body(machine) + "', 'muc9', '" + machine.name() + "', 1)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        CheckpointStore now = new PostgresCheckpointStore(database.migratedTo("latest", "before"));
        assertThat(((CheckpointStore.Loaded.Found) now.load(0)).rows()).containsExactly(machine);

        Row newer = RandomRows.with(machine, "measurements", 2);
        now.save(0, 1, AT_ONE, new Changes(List.of(newer), List.of()));
        assertThat(((CheckpointStore.Loaded.Found) now.load(0)).rows()).containsExactly(newer);

        now.save(0, 2, AT_ONE, new Changes(List.of(), List.of(newer.key())));
        assertThat(((CheckpointStore.Loaded.Found) now.load(0)).rows()).isEmpty();
    }

    @Test
    void whatTheVersionBeforeHasSkippedIsUsedUp() {
        PGSimpleDataSource before = database.migratedTo("5", "skips");
        try (Connection connection = before.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO checkpoint VALUES (0, 1, 't', 1, 10)");
            statement.execute("INSERT INTO skipped_offset (partition, log_offset) VALUES (0, 9), (0, 10), (1, 9)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }

        CheckpointStore now = new PostgresCheckpointStore(database.migratedTo("latest", "skips"));

        assertThat(((CheckpointStore.Loaded.Found) now.load(0)).skippedOffsets())
                .containsExactly(10L);
        assertThat(now.load(1)).isEqualTo(new CheckpointStore.Loaded.None(List.of(9L)));
    }

    @Test
    void aSchemasHistoryIsAskedForByItsIndex() {
        assertThat(database.plan(SchemaQueries.TASKS, "ARRAY['muc9']", "ARRAY[0]", "'x'", "'x'", "10", "0"))
                .contains("task_duration_by_schema");
        assertThat(database.plan(SchemaQueries.CACHES, "'x'", "'x'", "NULL", "NULL", "10"))
                .contains("task_duration_by_schema");
    }

    /** Well above what it takes, so that it holds on a busy machine; the figure is printed. */
    @Test
    void tenThousandChangedRowsTakeAFewSecondsAtMost() {
        RandomRows random = new RandomRows(new Random(2));
        List<Row> rows = new ArrayList<>();
        for (int work = 0; work < 10_000; work++) {
            rows.add(random.work(work));
        }
        Changes changes = new Changes(rows, List.of());
        long best = Long.MAX_VALUE;
        for (long revision = 0; revision < 3; revision++) {
            long start = System.nanoTime();
            store.save(0, revision, new LogPosition("t", 1, 1), changes);
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.println("10,000 rows saved in " + Duration.ofNanos(best).toMillis() + " ms");
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(5));
    }
}
