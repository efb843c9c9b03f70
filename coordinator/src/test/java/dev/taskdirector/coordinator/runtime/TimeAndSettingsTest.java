package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Received;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an owner appends to its own partition: ticks and settings. */
class TimeAndSettingsTest {
    private static final int P = ProcessorStage.PARTITION;
    private static final Settings OTHER = new Settings(
            2_000,
            9_000,
            600_000,
            5,
            Settings.Bounds.DEFAULTS,
            14_400_000,
            60_000,
            60_000,
            5_000,
            60_000,
            5,
            300,
            20_000,
            1_000);
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final Statuses b = stage.provenPeer("b");

    private List<Control> controls() {
        return stage.log.from(P, 0).stream()
                .map(record -> stage.codec.readStatusRecord(record.value()))
                .filter(Received.ControlRecord.class::isInstance)
                .map(received -> ((Received.ControlRecord) received).control())
                .toList();
    }

    @Test
    void whileSomebodyIsThereASilentSecondIsMarkedByATick() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));

        stage.pass(owner, 950);
        int before = controls().size();
        stage.pass(owner, 100);

        assertThat(before).isZero();
        assertThat(controls()).extracting(Control::kind).containsExactly(Control.Kind.TICK);
        assertThat(stage.seals.isSealed(controls().get(0))).isTrue();
    }

    @Test
    void aPartitionInWhichNobodyIsHasNoTicks() {
        PartitionProcessor owner = stage.owner();

        stage.pass(owner, 10_000);

        assertThat(controls()).isEmpty();
    }

    @Test
    void ticksComeOnceASecondEvenIfTheyAreLost() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));

        stage.pass(owner, 10_000);

        assertThat(controls()).hasSizeBetween(9, 10);
    }

    @Test
    void aPartitionThatIsNotOursGetsNoTicks() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));
        owner.revoked();

        stage.pass(owner, 10_000);

        assertThat(controls()).isEmpty();
    }

    @Test
    void garbageDoesNotKeepTimeFromPassing() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));

        for (int i = 0; i < 10; i++) {
            stage.pass(owner, 200);
            stage.log.append(P, stage.cache, "garbage".getBytes(StandardCharsets.UTF_8), List.of());
        }

        assertThat(controls()).isNotEmpty();
    }

    @Test
    void aSilentPeersTaskGoesToAWaitingOneWithoutAnyoneSpeaking() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.expecting(60).join("common"));
        stage.say(owner, b.expecting(60).join("common"));
        for (int i = 0; i < 10; i++) {
            stage.pass(owner, 3_000);
            stage.say(owner, b.holding(1));
        }
        assertThat(stage.sink.takeAssignments())
                .filteredOn(answer -> answer.peer().equals("b"))
                .allMatch(answer -> answer.tasks().isEmpty());

        stage.pass(owner, 3_000);

        assertThat(stage.sink.takeAssignments())
                .filteredOn(
                        answer -> answer.peer().equals("b") && !answer.tasks().isEmpty())
                .isNotEmpty();
    }

    @Test
    void anOwnerWithOtherSettingsAppendsThemAndGoesByThemOnceTheyAreInTheLog() {
        PartitionProcessor owner = stage.processor(OTHER, Runnable::run);
        owner.assigned(stage.now);
        owner.onTime(stage.now);
        assertThat(controls()).extracting(Control::kind).containsExactly(Control.Kind.SETTINGS);

        stage.deliver(owner);
        List<PeerAssignment> answers = stage.say(owner, a.join("common"));
        stage.pass(owner, 900);

        assertThat(answers).extracting(PeerAssignment::heartbeatSeconds).containsExactly(2.0);
        assertThat(controls()).hasSize(1);
    }

    @Test
    void settingsThatDidNotComeBackAreAppendedAgain() {
        PartitionProcessor owner = stage.processor(OTHER, Runnable::run);
        owner.assigned(stage.now);
        stage.log.loseAppends(true);
        stage.pass(owner, 1_000);
        stage.log.loseAppends(false);

        stage.pass(owner, 8_900);
        int before = controls().size();
        stage.pass(owner, 500);

        assertThat(before).isZero();
        assertThat(controls()).hasSize(1);
    }

    @Test
    void settingsSurviveTheirWayThroughTheLog() {
        assertThat(SettingsTranslation.toCore(SettingsTranslation.toWire(OTHER)))
                .isEqualTo(new dev.taskdirector.wire.Read.Ok<>(OTHER));
    }

    @Test
    void settingsOfANewerVersionAreIgnoredAndMissingOnesHaveTheirDefault() {
        assertThat(SettingsTranslation.toCore(java.util.Map.of("maxAttempts", "7", "newInVersion2", "x")))
                .isInstanceOfSatisfying(
                        dev.taskdirector.wire.Read.Ok.class,
                        ok -> assertThat(((Settings) ok.value()).maxAttempts()).isEqualTo(7));
    }

    @Test
    void aHeartbeatThatNoAgentCouldReadIsOutOfRange() {
        assertThat(SettingsTranslation.toCore(java.util.Map.of("heartbeatMillis", "1000000000")))
                .isInstanceOf(dev.taskdirector.wire.Read.Ok.class);
        assertThat(SettingsTranslation.toCore(java.util.Map.of("heartbeatMillis", "1000000001")))
                .isEqualTo(
                        new dev.taskdirector.wire.Read.Malformed<>(
                                "settings: heartbeatMillis is \"1000000001\" and should be a whole number from 1 to 1000000000"));
    }

    @Test
    void settingsOutOfRangeAreDeadLettered() {
        PartitionProcessor owner = stage.owner();
        for (String value : List.of("0", "-1", "many")) {
            Control control = stage.seals.seal(new Control(
                    1,
                    PartitionProcessor.CONTROL_CACHE,
                    Control.Kind.SETTINGS,
                    java.util.Map.of("maxAttempts", value),
                    Optional.empty(),
                    java.util.Map.of(),
                    Optional.empty()));
            stage.log.append(P, control);
        }

        stage.deliver(owner);

        assertThat(stage.sink.takeDeadLetters())
                .extracting(letter -> letter.reason())
                .containsExactly(
                        "settings: maxAttempts is \"0\" and should be a whole number from 1 to 2147483647",
                        "settings: maxAttempts is \"-1\" and should be a whole number from 1 to 2147483647",
                        "settings: maxAttempts is \"many\" and should be a whole number from 1 to 2147483647");
    }
}
