package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.coordinator.runtime.StartWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class FirstContactTest {
    private static final String CURE = " kafka.bootstrap.servers or the file that task-director.kafka.properties-file"
            + " names; the coordinator starts when it answers";
    private final List<String> said = new ArrayList<>();
    private final StartWait noLonger = new StartWait(Duration.ZERO, said::add);

    private static BrokerClients at(String addresses) {
        return new BrokerClients(Map.of("bootstrap.servers", addresses));
    }

    @Test
    void aBrokerThatAnswersIsNotWaitedFor() {
        try (Admin admin = FirstContact.await(TestBroker.INSTANCE.clients, noLonger)) {
            assertThat(TestBroker.INSTANCE.get(admin.describeCluster().nodes())).hasSize(1);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aBrokerThatIsAwayIsNamed() {
        assertThatThrownBy(() -> FirstContact.await(at("127.0.0.1:1"), noLonger))
                .isInstanceOf(RefusalException.class)
                .hasMessage("Kafka at 127.0.0.1:1 does not answer: nothing heard for 3 s; start it, or correct" + CURE);
    }

    @Test
    void aNameThatTheNetworkDoesNotKnowYetIsWaitedForToo() {
        assertThatThrownBy(() -> FirstContact.await(at("kafka.invalid:9092"), noLonger))
                .isInstanceOf(RefusalException.class)
                .hasMessage("Kafka at kafka.invalid:9092 does not answer: No resolvable bootstrap urls given in"
                        + " bootstrap.servers; start it, or correct" + CURE);
    }

    @Test
    void noPartOfAPasswordIsSaidThatWasQuotedWrongly() {
        BrokerClients clients = new BrokerClients(
                Map.of(
                        "bootstrap.servers", "127.0.0.1:1",
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=first second;"));

        assertThatThrownBy(() -> FirstContact.await(clients, noLonger))
                .isInstanceOf(RefusalException.class)
                .hasMessage("Kafka at 127.0.0.1:1 does not answer: sasl.jaas.config is not of the form MODULE required"
                        + " username=\"NAME\" password=\"PASSWORD\"; (quotes and semicolon included); start it, or correct"
                        + CURE);
    }
}
