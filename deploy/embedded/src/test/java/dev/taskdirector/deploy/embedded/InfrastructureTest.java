package dev.taskdirector.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class InfrastructureTest {

    @Test
    void bothServersAnswer() throws Exception {
        try (Infrastructure infrastructure = Infrastructure.start()) {
            Records records = new Records(infrastructure.bootstrapServers());
            records.createTopic("letters");
            records.send("letters", "a");
            assertThat(records.read("letters", 1)).containsExactly("a");
            try (Connection connection = DriverManager.getConnection(
                    infrastructure.jdbcUrl(), infrastructure.user(), infrastructure.password())) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void anUnknownChoiceIsRefusedByName() {
        String chosen = System.getProperty("infrastructure", "embedded");
        System.setProperty("infrastructure", "cloud");
        try {
            assertThatThrownBy(Infrastructure::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("-Dinfrastructure=cloud is neither \"embedded\" nor \"containers\"");
        } finally {
            System.setProperty("infrastructure", chosen);
        }
    }
}
