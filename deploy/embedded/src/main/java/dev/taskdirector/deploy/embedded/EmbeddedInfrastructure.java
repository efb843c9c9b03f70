package dev.taskdirector.deploy.embedded;

/** Both servers embedded; what a fault test needs to stop is reachable by its own type. */
public record EmbeddedInfrastructure(EmbeddedKafka kafka, EmbeddedDatabase database) implements Infrastructure {

    public static EmbeddedInfrastructure start() {
        EmbeddedDatabase database = EmbeddedDatabase.start();
        try {
            return new EmbeddedInfrastructure(EmbeddedKafka.start(), database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public String jdbcUrl() {
        return database.jdbcUrl();
    }

    @Override
    public String user() {
        return database.user();
    }

    @Override
    public String password() {
        return database.password();
    }

    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            database.close();
        }
    }
}
