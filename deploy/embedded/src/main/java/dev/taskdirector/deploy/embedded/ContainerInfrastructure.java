package dev.taskdirector.deploy.embedded;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Both servers as containers of a Docker engine; Testcontainers must be on the class path. */
record ContainerInfrastructure(KafkaContainer kafka, PostgreSQLContainer database) implements Infrastructure {

    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.1.2");
    private static final DockerImageName POSTGRES = DockerImageName.parse("postgres:17.6");

    static ContainerInfrastructure start() {
        KafkaContainer kafka = new KafkaContainer(KAFKA)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        ContainerInfrastructure both = new ContainerInfrastructure(kafka, new PostgreSQLContainer(POSTGRES));
        try {
            both.kafka.start();
            both.database.start();
            return both;
        } catch (RuntimeException e) {
            both.close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String jdbcUrl() {
        return database.getJdbcUrl();
    }

    @Override
    public String user() {
        return database.getUsername();
    }

    @Override
    public String password() {
        return database.getPassword();
    }

    @Override
    public void close() {
        try {
            kafka.stop();
        } finally {
            database.stop();
        }
    }
}
