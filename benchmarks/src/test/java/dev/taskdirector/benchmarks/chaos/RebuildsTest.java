package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.Rebuilds.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two peers, of which the second builds what the first has begun. */
class RebuildsTest {

    private static final Build BUILD =
            new Build("build-1", "cache", false, true, List.of(new Build.Task("a", List.of(), 10, "a", 0)), List.of());
    private static final String CONTENT = new PeerPlan(BUILD, "", 1, false, false, "verdict", "", 0)
            .checkout()
            .get(0)
            .content();
    private static final String BEGUN_ALONE = "start      a            about 1s   without a lease";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Path output;
    private Path quiet;
    private List<Life.Harm> harms = List.of();
    private Optional<String> firstOutcome = Optional.of("released");
    private Optional<String> firstSessionEnded = Optional.empty();
    private Optional<String> firstRun = Optional.of("run");
    private Optional<String> firstEnd = Optional.empty();
    private String secondPhase = "task";
    private boolean secondHasLease = true;
    private long secondWork = 1;
    private int firstLeaseEnds = 4;
    private boolean third;
    private List<Answer> answers = List.of();

    @BeforeEach
    void write() throws Exception {
        quiet = Files.writeString(folder.resolve("quiet.log"), "");
        output = Files.writeString(folder.resolve("output.log"), "td 12:00:00 start      b            about 1s\n");
    }

    @Test
    void theReasonIsWhatTheRecordsProve() throws Exception {
        assertThat(reasons()).containsOnlyKeys(Reason.UNEXPLAINED);
        firstLeaseEnds = 9;
        assertThat(reasons()).containsOnlyKeys(Reason.SECOND_LEASE);
        secondWork = 2;
        assertThat(reasons()).containsOnlyKeys(Reason.OTHER_RUN);
        firstEnd = Optional.of("aborted");
        assertThat(reasons()).containsOnlyKeys(Reason.HOLDER_LEFT);
        firstSessionEnded = Optional.of("silent");
        assertThat(reasons()).containsOnlyKeys(Reason.HOLDER_LOST);
        print("alone      no answer for 8s; building on by myself", BEGUN_ALONE);
        assertThat(reasons()).containsOnlyKeys(Reason.ALONE);
        harms = List.of(new Life.Harm(FaultKind.AGENT_KILLED, at(3)));
        assertThat(reasons()).containsOnlyKeys(Reason.HOLDER_KILLED);
        firstEnd = Optional.of("unavailable");
        assertThat(reasons()).containsOnlyKeys(Reason.NOT_NOW);
        secondPhase = "verdict";
        assertThat(reasons()).containsOnlyKeys(Reason.VERDICT);
    }

    @Test
    void aLostLeaseIsALostHolder() {
        firstOutcome = Optional.of("lost");
        assertThat(reasons()).containsExactly(Map.entry(Reason.HOLDER_LOST, 1));
    }

    @Test
    void whoBeginsWithoutALeaseMustHaveSaidWhy() throws Exception {
        secondHasLease = false;
        assertThat(reasons()).as("nothing is said").containsOnlyKeys(Reason.UNEXPLAINED);
        print(BEGUN_ALONE);
        assertThat(reasons()).as("nothing is said before").containsOnlyKeys(Reason.UNEXPLAINED);
        print(BEGUN_ALONE, "alone      no answer for 8s; building on by myself");
        assertThat(reasons()).as("it is said after").containsOnlyKeys(Reason.UNEXPLAINED);
        for (String why : List.of(
                "alone      no answer for 8s; building on by myself",
                "superseded a newer session has my peer id; building on by myself",
                "rejected   slots is 65; building on by myself",
                "waited     9s in all, the wait budget is 8s; building what I wait for by myself")) {
            print(why, "start      b            about 1s   without a lease", BEGUN_ALONE);
            assertThat(reasons()).as(why).containsOnlyKeys(Reason.ALONE);
        }
    }

    @Test
    void whatWasSaidHoldsUntilTheCoordinatorLeadsAgain() throws Exception {
        secondHasLease = false;
        String alone = "alone      no answer for 8s; building on by myself";
        print(alone, "built      b            1s   exit 0   [1/2]", BEGUN_ALONE);
        assertThat(reasons()).containsOnlyKeys(Reason.ALONE);
        print(alone, "again      the coordinator answers; 0 tasks were built elsewhere meanwhile   [1/2]", BEGUN_ALONE);
        assertThat(reasons()).containsOnlyKeys(Reason.UNEXPLAINED);
        print(
                "waited     9s in all; building it by myself",
                "built      b            1s   exit 0   [1/2]",
                BEGUN_ALONE);
        assertThat(reasons()).as("each waiting is said").containsOnlyKeys(Reason.UNEXPLAINED);
    }

    /** Found in a storm: a verdict that builds each task names none of them. */
    @Test
    void aVerdictOfEachTaskIsAReasonToBuildAnyOfThem() throws Exception {
        print("alone      no answer for 8s; building on by myself", "verdict    exit 0 after 1s; 0 ghosts");
        assertThat(reasons()).containsOnlyKeys(Reason.UNEXPLAINED);
        print("alone      no answer for 8s; building on by myself", "verdict    each task once more, bash task.sh");
        assertThat(reasons()).containsOnlyKeys(Reason.ALONE);
    }

    @Test
    void aLeaseThatTheRecordDoesNotKnowIsOfAnOwnerWhoseDecisionsCameToNothing() {
        secondHasLease = false;
        answers = List.of(new Answer(1, "two", "session-two", at(6), "working", given("session-two 9.two")));
        assertThat(reasons()).containsOnlyKeys(Reason.TAKEN_OVER);
        answers = List.of(new Answer(1, "two", "session-two", at(7), "working", given("session-two 9.two")));
        assertThat(reasons()).as("it came too late").containsOnlyKeys(Reason.UNEXPLAINED);
        answers = List.of(new Answer(
                1, "two", "session-two", at(6), "working", List.of(new Answer.Given("session-two 9.two", "another"))));
        assertThat(reasons()).as("it is another task's").containsOnlyKeys(Reason.UNEXPLAINED);
        secondHasLease = true;
        answers = List.of(new Answer(1, "two", "session-two", at(6), "working", given("session-two 1.two")));
        assertThat(reasons()).as("the record has it").containsOnlyKeys(Reason.UNEXPLAINED);
    }

    private static List<Answer.Given> given(String lease) {
        return List.of(new Answer.Given(lease, "a"));
    }

    @Test
    void aPeerIdThatTwoHaveIsToldApart() {
        firstOutcome = Optional.of("replaced");
        assertThat(reasons()).containsExactly(Map.entry(Reason.HOLDER_REPLACED, 1));
        firstRun = Optional.empty();
        assertThat(reasons()).containsExactly(Map.entry(Reason.UNPROVEN, 1));
    }

    @Test
    void whatNothingExplainsIsTold() {
        assertThat(new Rebuilds(evidence(), new Ownership(List.of())).unexplained())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence).contains("one.1", "two.1", "a;"));
    }

    @Test
    void onlyWhoBeganLastBeforeItCounts() throws Exception {
        print("superseded a newer session has my peer id; building on by myself", BEGUN_ALONE);
        assertThat(reasons()).containsExactly(Map.entry(Reason.ALONE, 1));
        third = true;
        assertThat(reasons()).containsExactlyInAnyOrderEntriesOf(Map.of(Reason.ALONE, 1, Reason.UNEXPLAINED, 1));
    }

    private void print(String... lines) throws Exception {
        StringBuilder text = new StringBuilder();
        List.of(lines).forEach(line -> text.append("td 12:00:00 ").append(line).append('\n'));
        Files.writeString(output, text);
    }

    private Map<Reason, Integer> reasons() {
        return new Rebuilds(evidence(), new Ownership(List.of())).counts();
    }

    private Evidence evidence() {
        List<TaskEntry> entries = new ArrayList<>();
        entries.add(entry(true, "one", 2, "task", "asked"));
        firstEnd.ifPresent(how -> entries.add(entry(false, "one", 5, "task", how)));
        entries.add(entry(true, "two", 6, secondPhase, "asked"));
        entries.add(entry(false, "two", 8, secondPhase, "ok"));
        if (third) {
            entries.add(entry(true, "three", 10, "task", "asked"));
        }
        List<AttemptRow> attempts = new ArrayList<>();
        attempts.add(attempt("one", 1, 2, firstLeaseEnds, firstOutcome));
        if (secondHasLease) {
            attempts.add(attempt("two", secondWork, 6, 8, Optional.of("succeeded")));
        }
        attempts.add(attempt("three", secondWork, 10, 12, Optional.of("succeeded")));
        List<SessionRow> sessions = List.of(new SessionRow(
                1,
                "session-one",
                false,
                "one",
                "cache",
                firstRun,
                Optional.empty(),
                false,
                false,
                at(1),
                firstSessionEnded.map(why -> at(5)),
                firstSessionEnded));
        return new Evidence(
                List.of(life("one", harms), life("two", List.of()), life("three", List.of())),
                entries,
                new DatabaseRecord(List.of(), List.of(), List.of(), sessions, attempts),
                new Log(List.of(joins("one"), joins("two"), joins("three")), answers, Map.of(), List.of()));
    }

    private Life life(String peer, List<Life.Harm> suffered) {
        PeerPlan plan = new PeerPlan(BUILD, peer, 1, false, false, "verdict", "", 0);
        Path printed = peer.equals("one") ? output : quiet;
        return new Life(peer + ".1", plan, START, Optional.of(at(9)), Optional.of(0), suffered, printed);
    }

    private static TaskEntry entry(boolean begins, String peer, int second, String phase, String how) {
        return new TaskEntry(begins, "a", CONTENT, peer, peer + ".1", 7, phase, at(second), how, 0);
    }

    private static AttemptRow attempt(String peer, long work, int from, int to, Optional<String> outcome) {
        return new AttemptRow(
                1,
                work + "." + peer,
                "run",
                work,
                "a",
                peer,
                "session-" + peer,
                at(from),
                Optional.of(at(to)),
                outcome,
                Optional.empty());
    }

    private static Said joins(String peer) {
        Said.Join join = new Said.Join(peer + ".1", true, true, List.of());
        return new Said(1, 0, at(1), peer, "session-" + peer, 1, false, List.of(), Optional.of(join));
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }
}
