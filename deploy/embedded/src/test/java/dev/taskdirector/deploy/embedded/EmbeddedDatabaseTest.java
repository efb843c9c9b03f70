package dev.taskdirector.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @Test
    void aRestartKeepsTheAddressAndTheRows(@TempDir Path folder) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            String address = database.jdbcUrl();
            execute(database, "create table letters (letter text)");
            execute(database, "insert into letters values ('a')");
            database.stop();
            assertThatThrownBy(() -> execute(database, "select 1")).isInstanceOf(SQLException.class);
            database.restart();
            assertThat(database.jdbcUrl()).isEqualTo(address);
            assertThat(query(database, "select letter from letters")).isEqualTo("a");
        }
        assertThat(folder.resolve("PG_VERSION")).hasContent("17");
    }

    @Test
    void twoAtOnceAreTwoDatabasesAndLeaveNothing() throws Exception {
        String oneFolder;
        String otherFolder;
        try (EmbeddedDatabase one = EmbeddedDatabase.start();
                EmbeddedDatabase other = EmbeddedDatabase.start()) {
            execute(one, "create table letters (letter text)");
            assertThatThrownBy(() -> query(other, "select letter from letters"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("letters");
            oneFolder = query(one, "show data_directory");
            otherFolder = query(other, "show data_directory");
            assertThat(Path.of(oneFolder)).exists();
        }
        assertThat(Path.of(oneFolder)).doesNotExist();
        assertThat(Path.of(otherFolder)).doesNotExist();
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
