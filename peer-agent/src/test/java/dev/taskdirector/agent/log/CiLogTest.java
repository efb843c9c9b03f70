package dev.taskdirector.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.wire.FailedAttempt;
import dev.taskdirector.wire.Failure;
import dev.taskdirector.wire.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CiLogTest {

    private static final Duration EXPECTED_ALONE = Duration.ofMinutes(31);

    private final SettableClock clock = new SettableClock();
    private final List<String> lines = new ArrayList<>();
    private final Tally tally = new Tally(clock, tasks());
    private final CiLog log = new CiLog(clock, "bazel test --keep_going //driving/...", lines::add)
            .linkedTo("https://td.example/")
            .withLogs(task -> Path.of("td-logs", task + ".log"));

    /** Forty tasks; what others build would take twenty minutes in all here. */
    private static Map<String, Optional<Duration>> tasks() {
        Map<String, Optional<Duration>> tasks = new LinkedHashMap<>();
        for (String own : List.of("perception", "mapping", "routing")) {
            tasks.put(own, Optional.of(Duration.ofMinutes(3)));
        }
        tasks.put("msgs", Optional.of(Duration.ofSeconds(1200 - 36 * 20)));
        for (int i = 0; i < 36; i++) {
            tasks.put("other" + i, Optional.of(Duration.ofSeconds(20)));
        }
        return tasks;
    }

    private static List<String> contract() {
        try (InputStream in = CiLogTest.class.getResourceAsStream("/ci-log.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void at(String time, Fact fact) {
        clock.set(time);
        tally.add(fact);
        log.accept(fact);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Fact built(String task, int seconds, int done) {
        return new Fact.Built(task, seconds(seconds), Optional.of(0), done, 40);
    }

    private static Fact started(String task, int seconds, Fact.Why why) {
        return new Fact.Started(task, seconds(seconds), false, Optional.of(why));
    }

    @Test
    void aBuildReadsAsTheContractSays() {
        log.open(new Opening(
                "zuul-7f3a21c0",
                "muc9",
                true,
                1,
                Optional.of("Zuul gate, change 4711,3 of org/driving on main, 2 changes ahead"),
                40,
                Optional.of(EXPECTED_ALONE)));
        at("14:02:08", new Fact.Joined("muc9.3.18812", 2));
        at(
                "14:02:08",
                new Fact.Sharing(
                        "33 of 40 tasks have equal inputs elsewhere; 7 are mine alone (driving/planning changed)"));
        at("14:02:08", new Fact.DoneBefore(9, Optional.of("zuul-91be04, change 4698,7")));
        at("14:02:08", started("perception", 370, new Fact.Why.LongestPath(Duration.ofMinutes(14))));
        at("14:08:12", built("perception", 364, 10));
        at("14:08:12", new Fact.Waits("msgs", "zuul-91be04", seconds(130), seconds(170)));
        at("14:08:50", new Fact.BuiltElsewhere("msgs", "zuul-91be04", Optional.of(seconds(168)), 17, 40));
        at("14:08:50", started("mapping", 110, new Fact.Why.Unblocks(6)));
        at("14:09:20", new Fact.Alone(seconds(30)));
        at("14:09:41", new Fact.Again(2, 20, 40));
        at("14:10:38", built("mapping", 108, 21));
        at("14:10:38", new Fact.Retaken("routing", Optional.of("zuul-c0ffee")));
        at("14:12:19", built("routing", 101, 40));
        at("14:12:19", new Fact.VerdictStarted("all is done"));
        at("14:13:58", new Fact.VerdictEnded(0, seconds(99), Optional.of(0)));
        log.close(
                new Closing(0, "the verdict's", seconds(711), Optional.of(EXPECTED_ALONE)),
                new Closing.Saved(Optional.of(seconds(1200)), 37, seconds(360), seconds(38)));
        assertThat(lines).containsExactlyElementsOf(contract().subList(0, 20));
        assertThat(tally.saved())
                .isEqualTo(new Closing.Saved(Optional.of(seconds(1200)), 37, seconds(364 + 108 + 101), seconds(38)));
    }

    @Test
    void aFailureAndALonelyPeerReadAsTheContractSays() {
        at(
                "14:05:00",
                new Fact.Failed(
                        "planning_test", seconds(8), Optional.of(3), Optional.of("nobody else has these inputs")));
        at("14:02:08", new Fact.Sharing("nobody: 4 peers are here, none with equal inputs or a common patchset"));
        List<String> told = contract();
        assertThat(lines)
                .containsExactly(
                        told.get(21).replaceFirst("^when a task fails: *", ""),
                        told.get(22).replaceFirst("^when nobody fits: *", ""));
    }

    private static List<Fact> oneOfEach() {
        return List.of(
                new Fact.Joined("r", 0),
                new Fact.Rejected("the schema has too many tasks"),
                new Fact.Superseded(),
                new Fact.DoneBefore(1),
                new Fact.Sharing("nobody"),
                new Fact.Started("a", seconds(1), true),
                new Fact.StartedTogether(List.of("a", "b"), seconds(1)),
                new Fact.EndedTogether(List.of("a", "b"), Outcome.ABORTED, seconds(1), Optional.empty()),
                new Fact.Retaken("a"),
                built("a", 1, 1),
                new Fact.Failed("a", seconds(1), Optional.empty()),
                new Fact.Aborted("a", seconds(1)),
                new Fact.Unavailable("a"),
                new Fact.Waits("b", "p", seconds(9), seconds(5)),
                new Fact.Elsewhere(1, 2, 3),
                new Fact.BuiltElsewhere("a", "p", Optional.empty(), 2, 3),
                new Fact.Alone(seconds(30)),
                new Fact.WaitedEnough(seconds(100), seconds(90)),
                new Fact.WaitedForNothing(seconds(100), seconds(90)),
                new Fact.Again(1, 2, 3),
                new Fact.Rejoined(1, 1),
                new Fact.FailedElsewhere(List.of(new Failure("a", List.of(new FailedAttempt("p", Optional.of(3))))), 2),
                new Fact.VerdictStarted("x"),
                new Fact.VerdictEnded(1, seconds(2), Optional.empty()),
                new Fact.Note("a\nsentence"));
    }

    @Test
    void everyFactIsOneLine() {
        TreeSet<String> all = new TreeSet<>();
        for (Class<?> kind : Fact.class.getPermittedSubclasses()) {
            all.add(kind.getSimpleName());
        }
        TreeSet<String> told = new TreeSet<>();
        oneOfEach().forEach(fact -> {
            told.add(fact.getClass().getSimpleName());
            log.accept(fact);
        });
        assertThat(told).isEqualTo(all);
        assertThat(lines).hasSize(all.size()).allMatch(line -> line.matches("td \\d\\d:\\d\\d:\\d\\d [a-z]+ .*"));
        assertThat(lines).contains("td 14:02:07 note       a?sentence");
        assertThat(lines).contains("td 14:02:07 failed     elsewhere: a (p exit 3) and 1 more; my own verdict decides");
    }

    @Test
    void whatOthersWroteSteersNoTerminal() {
        log.accept(new Fact.Note("a\u001b[2J\u009b31m\u202eb\u2028c\u2066d"));
        assertThat(lines).containsExactly("td 14:02:07 note       a?[2J?31m?b?c?d");
    }

    @Test
    void aTerminalShowsTasksInPlaceAndTheRestAsLines() {
        List<String> progress = new ArrayList<>();
        ProgressLine terminal = new ProgressLine(log, 3, progress::add);
        terminal.accept(new Fact.Started("a", seconds(1), false));
        terminal.accept(new Fact.Built("a", seconds(1), Optional.of(0), 1, 3));
        terminal.accept(new Fact.Waits("b", "p", seconds(1), seconds(5)));
        terminal.accept(new Fact.Failed("c", seconds(1), Optional.of(2)));
        assertThat(progress)
                .containsExactly("[0/3] builds a", "[1/3] ", "[1/3] waits for b on p", "[1/3] waits for b on p");
        assertThat(lines).singleElement().asString().contains("failed     c");
    }

    @Test
    void tasksThatStartTogetherAreOneLineWithTheNamesThatFit() {
        List<String> tasks = List.of("//base/strings", "//base/numbers", "//base/io", "//base/net");
        log.accept(new Fact.StartedTogether(tasks, Duration.ofMillis(250)));
        log.accept(new Fact.StartedTogether(List.of("x".repeat(60), "y"), seconds(1)));
        log.accept(new Fact.EndedTogether(List.of("a", "b"), Outcome.FAILED, seconds(1), Optional.of(3)));
        log.accept(new Fact.EndedTogether(List.of("a", "b"), Outcome.ABORTED, seconds(1), Optional.empty()));
        assertThat(lines)
                .containsExactly(
                        "td 14:02:07 start      4 tasks together   //base/strings, //base/numbers, …   about 0.3s",
                        "td 14:02:07 start      2 tasks together   " + "x".repeat(60) + ", …   about 1s",
                        "td 14:02:07 apart      2 tasks together   a, b   after 1s, exit 3; now each by itself, to see"
                                + " which it is",
                        "td 14:02:07 stopped    2 tasks together   a, b   after 1s; wanted no more");
    }

    @Test
    void onATerminalWhatStartedTogetherIsShownUntilEachHasEnded() {
        List<String> progress = new ArrayList<>();
        ProgressLine terminal = new ProgressLine(log, 3, progress::add);
        terminal.accept(new Fact.StartedTogether(List.of("a", "b"), seconds(1)));
        terminal.accept(new Fact.Built("a", seconds(1), Optional.of(0), 1, 3));
        terminal.accept(new Fact.Built("b", seconds(1), Optional.of(0), 2, 3));
        terminal.accept(new Fact.StartedTogether(List.of("c", "d"), seconds(1)));
        terminal.accept(new Fact.EndedTogether(List.of("c", "d"), Outcome.FAILED, seconds(1), Optional.of(3)));
        terminal.accept(new Fact.Started("c", seconds(1), false));
        assertThat(progress)
                .containsExactly(
                        "[0/3] builds a, b",
                        "[1/3] builds b",
                        "[2/3] ",
                        "[2/3] builds c, d",
                        "[2/3] ",
                        "[2/3] builds c");
        assertThat(lines).singleElement().asString().contains("apart      2 tasks together");
    }

    @Test
    void durationsAreSaidAsPeopleDo() {
        assertThat(List.of(380L, 9_949L, 9_960L, 38_000L, 59_600L, 364_000L, 1_860_000L, 7_500_000L, 7_200_000L))
                .extracting(millis -> Spans.say(Duration.ofMillis(millis)))
                .containsExactly("0.4s", "9.9s", "10s", "38s", "1m", "6m04s", "31m", "2h05m", "2h");
    }
}
