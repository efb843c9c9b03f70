package dev.taskdirector.coordinator.admin;

import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** Where the coordinator's database is, by the same settings as the coordinator's own. */
public record DatabaseAddress(String url, Optional<String> user, Optional<String> password) {

    private static final String PREFIX = "quarkus.datasource.";
    private static final String SECONDS = "5";

    /**
     * Reads the coordinator's configuration.
     *
     * @param setting the value of a setting by its name
     */
    public static DatabaseAddress of(Function<String, Optional<String>> setting) {
        return new DatabaseAddress(
                setting.apply(PREFIX + "jdbc.url").orElse("jdbc:postgresql://localhost:5432/task_director"),
                setting.apply(PREFIX + "username"),
                setting.apply(PREFIX + "password"));
    }

    /** For the driver: who connects, and how long it may take. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user.orElse("task_director"));
        password.ifPresent(word -> properties.setProperty("password", word));
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
        properties.setProperty("loginTimeout", SECONDS);
        return properties;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + " as " + user.orElse("task_director");
    }
}
