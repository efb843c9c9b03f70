package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.fakes.FakeCodec;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Received;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What reaches the core, and what becomes of the rest. */
class EdgeTest {
    private static final int P = ProcessorStage.PARTITION;
    private final ProcessorStage stage = new ProcessorStage(3);
    private final Statuses a = stage.peer("a");
    private final PartitionProcessor owner = stage.owner();

    private List<String> reasons() {
        return stage.sink.takeDeadLetters().stream()
                .map(letter -> letter.reason())
                .toList();
    }

    @Test
    void garbageIsDeadLetteredWithTheReasonAndWithoutTokens() {
        stage.log.append(P, stage.cache, "garbage".getBytes(StandardCharsets.UTF_8), List.of());

        stage.deliver(owner);

        assertThat(stage.sink.takeDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("\"garbage\" is no message");
            assertThat(new String(letter.record().value(), StandardCharsets.UTF_8))
                    .isEqualTo(FakeSeals.BLANKED);
            assertThat(letter.record().keyText()).isEqualTo(stage.cache);
        });
        assertThat(stage.tally.deadLetters()).isEqualTo(Map.of(Flaw.MALFORMED, 1L));
    }

    @Test
    void ofAValueThatIsTooLongTheBeginningIsKept() {
        PartitionProcessor withRealSeals = stage.owner(new FakeSeals() {
            @Override
            public byte[] blank(byte[] value) {
                return value;
            }
        });
        byte[] longest = new byte[DeadLetters.LONGEST];
        Arrays.fill(longest, (byte) 'x');
        stage.log.append(P, stage.cache, longest, List.of());
        stage.log.append(P, stage.cache, Arrays.copyOf(longest, DeadLetters.LONGEST + 1), List.of());

        stage.deliver(withRealSeals);

        assertThat(stage.sink.takeDeadLetters())
                .extracting(
                        letter -> letter.record().value().length,
                        letter -> letter.record().headers().stream()
                                .map(header -> header.name() + "=" + header.text())
                                .toList())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(DeadLetters.LONGEST, List.of()),
                        org.assertj.core.groups.Tuple.tuple(DeadLetters.LONGEST, List.of("length=8388609")));
    }

    @Test
    void othersWorkOnWhileARecordIsGarbage() {
        stage.log.append(P, stage.cache, new byte[0], List.of());

        assertThat(stage.say(owner, a.join("common"))).hasSize(1);
    }

    @Test
    void aRecordThatTakesTooMuchMemoryIsADeadLetterAndParksNothing() {
        stage.log.append(P, stage.cache, FakeCodec.TOO_MUCH, List.of());
        stage.append(a.join("common"));

        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments()).hasSize(1);
        assertThat(reasons()).containsExactly("reading the record takes more memory than there is");
        assertThat(stage.tally.deadLetters()).isEqualTo(Map.of(Flaw.OUT_OF_MEMORY, 1L));
        assertThat(stage.tally.of(Counted.PARKED)).isZero();
    }

    @Test
    void aLetterThatTakesTooMuchMemoryIsLostAndParksNothing() {
        PartitionProcessor narrow = stage.owner(new FakeSeals() {
            @Override
            public byte[] blank(byte[] value) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        stage.log.append(P, stage.cache, FakeCodec.TOO_MUCH, List.of());

        stage.deliver(narrow);

        assertThat(narrow.condition()).isInstanceOf(Condition.Running.class);
        assertThat(reasons()).isEmpty();
        assertThat(stage.tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(1);
    }

    @Test
    void ofAKeyThatIsTooLongTheBeginningIsKept() {
        stage.log.append(P, "x".repeat(129), stage.codec.write(a.join("common")), List.of());

        stage.deliver(owner);

        assertThat(stage.sink.takeDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("the record's key has 129 bytes; a remote cache id has at most 128");
            assertThat(letter.record().keyText()).isEqualTo("x".repeat(128));
        });
        assertThat(stage.tally.deadLetters()).isEqualTo(Map.of(Flaw.WRONG_KEY, 1L));
    }

    @Test
    void headersAreSmallAndTheSendersAreNotPassedOn() {
        byte[] joining = stage.codec.write(a.join("common"));
        stage.log.append(P, stage.cache, joining, List.of(RecordHeader.of("trace", "x".repeat(4_091))));
        stage.log.append(P, stage.cache, joining, List.of(RecordHeader.of("reason", "x".repeat(4_091))));

        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments()).hasSize(1);
        assertThat(stage.sink.takeDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("the record has 4097 bytes of headers; at most 4096 are allowed");
            assertThat(letter.record().headers()).isEmpty();
        });
        assertThat(stage.tally.deadLetters()).isEqualTo(Map.of(Flaw.MALFORMED, 1L));
    }

    @Test
    void aKeyThatIsNotTheCacheIsMalformed() {
        stage.log.append(P, "x".repeat(128), stage.codec.write(a.join("common")), List.of());

        stage.deliver(owner);

        assertThat(reasons())
                .containsExactly("the record's key is \"" + "x".repeat(128) + "\" but its cache is \"" + stage.cache
                        + "\"; use the remote cache id as key");
    }

    @Test
    void aFirstStatusNeedsNoToken() {
        assertThat(stage.say(owner, a.join("common"))).hasSize(1);
    }

    @Test
    void aLaterStatusWithoutATokenIsDeadLettered() {
        stage.say(owner, a.join("common"));

        List<PeerAssignment> answers = stage.say(owner, a.leaving(1));

        assertThat(answers).isEmpty();
        assertThat(reasons()).containsExactly("token is missing, though seenEpoch is 1");
    }

    @Test
    void aLaterStatusWithSomebodyElsesTokenIsDeadLettered() {
        stage.say(owner, a.join("common"));

        stage.say(owner, a.withToken("stolen").leaving(1));

        assertThat(reasons()).containsExactly("token is not this session's");
    }

    @Test
    void aJoinBesideALiveSessionWaitsForItsToken() {
        stage.say(owner, a.join("common"));
        Statuses second = new Statuses("a", "second-session", stage.cache);

        List<PeerAssignment> unproven = stage.say(owner, second.join("common"));
        second.withToken(unproven.get(0).token().orElseThrow());
        List<PeerAssignment> proven = stage.say(owner, second.join("common"));

        assertThat(unproven)
                .extracting(PeerAssignment::state, PeerAssignment::epoch)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(AssignmentState.WAITING, 0L));
        assertThat(proven)
                .filteredOn(answer -> answer.session().equals("second-session"))
                .extracting(PeerAssignment::epoch)
                .containsExactly(1L);
    }

    @Test
    void aStatusBeyondALimitIsRejectedWithTheReason() {
        byte[] value = stage.codec.of(new Received.BeyondLimit("a", "s", stage.cache, "65 slots; at most 64"));
        stage.log.append(P, stage.cache, value, List.of());

        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments()).singleElement().satisfies(answer -> {
            assertThat(answer.state()).isEqualTo(AssignmentState.REJECTED);
            assertThat(answer.reason()).contains("65 slots; at most 64");
            assertThat(answer.session()).isEqualTo("s");
            assertThat(answer.epoch()).isZero();
            assertThat(answer.heartbeatSeconds()).isEqualTo(5);
        });
    }

    @Test
    void rejectionsAreCounted() {
        byte[] value = stage.codec.of(new Received.BeyondLimit("a", "s", stage.cache, "65 slots; at most 64"));
        stage.log.append(P, stage.cache, value, List.of());
        stage.append(a.join("common"));

        stage.deliver(owner);

        assertThat(stage.tally.of(Counted.REJECTIONS)).isEqualTo(1);
        assertThat(stage.tally.of(Counted.ASSIGNMENTS)).isEqualTo(2);
    }

    @Test
    void whoHasToJoinAgainIsCounted() {
        stage.append(a.holding(0));

        stage.deliver(owner);

        assertThat(stage.tally.of(Counted.REJOINS)).isEqualTo(1);
        assertThat(stage.tally.of(Counted.REJECTIONS)).isZero();
        assertThat(stage.tally.of(Counted.SUPERSEDED)).isZero();
        assertThat(stage.tally.of(Counted.SCHEMAS_WANTED)).isZero();
    }

    @Test
    void whatIsSaidTwiceIsCountedAsIgnored() {
        byte[] joining = stage.codec.write(a.join("common"));
        stage.log.append(P, stage.cache, joining, List.of());
        stage.log.append(P, stage.cache, joining, List.of());

        stage.deliver(owner);

        assertThat(stage.tally.of(Counted.IGNORED)).isEqualTo(1);
        assertThat(stage.tally.deadLetters()).isEmpty();
    }

    @Test
    void whoSpeaksUnderSomebodyElsesSessionIsAnsweredBesideItsOwner() {
        stage.append(a.join("common"));
        stage.append(new Statuses("impostor", a.session(), stage.cache).join("common"));

        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer, PeerAssignment::session, PeerAssignment::state)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("a", a.session(), AssignmentState.WORKING),
                        org.assertj.core.groups.Tuple.tuple("impostor", a.session(), AssignmentState.REJECTED));
    }

    @Test
    void aMisroutedRecordIsBroughtToItsPartition() {
        String elsewhere = stage.cacheOf(2);
        Statuses lost = new Statuses("lost", "session", elsewhere);
        stage.log.append(P, elsewhere, stage.codec.write(lost.join("common")), List.of());

        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments()).isEmpty();
        assertThat(stage.log.from(2, 0)).singleElement().satisfies(record -> {
            assertThat(record.keyText()).isEqualTo(elsewhere);
            assertThat(record.headers())
                    .extracting(header -> header.name() + "=" + header.text())
                    .containsExactly(Forwarder.HEADER + "=0-0");
        });
        assertThat(stage.tally.of(Counted.FORWARDED)).isEqualTo(1);
    }

    @Test
    void aRecordIsNeverForwardedTwice() {
        String elsewhere = stage.cacheOf(2);
        Statuses lost = new Statuses("lost", "session", elsewhere);
        stage.log.append(
                P,
                elsewhere,
                stage.codec.write(lost.join("common")),
                List.of(RecordHeader.of(Forwarder.HEADER, "1-7")));

        stage.deliver(owner);

        assertThat(stage.log.end(2)).isZero();
        assertThat(reasons()).containsExactly("the record was forwarded once and still is in partition 0 instead of 2");
    }

    @Test
    void aControlRecordOfSomebodyElseIsDeadLettered() {
        stage.log.append(P, control(Control.Kind.TICK));

        stage.deliver(owner);

        assertThat(reasons()).containsExactly("the control record's mac is missing or wrong");
    }

    @Test
    void aCommandThatNobodyKnowsIsDeadLettered() {
        stage.log.append(P, stage.seals.seal(control(Control.Kind.COMMAND)));

        stage.deliver(owner);

        assertThat(reasons()).containsExactly("command \"dance\" is not known here");
    }

    private static Control control(Control.Kind kind) {
        return new Control(
                1,
                PartitionProcessor.CONTROL_CACHE,
                kind,
                Map.of(),
                kind == Control.Kind.COMMAND ? Optional.of("dance") : Optional.empty(),
                Map.of(),
                Optional.empty());
    }
}
