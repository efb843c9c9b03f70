package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.Row.DurationRow;
import dev.taskdirector.coordinator.core.Row.MachineRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Answers what was learnt from durations. Throws {@link StoreAwayException} if nothing answers. */
@ApplicationScoped
public class SchemaQueries {

    private static final int MACHINES_SHOWN = 1_000;

    /** Of one cache there are 10,000 at most, as long as its partition stays the same. */
    private static final int MACHINES_READ = 20_000;

    private static final int CACHES_READ = 1_000;
    private static final double MICROS = 1_000_000;
    private static final double COMMON = 1_000;

    /** The id twice: the index has the beginning of it, since ids may be longer than an index takes. */
    private static final String OF_SCHEMA = "left(schema_id, 128) = left(?, 128) AND schema_id = ?";

    /** A cache that has moved to another partition left what was known of it in the old one: the newest counts. */
    static final String CACHES = """
            SELECT DISTINCT ON (cache) cache, partition, tasks FROM (
                SELECT cache, partition, count(*) AS tasks, max(measured_at) AS measured_at FROM task_duration
                WHERE %s AND (?::text IS NULL OR cache = ?) GROUP BY cache, partition) AS known
            ORDER BY cache, measured_at DESC LIMIT ?
            """.formatted(OF_SCHEMA);

    private static final String OF_CACHES =
            "JOIN unnest(?::text[], ?::bigint[]) AS place (cache, partition) USING (cache, partition) ";
    static final String TASKS = "SELECT body FROM task_duration " + OF_CACHES + "WHERE " + OF_SCHEMA
            + " ORDER BY seconds DESC, id LIMIT ? OFFSET ?";
    private static final String MACHINES =
            "SELECT body FROM machine_speed " + OF_CACHES + "ORDER BY measurements DESC, id LIMIT ?";

    private final DataSource database;

    SchemaQueries(DataSource database) {
        this.database = database;
    }

    /** Where a cache is, and how many tasks of the schema are known there. */
    private record Place(String cache, long partition, long tasks) {}

    /** What is known of a schema, in one cache or in all; empty when nothing is. */
    public Optional<SchemaHistory> history(String schema, Optional<String> cache, Page.Wanted wanted) {
        return Reading.of(() -> {
            try (Connection connection = database.getConnection()) {
                List<Place> places = places(connection, schema, cache);
                return places.isEmpty() ? Optional.empty() : Optional.of(history(connection, schema, places, wanted));
            }
        });
    }

    private static SchemaHistory history(Connection connection, String schema, List<Place> places, Page.Wanted wanted)
            throws SQLException, JsonProcessingException {
        long total = places.stream().mapToLong(Place::tasks).sum();
        List<DurationView> tasks = tasks(connection, schema, places, wanted);
        List<MachineView> machines = machines(connection, places);
        return new SchemaHistory(
                schema,
                new Page<>(wanted.page(), wanted.size(), total, tasks),
                machines.size(),
                machines.stream().limit(MACHINES_SHOWN).toList());
    }

    private static List<Place> places(Connection connection, String schema, Optional<String> cache)
            throws SQLException {
        List<Place> places = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(CACHES)) {
            new Parameters(statement)
                    .text(schema)
                    .text(schema)
                    .text(cache)
                    .text(cache)
                    .integer(CACHES_READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    places.add(new Place(result.getString(1), result.getLong(2), result.getLong(3)));
                }
            }
        }
        return places;
    }

    private static List<DurationView> tasks(
            Connection connection, String schema, List<Place> places, Page.Wanted wanted)
            throws SQLException, JsonProcessingException {
        List<DurationView> tasks = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TASKS)) {
            bind(places, new Parameters(statement))
                    .text(schema)
                    .text(schema)
                    .integer(wanted.size())
                    .number((long) wanted.page() * wanted.size());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    DurationRow row = RowJson.read(result.getString(1), DurationRow.class);
                    tasks.add(new DurationView(
                            row.cache().value(),
                            row.task(),
                            row.meanMicros() / MICROS,
                            row.measurements(),
                            Instant.ofEpochMilli(row.measuredTimestamp())));
                }
            }
        }
        return tasks;
    }

    private static List<MachineView> machines(Connection connection, List<Place> places)
            throws SQLException, JsonProcessingException {
        Map<CacheId, MachineRow> all = new HashMap<>();
        List<MachineRow> machines = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(MACHINES)) {
            bind(places, new Parameters(statement)).integer(MACHINES_READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    MachineRow row = RowJson.read(result.getString(1), MachineRow.class);
                    if (row.name().isEmpty()) {
                        all.put(row.cache(), row);
                    } else {
                        machines.add(row);
                    }
                }
            }
        }
        return machines.stream()
                .map(row -> new MachineView(
                        row.cache().value(),
                        row.name(),
                        row.slownessAmong(all.getOrDefault(row.cache(), row)) / COMMON,
                        row.measurements()))
                .sorted(Comparator.comparing(MachineView::factor).reversed().thenComparing(MachineView::machine))
                .toList();
    }

    private static Parameters bind(List<Place> places, Parameters to) throws SQLException {
        return to.texts(places.stream().map(Place::cache).toList())
                .numbers(places.stream().map(Place::partition).toList());
    }
}
