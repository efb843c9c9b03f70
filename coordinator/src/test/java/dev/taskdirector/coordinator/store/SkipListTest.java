package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Loaded;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.store.SkipList.Answer;
import dev.taskdirector.coordinator.store.SkipList.Request;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator may put on the skip list, and what is refused with a sentence. */
class SkipListTest {

    private static final String FORCE = "; --force puts the offset on the list all the same";
    private static final String LISTED =
            "offset 18 of partition 3 is on the skip list: its record will be dead-lettered, and nothing of it applied";
    private static final String IF_LOADED = ", if the partition is loaded anew before it comes to that record";

    private static TestDatabase database;
    private static PostgresCheckpointStore store;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        store = new PostgresCheckpointStore(database.source());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void aCheckpointOfPartitionThreeUpToOffsetTen() {
        database.empty();
        store.save(3, 0, new LogPosition("topic", 12, 10), new Changes(List.of(), List.of()));
    }

    @Test
    void theRecordThatHoldsAPartitionUpIsListedOnce() {
        store.noteParked(3, parkedAt(18));

        assertThat(add(new Request(3, 18, "issue 4711", false))).isEqualTo(new Answer(true, LISTED));
        assertThat(add(new Request(3, 18, "again", false)))
                .isEqualTo(new Answer(true, "offset 18 of partition 3 is on the skip list already"));

        assertThat(((Loaded.Found) store.load(3)).skippedOffsets()).containsExactly(18L);
        assertThat(database.count("SELECT count(*) FROM skipped_offset WHERE reason = 'issue 4711'"))
                .isEqualTo(1);
    }

    @Test
    void anOffsetThatIsUsedUpMayBeListedOnceMore() {
        store.noteParked(3, parkedAt(18));
        add(new Request(3, 18, "issue 4711", false));
        store.save(3, 1, new LogPosition("topic", 12, 19), new Changes(List.of(), List.of()));
        assertThat(((Loaded.Found) store.load(3)).skippedOffsets()).isEmpty();

        assertThat(add(new Request(3, 18, "issue 4712", false))).isEqualTo(new Answer(true, LISTED));

        assertThat(((Loaded.Found) store.load(3)).skippedOffsets()).containsExactly(18L);
        assertThat(database.count("SELECT count(*) FROM skipped_offset WHERE reason = 'issue 4712'"))
                .isEqualTo(1);
    }

    @Test
    void whatStandsStillIsTold() {
        store.noteParked(5, new Condition.Parked(Optional.empty(), "partition 5 has \0 and \ud800 in it"));
        store.noteParked(3, parkedAt(17));
        store.noteParked(3, parkedAt(18));

        assertThat(parked()).hasSize(2);
        assertThat(parked().get(0)).matches("partition 3 stands still at 18 \\(since 20..-.*Z\\)");
        assertThat(parked().get(1)).startsWith("partition 5 has ? and ? in it (since ");

        store.noteGoing(3);
        store.noteGoing(5);
        assertThat(parked()).isEmpty();
    }

    @Test
    void aNoteThatNobodyRenewsIsNobodys() {
        store.noteParked(3, parkedAt(18));
        database.execute("UPDATE parked_partition SET noted_at = now() - interval '31 seconds'");

        assertThat(parked()).isEmpty();
        assertThat(add(new Request(3, 18, "", false)))
                .isEqualTo(new Answer(false, "partition 3 does not stand still" + FORCE));
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(add(new Request(3, 18, "", false)))
                .isEqualTo(new Answer(false, "partition 3 does not stand still" + FORCE));
        assertThat(add(new Request(12, 18, "", true)))
                .isEqualTo(new Answer(false, "there is no partition 12: the status topic has 12, numbered from 0"));
        assertThat(add(new Request(3, 9, "", true)))
                .isEqualTo(
                        new Answer(false, "offset 9 of partition 3 has been applied: the checkpoint is at offset 10"));
        store.noteParked(3, parkedAt(18));
        assertThat(add(new Request(3, 19, "", false)))
                .isEqualTo(new Answer(false, "partition 3 stands still at offset 18, not at 19" + FORCE));
        store.noteParked(3, new Condition.Parked(Optional.empty(), "partition 3 stands still: 24 partitions"));
        assertThat(add(new Request(3, 18, "", false)))
                .isEqualTo(new Answer(false, "no record holds it up: partition 3 stands still: 24 partitions"));
        assertThat(database.count("SELECT count(*) FROM skipped_offset")).isZero();
    }

    @Test
    void forceListsWhatIsStillToComeAndSaysOnWhatItHangs() {
        assertThat(add(new Request(3, 18, "", true))).isEqualTo(new Answer(true, LISTED + IF_LOADED));
    }

    /** The topic was made anew, and nothing of the new one is saved yet. */
    @Test
    void theRecordThatHoldsAPartitionUpIsListedWhateverTheCheckpointSays() {
        store.noteParked(3, parkedAt(5));

        assertThat(add(new Request(3, 6, "", false)))
                .isEqualTo(
                        new Answer(false, "offset 6 of partition 3 has been applied: the checkpoint is at offset 10"));
        assertThat(add(new Request(3, 5, "", false)).done()).isTrue();

        assertThat(((Loaded.Found) store.load(3)).skippedOffsets()).containsExactly(5L);
    }

    @Test
    void anEmptyDatabaseIsProbablyTheWrongOne() {
        database.empty();

        assertThat(add(new Request(3, 18, "", true)))
                .isEqualTo(new Answer(
                        false, "no coordinator has written a checkpoint into this database: is it the right one?"));
    }

    @Test
    void aFirstRecordThatNobodyCanTakeIsListedWithoutACheckpoint() {
        database.empty();
        store.noteParked(3, parkedAt(0));

        assertThat(add(new Request(3, 0, "", false)).done()).isTrue();
    }

    @Test
    void aDatabaseThatIsAwayIsSaidWithItsAddressAndWithoutParameters() {
        assertThatThrownBy(() -> SkipList.open("jdbc:postgresql://127.0.0.1:1/x?password=geheim", new Properties()))
                .isInstanceOf(SkipList.UnreachableException.class)
                .hasMessageStartingWith("PostgreSQL at jdbc:postgresql://127.0.0.1:1/x does not answer: ")
                .hasMessageNotContaining("geheim");
    }

    private static Condition.Parked parkedAt(long offset) {
        return new Condition.Parked(Optional.of(offset), "partition 3 stands still at " + offset);
    }

    private static Answer add(Request request) {
        try (SkipList list = open()) {
            return list.add(request);
        } catch (SkipList.UnreachableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> parked() {
        try (SkipList list = open()) {
            return list.parked();
        } catch (SkipList.UnreachableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SkipList open() throws SkipList.UnreachableException {
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(database.source().getUser()));
        properties.setProperty("password", String.valueOf(database.source().getPassword()));
        return SkipList.open(database.source().getUrl(), properties);
    }
}
