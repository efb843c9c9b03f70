package dev.taskdirector.deploy.embedded;

/**
 * A Kafka and a PostgreSQL to test against. Which ones is the choice of who starts the tests, by {@code
 * -Dinfrastructure=embedded} (the default) or {@code -Dinfrastructure=containers} (needs a Docker engine).
 */
public interface Infrastructure extends AutoCloseable {

    String bootstrapServers();

    String jdbcUrl();

    String user();

    String password();

    /** Stops both and removes what they stored. */
    @Override
    void close();

    static Infrastructure start() {
        String wanted = System.getProperty("infrastructure", "embedded");
        return switch (wanted) {
            case "embedded" -> EmbeddedInfrastructure.start();
            case "containers" -> ContainerInfrastructure.start();
            default ->
                throw new IllegalArgumentException(
                        "-Dinfrastructure=" + wanted + " is neither \"embedded\" nor \"containers\"");
        };
    }
}
