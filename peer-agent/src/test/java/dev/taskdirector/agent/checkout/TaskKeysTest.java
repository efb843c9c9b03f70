package dev.taskdirector.agent.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskKeysTest {

    private static final KeyedTask COMMON = task("common", List.of("common"));
    private static final KeyedTask PLANNING = task("planning", List.of("planning"), "common");
    private static final KeyedTask MAPS = task("maps", List.of("maps/"));
    private static final List<KeyedTask> ALL = List.of(PLANNING, COMMON, MAPS);

    @TempDir
    Path folder;

    private GitFixture git;

    private static KeyedTask task(String name, List<String> inputs, String... needs) {
        return new KeyedTask(name, List.of("//" + name), List.of(needs), inputs, Optional.empty());
    }

    private static KeyedTask printing(String script) {
        return new KeyedTask("print", List.of("x"), List.of(), List.of(), Optional.of(List.of("sh", "-c", script)));
    }

    @BeforeEach
    void checkOut() {
        git = new GitFixture(folder);
        git.write("common/a", "1").write("planning/a", "1").write("maps/a", "1").commit("first");
    }

    private TaskKeys.Result keys(List<KeyedTask> tasks) {
        return TaskKeys.of(tasks, folder, "context");
    }

    private List<String> keysOfAll() {
        TaskKeys.Result result = keys(ALL);
        assertThat(result.notes()).isEmpty();
        return result.keys().orElseThrow();
    }

    @Test
    void equalTreesHaveEqualKeysWhateverTheCommit() {
        List<String> before = keysOfAll();
        git.commit("nothing changed");
        assertThat(keysOfAll()).isEqualTo(before).allMatch(key -> key.matches("k1:[0-9a-f]{64}"));
        assertThat(before).doesNotHaveDuplicates();
    }

    @Test
    void aChangeReachesWhatNeedsIt() {
        List<String> before = keysOfAll();
        git.write("common/a", "2").commit("change common");
        List<String> after = keysOfAll();
        assertThat(after.get(0)).isNotEqualTo(before.get(0));
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
        assertThat(after.get(2)).isEqualTo(before.get(2));
    }

    @Test
    void anUncommittedChangeIsSharedWithNobody() {
        List<String> before = keysOfAll();
        git.write("maps/new", "untracked");
        TaskKeys.Result first = keys(ALL);
        TaskKeys.Result second = keys(ALL);
        assertThat(first.notes())
                .containsExactly("input maps/ has uncommitted changes: tasks with it are not shared by key");
        assertThat(first.keys().orElseThrow().subList(0, 2)).isEqualTo(before.subList(0, 2));
        assertThat(first.keys().orElseThrow().get(2))
                .isNotEqualTo(before.get(2))
                .isNotEqualTo(second.keys().orElseThrow().get(2));
    }

    @Test
    void aPathThatIsNotThereIsSharedWithNobody() {
        TaskKeys.Result result = keys(List.of(task("gone", List.of("no/such"))));
        assertThat(result.keys().orElseThrow()).hasSize(1);
        assertThat(result.notes()).singleElement().asString().startsWith("input no/such is not in the git checkout");
    }

    @Test
    void aPathInsideOfAnotherIsToldApart() {
        git.write("common/sub/b", "1").commit("deeper");
        List<KeyedTask> nested =
                List.of(task("outer", List.of("common")), task("inner", List.of("./common/../common/sub")));
        List<String> before = keys(nested).keys().orElseThrow();
        assertThat(keys(nested).notes()).isEmpty();
        git.write("common/a", "2").commit("only the outer");
        List<String> after = keys(nested).keys().orElseThrow();
        assertThat(after.get(0)).isNotEqualTo(before.get(0));
        assertThat(after.get(1)).isEqualTo(before.get(1));
    }

    @Test
    void inputsAreNamedFromTheFolderInWhichTheAgentRuns() {
        List<KeyedTask> inside = List.of(task("common", List.of("a")));
        TaskKeys.Result result = TaskKeys.of(inside, folder.resolve("common"), "context");
        assertThat(result.notes()).isEmpty();
        git.write("common/a", "2");
        assertThat(TaskKeys.of(inside, folder.resolve("common"), "context").notes())
                .containsExactly("input a has uncommitted changes: tasks with it are not shared by key");
    }

    @Test
    void theWholeCheckoutMayBeAnInput() {
        List<KeyedTask> whole = List.of(task("all", List.of(".")));
        List<String> before = keys(whole).keys().orElseThrow();
        assertThat(keys(whole).keys()).contains(before);
        git.write("common/a", "3").commit("change");
        assertThat(keys(whole).keys()).isPresent().get().isNotEqualTo(before);
    }

    @Test
    void anotherContextHasOtherKeys() {
        assertThat(TaskKeys.of(ALL, folder, "other").keys()).isPresent().get().isNotEqualTo(keysOfAll());
        assertThat(TaskKeys.context(List.of("a", "b"), "")).isNotEqualTo(TaskKeys.context(List.of("a b"), ""));
    }

    @Test
    void aFingerprintsOutputIsTheKey() {
        List<String> one = keys(List.of(printing("echo 1"))).keys().orElseThrow();
        assertThat(keys(List.of(printing("echo 1"))).keys()).contains(one);
        assertThat(keys(List.of(printing("echo 2"))).keys().orElseThrow()).isNotEqualTo(one);
    }

    @Test
    void aFingerprintThatFailsIsSharedWithNobody() {
        List<KeyedTask> failing = List.of(printing("echo 1; echo broken >&2; exit 3"));
        TaskKeys.Result first = keys(failing);
        assertThat(first.notes())
                .containsExactly("the fingerprint of task \"print\" failed (exit 3: broken): it is not shared by key");
        assertThat(first.keys()).isNotEqualTo(keys(failing).keys());
    }

    @Test
    void whatAFingerprintLeavesBehindHoldsNobodyUp() {
        long began = System.nanoTime();
        List<KeyedTask> leaving = List.of(printing("echo 1; sleep 60 & exit 0"));
        assertThat(keys(leaving))
                .isEqualTo(keys(leaving))
                .satisfies(one -> assertThat(one.notes()).isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(55));
    }

    @Test
    void aFingerprintThatPrintsTooMuchIsSharedWithNobody() {
        List<KeyedTask> chatty = List.of(printing("head -c " + (Capture.MOST_BYTES + 1) + " /dev/zero"));
        TaskKeys.Result first = keys(chatty);
        assertThat(first.notes())
                .containsExactly("the fingerprint of task \"print\" failed (it prints more than 16777216 bytes; let it"
                        + " print a hash of them): it is not shared by key");
        assertThat(first.keys()).isNotEqualTo(keys(chatty).keys());
    }

    @Test
    void withoutMeansThereAreNoKeys() {
        assertThat(keys(List.of(task("a", List.of())))).isEqualTo(new TaskKeys.Result(Optional.empty(), List.of()));
    }

    @Test
    void keysAreGivenToEveryTaskOrToNone() {
        TaskKeys.Result result = keys(List.of(COMMON, task("bare", List.of())));
        assertThat(result.keys()).isEmpty();
        assertThat(result.notes()).singleElement().asString().startsWith("no keys: task \"bare\" has no inputs");
    }
}
