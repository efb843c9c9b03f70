package dev.taskdirector.benchmarks.replay;

import static dev.taskdirector.benchmarks.replay.ToldPast.expecting;
import static dev.taskdirector.benchmarks.replay.ToldPast.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.benchmarks.replay.ToldPast.Need;
import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.Received;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PastTest {

    private static final long BEGIN_MILLIS = 1_767_600_000_000L;
    private static final long SECOND = 1_000_000;
    private static final Need TWO = Need.of(task("a"), task("b"));

    private final ToldPast told = new ToldPast();

    /** What is made of it; the coordinator ticks whenever nobody speaks for a second. */
    private Past past() {
        Past past = new Past(3);
        long offset = 0;
        long second = 0;
        for (ToldPast.Told one : told.all()) {
            while (++second < one.second()) {
                past.take(moment(offset++, second), tick());
            }
            second = one.second();
            past.take(moment(offset++, second), new Received.Status(one.status()));
        }
        return past;
    }

    private static Moment moment(long offset, long second) {
        return new Moment(offset, BEGIN_MILLIS + second * 1_000);
    }

    private static Received tick() {
        return new Received.ControlRecord(new Control(
                1, "coordinator", Control.Kind.TICK, Map.of(), Optional.empty(), Map.of(), Optional.empty()));
    }

    @Test
    void aRunIsWhatItsPeersBuiltAndHowLongThatTook() {
        Need need = Need.of(expecting(task("common"), 30), task("planning", "common"), task("maps"));
        told.join(0, "one", 2, need)
                .join(5, "two", 1, need)
                .built(40, "one", "common", 40)
                .again(41, "one")
                .built(50, "two", "maps", 44.5)
                .built(100, "one", "planning", 60)
                .leave(101, "one", "two");
        Past past = past();
        assertThat(past.notes()).isEmpty();
        Case only = past.cases().get(0);
        assertThat(past.cases()).hasSize(1);
        assertThat(only.workload())
                .isEqualTo(new Workload(
                        "muc9.3.0",
                        "driving",
                        List.of(
                                new MeasuredTask("common", 40 * SECOND, List.of(), Optional.of(30 * SECOND)),
                                new MeasuredTask("planning", 60 * SECOND, List.of(0), Optional.empty()),
                                new MeasuredTask("maps", 44_500_000, List.of(), Optional.empty()))));
        assertThat(only.fleet()).isEqualTo(new Fleet(2, List.of(2, 1), List.of(1.0), List.of(0L, 5 * SECOND)));
        Result was = only.past().orElseThrow();
        assertThat(was.makespanSeconds()).isEqualTo(100);
        assertThat(was.lowerBoundSeconds()).isEqualTo(100);
        assertThat(was.workSeconds()).isEqualTo(144.5);
        assertThat(was.workRatio()).isEqualTo(1);
        assertThat(was.busyMicros()).isEqualTo(Map.of("one", 100 * SECOND, "two", 44_500_000L));
    }

    @Test
    void whatWasBuiltTwiceIsWorkTwiceAndTakesTheMean() {
        told.join(0, "one", 1, TWO)
                .join(0, "two", 1, TWO)
                .built(10, "one", "a", 10)
                .built(12, "two", "a", 12)
                .failed(20, "two", "b", 7)
                .built(30, "one", "b", 20)
                .leave(31, "one", "two");
        Result was = past().cases().get(0).past().orElseThrow();
        assertThat(was.workload().tasks()).extracting(MeasuredTask::micros).containsExactly(11 * SECOND, 20 * SECOND);
        assertThat(was.workSeconds()).isEqualTo(49);
        assertThat(was.workRatio()).isEqualTo(49 / 31.0);
        assertThat(was.makespanSeconds()).isEqualTo(30);
    }

    @Test
    void whatNobodyRanIsLeftOutAndWhatNeedsItNeedsItNoMore() {
        Need need = Need.of(task("a"), task("b", "a"), task("c", "b"), task("d"));
        told.join(0, "one", 1, need)
                .hit(2, "one", "a", 2)
                .built(12, "one", "c", 10)
                .failed(20, "one", "d", 8)
                .leave(21, "one");
        Past past = past();
        assertThat(past.cases().get(0).workload().tasks())
                .containsExactly(
                        new MeasuredTask("a", 2 * SECOND, List.of(), Optional.empty()),
                        new MeasuredTask("c", 10 * SECOND, List.of(), Optional.empty()),
                        new MeasuredTask("d", 8 * SECOND, List.of(), Optional.empty()));
        assertThat(past.notes()).containsExactly("tasks left out, since nobody ran them in the run that needs them: 1");
    }

    @Test
    void equalKeysAreOneWorkWhateverPlanTheyComeFrom() {
        told.join(0, "one", 1, TWO.keyed("k1", "k2").at("p1"))
                .join(0, "two", 1, TWO.keyed("k1", "k3").at("p2"))
                .built(10, "one", "a", 10)
                .built(20, "one", "b", 9)
                .built(30, "two", "b", 8)
                .leave(31, "one", "two");
        assertThat(past().cases()).singleElement().satisfies(one -> {
            assertThat(one.workload().tasks())
                    .extracting(MeasuredTask::name, MeasuredTask::micros)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("a", 10 * SECOND),
                            org.assertj.core.groups.Tuple.tuple("b", 9 * SECOND),
                            org.assertj.core.groups.Tuple.tuple("b k3", 8 * SECOND));
            assertThat(one.past().orElseThrow().workRatio()).isEqualTo(1);
        });
    }

    @Test
    void peersThatDontShareAreRunsOfTheirOwn() {
        told.join(0, "one", 1, TWO)
                .join(1, "two", 1, TWO.at("p2"))
                .built(10, "one", "a", 10)
                .built(10, "two", "a", 9)
                .leave(11, "one", "two");
        assertThat(past().cases()).extracting(one -> one.workload().version()).containsExactly("muc9.3.0", "muc9.3.1");
    }

    @Test
    void whoComesWhenTheWorkIsForgottenOpensAnotherRun() {
        told.join(0, "one", 1, TWO)
                .built(10, "one", "a", 10)
                .built(20, "one", "b", 10)
                .leave(20, "one")
                .join(300, "two", 1, TWO)
                .leave(301, "two")
                .join(1_200, "three", 1, TWO)
                .built(1_210, "three", "a", 10)
                .leave(1_211, "three");
        assertThat(past().cases())
                .extracting(one -> one.workload().size(), one -> one.fleet().peers())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2, 2), org.assertj.core.groups.Tuple.tuple(1, 1));
    }

    @Test
    void whatIsDoneIsDoneHoweverLongItsPeerStays() {
        told.join(0, "one", 1, TWO);
        for (long second = 20; second < 18_000; second += 20) {
            if (second == 3_600) {
                told.built(second, "one", "a", 3_600);
            } else if (second == 7_200) {
                told.built(second, "one", "b", 3_600);
            } else {
                told.heartbeat(second, "one");
            }
        }
        told.leave(18_000, "one").join(18_100, "two", 1, TWO).leave(18_101, "two");
        assertThat(past().cases())
                .singleElement()
                .satisfies(one -> assertThat(one.fleet().peers()).isEqualTo(2));
    }

    @Test
    void aSchemaMayBeNamedByItsDigest() {
        told.join(0, "one", 1, TWO)
                .joinByDigest(1, "two", TWO)
                .built(10, "two", "a", 9)
                .leave(11, "one", "two");
        assertThat(past().cases())
                .singleElement()
                .satisfies(one -> assertThat(one.fleet().peers()).isEqualTo(2));
    }

    @Test
    void whoOnlyReadsIsNoBuilder() {
        told.join(0, "reader", 1, TWO.readOnly())
                .join(5, "one", 1, TWO)
                .built(15, "one", "a", 10)
                .leave(16, "one", "reader");
        Case only = past().cases().get(0);
        assertThat(only.fleet().peers()).isEqualTo(1);
        assertThat(only.past().orElseThrow().makespanSeconds()).isEqualTo(10);
    }

    @Test
    void whatIsOlderThanTheBeginIsCounted() {
        told.heartbeat(0, "early")
                .built(1, "early", "a", 10)
                .joinByDigest(2, "unknown", TWO)
                .join(3, "one", 1, Need.of(task("z")))
                .leave(4, "one");
        Past past = past();
        assertThat(past.cases()).isEmpty();
        assertThat(past.notes())
                .containsExactly(
                        "tasks left out, since nobody ran them in the run that needs them: 1",
                        "runs left out, since nothing was built in them, or their needs go in a circle: 1",
                        "sessions left out, since they or their schemas are older than what was read: 2; begin earlier"
                                + " with --from");
    }
}
