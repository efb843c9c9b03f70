package dev.taskdirector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.fuzz.JsonSchemas;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever the code writes, its JSON Schema takes, and the codec reads back equal. */
class RandomRecordsTest {

    private final AnyRecord records = new AnyRecord();

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void statusesKeepTheContract(@ForAll("statuses") PeerStatus status) {
        keepsTheContract("peer-status", status);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void assignmentsKeepTheContract(@ForAll("assignments") PeerAssignment assignment) {
        keepsTheContract("assignment", assignment);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void controlRecordsKeepTheContract(@ForAll("controls") Control control) {
        keepsTheContract("control", control);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void runEventsKeepTheContract(@ForAll("events") RunEvent event) {
        keepsTheContract("run-event", event);
    }

    @Provide
    Arbitrary<PeerStatus> statuses() {
        return Arbitraries.randomValue(random -> of(random).status());
    }

    @Provide
    Arbitrary<PeerAssignment> assignments() {
        return Arbitraries.randomValue(random -> of(random).assignment());
    }

    @Provide
    Arbitrary<Control> controls() {
        return Arbitraries.randomValue(random -> of(random).control());
    }

    @Provide
    Arbitrary<RunEvent> events() {
        return Arbitraries.randomValue(random -> of(random).event());
    }

    private void keepsTheContract(String kind, Object value) {
        byte[] json = records.write(value);
        assertThat(records.value(kind, json)).isEqualTo(value);
        assertThat(JsonSchemas.refusals(kind, json)).isEmpty();
    }

    private static RandomRecords of(Random random) {
        return new RandomRecords(random);
    }
}
