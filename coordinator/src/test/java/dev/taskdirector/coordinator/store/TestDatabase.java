package dev.taskdirector.coordinator.store;

import dev.taskdirector.deploy.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A real database with the real migrations, that can be stopped and started again with what it had. */
final class TestDatabase implements AutoCloseable {

    private final EmbeddedDatabase server = EmbeddedDatabase.start();
    private final PGSimpleDataSource source = new PGSimpleDataSource();

    TestDatabase() {
        connect(source);
        Flyway.configure().dataSource(source).load().migrate();
    }

    private void connect(PGSimpleDataSource to) {
        to.setUrl(server.jdbcUrl());
        to.setUser(server.user());
        to.setPassword(server.password());
        to.setReWriteBatchedInserts(true);
        to.setConnectTimeout(3);
        to.setSocketTimeout(15);
    }

    /** The tables as a version has them, in a schema of this name. */
    PGSimpleDataSource migratedTo(String version, String schema) {
        PGSimpleDataSource there = new PGSimpleDataSource();
        connect(there);
        there.setCurrentSchema(schema);
        Flyway.configure()
                .dataSource(there)
                .schemas(schema)
                .target(version)
                .load()
                .migrate();
        return there;
    }

    /** How a query would be answered if reading a whole table were dear. Values are for its parameters, as they stand in SQL. */
    String plan(String query, String... values) {
        String sql = query;
        for (String value : values) {
            sql = sql.replaceFirst("\\?", value);
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            try (var result = statement.executeQuery("EXPLAIN " + sql)) {
                while (result.next()) {
                    plan.append(result.getString(1)).append('\n');
                }
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    PGSimpleDataSource source() {
        return source;
    }

    void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long count(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first two columns of each row. */
    List<List<String>> texts(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(List.of(result.getString(1), result.getString(2)));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void empty() {
        execute("TRUNCATE checkpoint, partition_state, task_schema, run, plan, work, session, ended_session, attempt,"
                + " task_duration, machine_speed, skipped_offset, parked_partition, secret");
    }

    void stop() {
        server.stop();
    }

    void restart() {
        server.restart();
    }

    @Override
    public void close() {
        server.close();
    }
}
