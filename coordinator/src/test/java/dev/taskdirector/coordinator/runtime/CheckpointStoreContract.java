package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Why;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Loaded;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every checkpoint store. Each test starts with an empty one. */
public abstract class CheckpointStoreContract {

    private static final int PARTITION = 3;
    private static final LogPosition AT_TEN = new LogPosition("topic-a", 12, 10);
    private static final Changes NOTHING = new Changes(List.of(), List.of());

    private final RandomRows random = new RandomRows(new Random(7));

    /** The store under test, empty at the start of each test. */
    protected abstract CheckpointStore store();

    /** Makes the store unreachable. */
    protected abstract void stop();

    /** Makes it reachable again, with what it had. */
    protected abstract void restart();

    /** An operator says that an offset is to be skipped. */
    protected abstract void skip(int partition, long offset);

    /** The last rows of what has left the partition's state, and all its attempts, in order of kind and key. */
    protected abstract List<Row> history(int partition);

    private List<Row> history() {
        return history(PARTITION);
    }

    @Test
    void nothingSavedIsNothingFound() {
        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.None(List.of()));
    }

    @Test
    void whatIsSavedIsLoadedEqual() {
        List<Row> rows = rows(Kind.PARTITION, Kind.SCHEMA, Kind.RUN, Kind.PLAN, Kind.WORK, Kind.SESSION);

        assertThat(store().save(PARTITION, 0, AT_TEN, new Changes(rows, List.of())))
                .isEqualTo(new Saved.Done(1));

        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.Found(1, AT_TEN, rows, List.of()));
    }

    @Test
    void aSaveWithoutChangesMovesThePosition() {
        LogPosition later = new LogPosition("topic-b", 24, Long.MAX_VALUE);
        store().save(PARTITION, 0, AT_TEN, NOTHING);

        assertThat(store().save(PARTITION, 1, later, NOTHING)).isEqualTo(new Saved.Done(2));

        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.Found(2, later, List.of(), List.of()));
    }

    @Test
    void closedRowsAndAttemptsAreNotLoaded() {
        Row run = random.row(Kind.RUN, 1);
        Row work = random.row(Kind.WORK, 2);
        Row ended = random.row(Kind.ENDED_SESSION, 3);
        Row attempt = random.row(Kind.ATTEMPT, 4);
        store().save(PARTITION, 0, AT_TEN, new Changes(List.of(run, work, ended, attempt), List.of()));

        store().save(PARTITION, 1, AT_TEN, new Changes(List.of(), List.of(run.key(), ended.key(), attempt.key())));

        assertThat(live()).containsExactly(work);
    }

    @Test
    void aRowWrittenALastTimeAndClosedIsNotLoaded() {
        Row run = random.row(Kind.RUN, 1);

        store().save(PARTITION, 0, AT_TEN, new Changes(List.of(run), List.of(run.key())));

        assertThat(live()).isEmpty();
    }

    @Test
    void aClosedRowThatIsWrittenAgainIsLive() {
        Row work = random.row(Kind.WORK, 1);
        store().save(PARTITION, 0, AT_TEN, new Changes(List.of(work), List.of(work.key())));

        store().save(PARTITION, 1, AT_TEN, new Changes(List.of(work), List.of()));

        assertThat(live()).containsExactly(work);
    }

    @Test
    void closingWhatIsNotThereChangesNothing() {
        Row.Key unknown = new Row.Key(Kind.WORK, "99");

        assertThat(store().save(PARTITION, 0, AT_TEN, new Changes(List.of(), List.of(unknown))))
                .isEqualTo(new Saved.Done(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, -1})
    void whoExpectsAnotherRevisionLosesTheRaceAndWritesNothing(long expected) {
        Row mine = random.row(Kind.WORK, 1);
        store().save(PARTITION, 0, AT_TEN, new Changes(List.of(mine), List.of()));
        store().save(PARTITION, 1, AT_TEN, NOTHING);
        Loaded before = store().load(PARTITION);
        Changes theirs = new Changes(List.of(random.row(Kind.WORK, 2)), List.of(mine.key()));

        assertThat(store().save(PARTITION, expected, new LogPosition("x", 1, 99), theirs))
                .isEqualTo(new Saved.RaceLost());
        assertThat(store().saveAll(PARTITION, expected, new LogPosition("x", 1, 99), theirs))
                .isEqualTo(new Saved.RaceLost());

        assertThat(store().load(PARTITION)).isEqualTo(before);
    }

    @Test
    void whoExpectsACheckpointWhereThereIsNoneLosesTheRace() {
        assertThat(store().save(PARTITION, 5, AT_TEN, NOTHING)).isEqualTo(new Saved.RaceLost());
        assertThat(store().load(PARTITION)).isInstanceOf(Loaded.None.class);
    }

    @Test
    void ofManyOwnersAtOnceOneWinsEachRevision() throws Exception {
        ExecutorService owners = Executors.newFixedThreadPool(4);
        try {
            for (long revision = 0; revision < 5; revision++) {
                long expected = revision;
                List<Future<Saved>> saves = new ArrayList<>();
                for (int owner = 0; owner < 4; owner++) {
                    Changes changes = new Changes(List.of(new RandomRows(new Random(owner)).work(1)), List.of());
                    saves.add(owners.submit(() -> store().save(PARTITION, expected, AT_TEN, changes)));
                }
                List<Saved> results = new ArrayList<>();
                for (Future<Saved> save : saves) {
                    results.add(save.get());
                }
                assertThat(results)
                        .containsExactlyInAnyOrder(
                                new Saved.Done(expected + 1),
                                new Saved.RaceLost(),
                                new Saved.RaceLost(),
                                new Saved.RaceLost());
            }
        } finally {
            owners.shutdownNow();
        }
    }

    @Test
    void partitionsDontMeet() {
        Row here = random.row(Kind.WORK, 1);
        Row there = random.row(Kind.WORK, 1);
        store().save(PARTITION, 0, AT_TEN, new Changes(List.of(here), List.of()));
        store().save(PARTITION + 1, 0, AT_TEN, new Changes(List.of(there), List.of()));

        store().saveAll(PARTITION + 1, 1, AT_TEN, NOTHING);

        assertThat(live()).containsExactly(here);
    }

    @Test
    void theWholeStateClosesWhatIsNotPartOfIt() {
        List<Row> before = rows(Kind.PARTITION, Kind.SCHEMA, Kind.RUN, Kind.PLAN, Kind.WORK, Kind.SESSION);
        store().save(PARTITION, 0, AT_TEN, new Changes(before, List.of()));
        List<Row> after = List.of(before.get(0), random.row(Kind.WORK, 500), random.row(Kind.ENDED_SESSION, 500));

        assertThat(store().saveAll(PARTITION, 1, AT_TEN, new Changes(after, List.of())))
                .isEqualTo(new Saved.Done(2));

        assertThat(live()).isEqualTo(after);
    }

    @Test
    void whatHasLeftTheWholeStateIsHistoryByItsLastRow() {
        List<Row> before = rows(Kind.RUN, Kind.PLAN, Kind.WORK, Kind.SESSION, Kind.ATTEMPT);
        store().save(PARTITION, 0, AT_TEN, new Changes(before, List.of()));
        List<Row> last = rows(Kind.SCHEMA, Kind.RUN, Kind.PLAN, Kind.WORK, Kind.SESSION, Kind.ATTEMPT);
        List<Row.Key> closed = last.stream()
                .map(Row::key)
                .filter(key -> key.kind() != Kind.ATTEMPT)
                .toList();
        Row live = random.work(500);
        List<Row> whole = new ArrayList<>(last);
        whole.add(live);

        store().saveAll(PARTITION, 1, AT_TEN, new Changes(whole, closed));

        assertThat(live()).containsExactly(live);
        assertThat(history()).isEqualTo(last);
    }

    @Test
    void anAttemptThatIsUnderWayInTheStoreAloneEndsAsUnknown() {
        LeaseId running = new LeaseId("1.1");
        LeaseId ended = new LeaseId("1.2");
        LeaseId lost = new LeaseId("1.3");
        Row leased = leasing(running, ended, lost);
        List<Row> before = List.of(leased, underWay(running), underWay(ended), underWay(lost));
        store().save(PARTITION, 0, AT_TEN, new Changes(before, List.of()));
        Row end = ending(underWay(ended), "succeeded", 17L);
        Row now = RandomRows.with((Row.PartitionRow) random.row(Kind.PARTITION, 0), "lastTimestamp", Optional.of(99L));

        store().saveAll(PARTITION, 1, AT_TEN, new Changes(List.of(now, leasing(running), end), List.of()));

        assertThat(history())
                .containsExactly(underWay(running), end, ending(underWay(lost), CheckpointStore.END_UNKNOWN, 99L));
    }

    private Row leasing(LeaseId... leases) {
        Optional<Why> none = Optional.empty();
        List<Row.LeaseRow> rows = Stream.of(leases)
                .map(id -> new Row.LeaseRow(
                        id, new SessionId("s"), 0, 1, 2, 3, Optional.empty(), Optional.empty(), Optional.empty(), none))
                .toList();
        return RandomRows.with(new RandomRows(new Random(1)).work(1), "leases", rows);
    }

    private static Row.AttemptRow underWay(LeaseId lease) {
        return new Row.AttemptRow(
                lease,
                new RunId("run"),
                1,
                "it's \"quoted\" {a}",
                new PeerId("a"),
                new SessionId("s"),
                5,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Row ending(Row.AttemptRow attempt, String how, long at) {
        return RandomRows.with(
                RandomRows.with(attempt, "outcome", Optional.of(how)), "endedTimestamp", Optional.of(at));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void afterAnyHistoryTheLiveRowsAreLoadedEqual(long seed) {
        RandomHistory history = new RandomHistory(seed);
        for (long revision = 0; revision < 25; revision++) {
            LogPosition position = new LogPosition("topic-a", 12, revision * 100);
            Saved saved = revision % 10 == 9
                    ? store().saveAll(PARTITION, revision, position, new Changes(history.nextWhole(), List.of()))
                    : store().save(PARTITION, revision, position, history.next());
            assertThat(saved).isEqualTo(new Saved.Done(revision + 1));
            if (revision % 3 == 0) {
                assertThat(store().load(PARTITION))
                        .isEqualTo(new Loaded.Found(revision + 1, position, history.live(), List.of()));
            }
        }
        assertThat(live()).isEqualTo(history.live());
    }

    @Test
    void offsetsThatAnOperatorSkipsAreLoadedWithAndWithoutACheckpoint() {
        skip(PARTITION, 18_812);
        skip(PARTITION, 10);
        skip(PARTITION + 1, 11);
        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.None(List.of(10L, 18_812L)));
        assertThat(store().skippedOffsets(PARTITION)).contains(List.of(10L, 18_812L));

        store().save(PARTITION, 0, AT_TEN, NOTHING);

        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.Found(1, AT_TEN, List.of(), List.of(10L, 18_812L)));
    }

    @Test
    void anOffsetThatACheckpointHasPassedIsUsedUpInAnyLater() {
        LogPosition anew = new LogPosition("topic-b", 12, 0);
        skip(PARTITION, 9);
        skip(PARTITION, 10);
        skip(PARTITION + 1, 9);
        store().save(PARTITION, 0, AT_TEN, NOTHING);
        store().save(PARTITION, 0, anew, NOTHING);
        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.Found(1, AT_TEN, List.of(), List.of(10L)));

        store().save(PARTITION, 1, anew, NOTHING);
        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.Found(2, anew, List.of(), List.of(10L)));

        store().saveAll(PARTITION, 2, new LogPosition("topic-b", 12, 11), NOTHING);
        store().saveAll(PARTITION, 3, anew, NOTHING);
        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.Found(4, anew, List.of(), List.of()));
        assertThat(store().load(PARTITION + 1)).isEqualTo(new Loaded.None(List.of(9L)));
    }

    @Test
    void anOffsetThatIsListedBehindTheCheckpointIsLoadedForALogThatIsWrittenAnew() {
        store().save(PARTITION, 0, AT_TEN, NOTHING);

        skip(PARTITION, 5);

        assertThat(store().load(PARTITION)).isEqualTo(new Loaded.Found(1, AT_TEN, List.of(), List.of(5L)));
    }

    @Test
    void aStoreThatIsAwayIsUnavailableAndGoesOnWhereItWasLater() {
        Row work = random.row(Kind.WORK, 1);
        store().save(PARTITION, 0, AT_TEN, new Changes(List.of(work), List.of()));

        stop();
        try {
            assertThat(store().load(PARTITION)).isInstanceOf(Loaded.Unavailable.class);
            assertThat(store().skippedOffsets(PARTITION)).isEmpty();
            assertThat(store().save(PARTITION, 1, AT_TEN, NOTHING)).isInstanceOf(Saved.Unavailable.class);
            assertThat(store().saveAll(PARTITION, 1, AT_TEN, NOTHING)).isInstanceOf(Saved.Unavailable.class);
        } finally {
            restart();
        }

        assertThat(live()).containsExactly(work);
        assertThat(store().save(PARTITION, 1, AT_TEN, NOTHING)).isEqualTo(new Saved.Done(2));
    }

    @Test
    void tenThousandRowsAreSavedAndLoadedEqual() {
        List<Row> rows = new ArrayList<>();
        for (int work = 0; work < 10_000; work++) {
            rows.add(random.work(work));
        }
        rows.sort((a, b) -> a.key().compareTo(b.key()));

        assertThat(store().save(PARTITION, 0, AT_TEN, new Changes(rows, List.of())))
                .isEqualTo(new Saved.Done(1));

        assertThat(live()).isEqualTo(rows);
    }

    private List<Row> live() {
        return ((Loaded.Found) store().load(PARTITION)).rows();
    }

    private List<Row> rows(Kind... kinds) {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : kinds) {
            for (int id = 10; id < (kind == Kind.PARTITION ? 11 : 15); id++) {
                rows.add(random.row(kind, id));
            }
        }
        return rows;
    }
}
