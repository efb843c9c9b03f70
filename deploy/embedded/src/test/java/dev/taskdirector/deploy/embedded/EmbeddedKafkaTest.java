package dev.taskdirector.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @Test
    void whatIsSentIsReadInOrder() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Records records = new Records(kafka.bootstrapServers());
            records.createTopic("letters");
            records.send("letters", "a", "b", "c");
            assertThat(records.read("letters", 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aRestartKeepsTheAddressAndTheRecords(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
            String address = kafka.bootstrapServers();
            Records records = new Records(address);
            records.createTopic("letters");
            records.send("letters", "before");
            kafka.stop();
            assertThat(kafka.isRunning()).isFalse();
            kafka.restart();
            records.send("letters", "after");
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(records.read("letters", 2)).containsExactly("before", "after");
        }
    }

    @Test
    void anotherBrokerOnTheSameFolderReadsWhatTheFirstWrote(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(folder)) {
            Records records = new Records(first.bootstrapServers());
            records.createTopic("letters");
            records.send("letters", "kept");
        }
        try (EmbeddedKafka second = EmbeddedKafka.start(folder)) {
            assertThat(new Records(second.bootstrapServers()).read("letters", 1))
                    .containsExactly("kept");
        }
    }

    @Test
    void twoAtOnceDoNotSeeEachOther() throws Exception {
        try (EmbeddedKafka one = EmbeddedKafka.start();
                EmbeddedKafka other = EmbeddedKafka.start()) {
            for (EmbeddedKafka kafka : List.of(one, other)) {
                Records records = new Records(kafka.bootstrapServers());
                records.createTopic("mine");
                records.send("mine", kafka.bootstrapServers());
            }
            assertThat(new Records(one.bootstrapServers()).read("mine", 1)).containsExactly(one.bootstrapServers());
            assertThat(new Records(other.bootstrapServers()).read("mine", 1)).containsExactly(other.bootstrapServers());
        }
    }

    @Test
    void aTopicThatNobodyCreatedStaysAway() throws Exception {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.builder().property("log.retention.hours", "1").start()) {
            Records records = new Records(kafka.bootstrapServers());
            assertThatThrownBy(() -> records.send("absent", "a")).hasMessageContaining("absent");
        }
    }

    @Test
    void aTakenPortIsAnErrorThatNamesItAndDoesNotEndTheJvm() {
        try (EmbeddedKafka first = EmbeddedKafka.start()) {
            int taken = Integer.parseInt(first.bootstrapServers().split(":")[1]);
            assertThatThrownBy(() -> EmbeddedKafka.builder().port(taken).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken);
        }
    }

    @Test
    void aFolderOfItsOwnGoesAndAGivenOneStays(@TempDir Path given) throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        Path own = kafka.folder();
        assertThat(own.resolve("meta.properties")).exists();
        kafka.close();
        assertThat(own).doesNotExist();
        EmbeddedKafka.start(given).close();
        assertThat(given.resolve("meta.properties")).exists();
    }
}
