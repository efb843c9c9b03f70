package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.runtime.SecretVault;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The shared secret as a row that the first replica writes and nobody changes. */
@ApplicationScoped
public class PostgresSecretVault implements SecretVault {

    private static final String NAME = "tokens";

    private final DataSource database;

    /** Takes connections from this pool; its limits are the caller's. */
    public PostgresSecretVault(DataSource database) {
        this.database = database;
    }

    @Override
    public String keepOrGet(String candidate) {
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")) {
                insert.setString(1, NAME);
                insert.setString(2, candidate);
                insert.executeUpdate();
            }
            return kept(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not give the coordinators' secret", e);
        }
    }

    private static String kept(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM secret WHERE name = ?")) {
            select.setString(1, NAME);
            try (ResultSet result = select.executeQuery()) {
                if (result.next()) {
                    return result.getString(1);
                }
                throw new SQLException("the secret was deleted as it was read");
            }
        }
    }
}
