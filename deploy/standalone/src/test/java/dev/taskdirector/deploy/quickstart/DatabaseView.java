package dev.taskdirector.deploy.quickstart;

import dev.taskdirector.deploy.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a database holds of its coordinators, asked and changed behind their backs. */
record DatabaseView(EmbeddedDatabase database) {

    void execute(String statement) throws SQLException {
        try (Connection connection = connection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    /** Up to which offset a partition's log is in its checkpoint; an error if it has none. */
    long checkpoint(int partition) throws SQLException {
        return number("SELECT next_offset FROM checkpoint WHERE partition = " + partition);
    }

    /** The first column of the only row. */
    long number(String query) throws SQLException {
        try (Connection connection = connection();
                Statement select = connection.createStatement();
                ResultSet found = select.executeQuery(query)) {
            if (!found.next()) {
                throw new IllegalStateException("nothing is found by " + query);
            }
            return found.getLong(1);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
