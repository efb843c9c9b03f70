package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What moves a consumer on that stands still, and what does not. */
class UnreadableTest {
    private static final TopicPartition STUCK = new TopicPartition("status", 1);
    private static final TopicPartition WELL = new TopicPartition("status", 2);
    private final Unreadable unreadable = new Unreadable();
    private final Lagging consumer = new Lagging();

    /** Stands at a position, with so much behind it. */
    private static final class Lagging extends MockConsumer<byte[], byte[]> {
        private long lag = 5;

        Lagging() {
            super("earliest");
            assign(List.of(STUCK, WELL));
            updateBeginningOffsets(Map.of(STUCK, 0L, WELL, 0L));
            seek(STUCK, 7);
            seek(WELL, 3);
        }

        @Override
        public OptionalLong currentLag(TopicPartition where) {
            return OptionalLong.of(lag);
        }
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            unreadable.pass(consumer);
            consumer.seek(WELL, consumer.position(WELL) + 1);
        }
    }

    @Test
    void aConsumerThatStandsStillIsMovedOnByOneAndOneThatMovesIsNot() {
        look(2);
        assertThat(consumer.position(STUCK)).isEqualTo(7);
        look(1);
        assertThat(consumer.position(STUCK)).isEqualTo(8);
        assertThat(consumer.position(WELL)).isEqualTo(6);
    }

    @Test
    void whileThatDoesNotHelpItIsMovedOnTwiceAsFarAtEachLook() {
        consumer.lag = 1_000;
        look(3);
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            look(1);
            positions.add(consumer.position(STUCK));
        }
        assertThat(positions).containsExactly(10L, 14L, 22L, 38L);
    }

    @Test
    void aThousandRecordsArePassedInHalfAMinute() {
        consumer.lag = 2_000;
        int looks = 0;
        while (consumer.position(STUCK) < 7 + 1_000) {
            look(1);
            looks++;
        }
        assertThat(looks * 2).as("seconds").isLessThanOrEqualTo(30);
    }

    @Test
    void theLastRecordIsLeftToShowThatThereIsAGap() {
        look(4);
        assertThat(consumer.position(STUCK)).as("moved by one and by two").isEqualTo(10);
        consumer.lag = 2;
        look(1);
        assertThat(consumer.position(STUCK)).isEqualTo(11);
        consumer.lag = 1;
        look(1);
        assertThat(consumer.position(STUCK)).isEqualTo(12);
    }

    @Test
    void oneThatGoesOnByItselfIsTrustedMoreWithEachLook() {
        consumer.lag = 1_000;
        look(6);
        assertThat(consumer.position(STUCK)).isEqualTo(22);
        for (int i = 0; i < 3; i++) {
            consumer.seek(STUCK, consumer.position(STUCK) + 1);
            look(1);
        }
        look(1);
        assertThat(consumer.position(STUCK))
                .as("three looks at the same position")
                .isEqualTo(25);
        look(1);
        assertThat(consumer.position(STUCK)).as("half as far with each look").isEqualTo(27);
    }

    @Test
    void oneThatWaitsForRecordsIsLeftWhereItIs() {
        look(2);
        consumer.lag = 0;
        look(3);
        assertThat(consumer.position(STUCK)).isEqualTo(7);
    }

    @Test
    void oneThatIsPausedSinceTooMuchIsOnItsWayIsLeftWhereItIs() {
        consumer.pause(List.of(STUCK));
        look(5);
        assertThat(consumer.position(STUCK)).isEqualTo(7);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNoRecordThatCantBeRead() {
        assertThat(Unreadable.isSaidBy(new TimeoutException("no answer"))).isFalse();
        assertThat(Unreadable.isSaidBy(new CorruptRecordException("checksum"))).isTrue();
        assertThat(Unreadable.isSaidBy(new KafkaException("Received exception when fetching the next record from"
                        + " status-1. If needed, please seek past the record to continue consumption.")))
                .isTrue();
    }
}
