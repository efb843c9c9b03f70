package dev.taskdirector.wire.taskschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.SchemaDigest;
import dev.taskdirector.wire.taskschema.TaskSchema.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSchemaReaderTest {

    @TempDir
    private Path folder;

    @Test
    void theFullNotationIsReadAsItsExampleSays() {
        TaskSchema schema = example("tasks.yaml");
        assertThat(schema)
                .isEqualTo(new TaskSchema(
                        "driving",
                        Optional.of("//driving/..."),
                        Verdict.COMMAND,
                        List.of(
                                new SchemaTask(
                                        "common",
                                        List.of("//driving/common/..."),
                                        List.of(),
                                        List.of("driving/common", "third_party"),
                                        Optional.empty(),
                                        Optional.of(600.0),
                                        Optional.of(3600.0)),
                                new SchemaTask(
                                        "maps",
                                        List.of("//driving/maps/..."),
                                        List.of("common"),
                                        List.of("driving/maps"),
                                        Optional.empty(),
                                        Optional.of(240.0),
                                        Optional.empty()),
                                new SchemaTask(
                                        "planning",
                                        List.of("//driving/planning/...", "//driving/prediction/..."),
                                        List.of("common", "maps"),
                                        List.of(),
                                        Optional.of(List.of(
                                                "tools/fingerprint",
                                                "//driving/planning/...",
                                                "//driving/prediction/...")),
                                        Optional.of(480.0),
                                        Optional.empty()))));
        assertThat(schema.joinSchema().digest())
                .isEqualTo(schema.digest())
                .isEqualTo(SchemaDigest.of("driving", Optional.of("//driving/..."), schema.joinTasks()));
    }

    @Test
    void stepsAreTasksInTheOrderOfTheirNumbers() {
        TaskSchema schema = example("steps.json");
        assertThat(schema)
                .isEqualTo(new TaskSchema(
                        "steps",
                        Optional.of("//my_universe/..."),
                        Verdict.COMMAND,
                        List.of(
                                plain("1", "//my_universe/common/..."),
                                plain("2", "//my_universe/planning/..."),
                                plain("10", "//my_universe/maps/...", "//my_universe/ui/..."))));
        assertThat(example("steps.yaml")).isEqualTo(schema);
    }

    @Test
    void aScalarIsATargetWhateverItsTypeAndNamesAreMadeUnique() {
        assertThat(example("sleep.yaml"))
                .isEqualTo(new TaskSchema(
                        "sleep",
                        Optional.empty(),
                        Verdict.COMMAND,
                        List.of(plain("2", "2"), plain("3", "3"), plain("2#2", "2"), plain("0.5", "0.5"))));
        TaskSchema odd = read("s.yaml", "tasks: [{task: true}, {task: 1.10}, {task: 0x1F}, {task: 1e3}, {task: 'a'}]");
        assertThat(odd.joinTasks().stream().map(JoinTask::name)).containsExactly("true", "1.10", "0x1F", "1e3", "a");
        TaskSchema json = read("s.json", "{\"tasks\": [{\"task\": false}, {\"task\": 1.10}, {\"task\": -3}]}");
        assertThat(json.joinTasks().stream().map(JoinTask::name)).containsExactly("false", "1.10", "-3");
        TaskSchema taken = read("s.yaml", "tasks: [{task: a}, {task: a#2}, {task: a}]");
        assertThat(taken.joinTasks().stream().map(JoinTask::name)).containsExactly("a", "a#2", "a#3");
    }

    @Test
    void aMadeNameThatIsTakenGetsTheNextNumber() {
        assertThat(read("s.yaml", "tasks: [{task: a}, {task: a#2}, {task: a}, {task: a#2}, {task: a}]")
                        .tasks())
                .extracting(SchemaTask::name)
                .containsExactly("a", "a#2", "a#3", "a#2#2", "a#4");
    }

    @Test
    void aRunOfCharactersThatTheYamlReaderWouldTakeForEverForIsRefused() {
        assertThat(problems("tasks: [{task: a}]\nx-y: " + "a".repeat(262_145)))
                .containsExactly("s.yaml:2: there are more than 262144 characters without a blank or a quote here; a"
                        + " target has at most 65536 bytes");
        assertThat(read("s.yaml", "tasks: [{task: a}]\nx-y: " + "a".repeat(262_143))
                        .tasks())
                .hasSize(1);
    }

    @Test
    void aVerdictOfNoneIsRead() {
        assertThat(read("s.yaml", "verdict: none\ntasks: [{task: a}]").verdict())
                .isEqualTo(Verdict.NONE);
        assertThat(problems("verdict: bazel test\ntasks: [{task: a}]"))
                .containsExactly(
                        "s.yaml:1: \"verdict\" is \"bazel test\"; it must be command or none (the command itself"
                                + " is given to the agent by --verdict)");
    }

    @Test
    void anUnknownNeedIsNamedWithItsLineAndWhatWasMeant() {
        assertThat(problems(
                        "tasks:\n- name: common\n  targets: [c]\n- name: planning\n  targets: [p]\n  needs: [comon]\n"))
                .containsExactly("s.yaml:4: task \"planning\" needs \"comon\", which is not a task; did you mean"
                        + " \"common\"?");
        assertThat(problems("tasks: [{name: a, targets: [c], needs: [quite-other]}]"))
                .containsExactly("s.yaml:1: task \"a\" needs \"quite-other\", which is not a task");
    }

    @Test
    void aCircleIsNamed() {
        assertThat(problems("""
                        tasks:
                        - {name: a, targets: [t], needs: [c]}
                        - {name: b, targets: [t], needs: [a]}
                        - {name: c, targets: [t], needs: [b]}
                        """))
                .containsExactly("s.yaml:2: tasks need each other in a circle: \"a\" needs \"c\" needs \"b\" needs"
                        + " \"a\"; leave one of these needs out");
        assertThat(problems("tasks: [{name: a, targets: [t], needs: [a]}]"))
                .containsExactly("s.yaml:1: tasks need each other in a circle: \"a\" needs \"a\"; leave one of these"
                        + " needs out");
    }

    @Test
    void aNameGivenTwiceIsNamedWithBothLines() {
        assertThat(problems("tasks:\n- {name: a, targets: [t]}\n\n- {name: a, targets: [u]}\n"))
                .containsExactly("s.yaml:4: task \"a\" has the name of the task in line 2; give one of them another");
        assertThat(problems("steps: {1: a, 01: b}"))
                .containsExactly("s.yaml:1: step \"01\" has the number of the step in line 1; give it another");
        assertThat(problems("id: a\nid: b\ntasks: [{task: a}]"))
                .containsExactly("s.yaml:2: \"id\" is given twice here; leave one of them out");
    }

    @Test
    void whatIsEmptyIsSaid() {
        String empty = "s.yaml:1: the file is empty; a task schema has \"tasks\" or \"steps\"";
        assertThat(problems("")).containsExactly(empty);
        assertThat(problems("# nothing here\n")).containsExactly(empty);
        assertThat(problems("{}"))
                .containsExactly("s.yaml:1: the schema has neither \"tasks\" nor \"steps\"; name what is to be built");
        assertThat(problems("tasks: []"))
                .containsExactly("s.yaml:1: the list \"tasks\" is empty; name at least one task");
        assertThat(problems("steps: {}"))
                .containsExactly("s.yaml:1: the mapping \"steps\" is empty; name at least one step");
        assertThat(problems("tasks: [{name: a, targets: []}]"))
                .containsExactly("s.yaml:1: task \"a\": the list \"targets\" is empty; name at least one target");
        assertThat(problems("tasks:\n- name: a\n  targets:\n"))
                .containsExactly("s.yaml:3: task \"a\": \"targets\" is empty; write a text");
        assertThat(problems("tasks: [{name: a, targets: [t], fingerprint: []}]"))
                .containsExactly("s.yaml:1: task \"a\": the list \"fingerprint\" is empty; leave it out or write a"
                        + " command");
    }

    @Test
    void whatIsOfTheWrongTypeIsSaid() {
        assertThat(problems("just words"))
                .containsExactly("s.yaml:1: a task schema is a mapping with \"tasks\" or \"steps\", and not a text");
        assertThat(problems("tasks: {a: b}"))
                .containsExactly("s.yaml:1: \"tasks\" is a mapping; write a list of tasks");
        assertThat(problems("tasks:\n- a\n"))
                .containsExactly(
                        "s.yaml:2: entry 1 of \"tasks\" is a text; write a mapping with \"name\" and" + " \"targets\"");
        assertThat(problems("tasks:\n- name: a\n  targets: [t]\n  needs: b\n"))
                .containsExactly("s.yaml:4: task \"a\": \"needs\" is a text; write a list, such as [a, b]");
        assertThat(problems("tasks:\n- name: [a]\n  targets: [{}]\n"))
                .containsExactly(
                        "s.yaml:2: task 1: \"name\" is a list; write a text",
                        "s.yaml:3: task 1: \"targets\" is a mapping; write a text");
        for (String seconds : List.of("soon", "0", "-1", "1000001", ".inf", ".nan", "'5'")) {
            assertThat(problems("tasks: [{name: a, targets: [t], expectedSeconds: " + seconds + "}]"))
                    .containsExactly("s.yaml:1: task \"a\": \"expectedSeconds\" must be a number of seconds above 0, at"
                            + " most 1000000");
        }
        assertThat(problems("steps: {one: a}"))
                .containsExactly("s.yaml:1: step \"one\" is not a number; steps are numbered");
    }

    @Test
    void aFieldThatNobodyKnowsIsSaidWithWhatWasMeant() {
        assertThat(problems("tasks:\n- name: a\n  targets: [t]\n  need: [b]\n"))
                .containsExactly("s.yaml:4: task \"a\" has an unknown field \"need\"; did you mean \"needs\"?");
        assertThat(problems("tasks: [{task: a}]\nuniverze: b\n"))
                .containsExactly("s.yaml:2: the schema has an unknown field \"univerze\"; did you mean \"universe\"?");
        assertThat(problems("tasks: [{name: a}]"))
                .containsExactly("s.yaml:1: task \"a\" has no \"targets\"; name what is to be built");
        assertThat(problems("tasks: [{targets: a}]"))
                .containsExactly("s.yaml:1: task 1 has no \"name\"; give it one that no other task has");
        assertThat(problems("tasks: [{task: a, targets: b}]\nsteps: {1: a}"))
                .containsExactly("s.yaml:2: the schema has both \"tasks\" and \"steps\"; leave one of them out");
        assertThat(problems("tasks: [{task: a, targets: b}]"))
                .containsExactly("s.yaml:1: task \"a\" has both \"task\" and \"targets\"; leave one of them out");
    }

    @Test
    void aPathOutOfTheRepositoryIsNoInput() {
        assertThat(problems("tasks: [{name: a, targets: [t], inputs: [/etc, a/../b, a..b]}]"))
                .containsExactly(
                        "s.yaml:1: task \"a\": the input \"/etc\" leaves the repository; write a path from its top",
                        "s.yaml:1: task \"a\": the input \"a/../b\" leaves the repository; write a path from its top");
    }

    @Test
    void syntaxErrorsHaveALine() {
        assertThat(problems("tasks:\n- name: a\n   targets: [t]\n"))
                .singleElement()
                .asString()
                .startsWith("s.yaml:3: not YAML: ");
        assertThat(problems("tasks:\n\t- name: a\n")).singleElement().asString().startsWith("s.yaml:2: not YAML: ");
        assertThat(((ReadSchema.Invalid) TaskSchemaReader.read("s.json", "{\n\"tasks\": [,]}")).problems())
                .singleElement()
                .asString()
                .startsWith("s.json:2: not JSON: ");
        assertThat(problems("tasks: [{task: a}]\n---\ntasks: []"))
                .containsExactly("s.yaml:3: there is more behind the schema; a file has one");
    }

    @Test
    void aliasesStandForNothing() {
        assertThat(problems("x-a: &a [b]\ntasks:\n- name: c\n  targets: *a\n"))
                .containsExactly("s.yaml:4: the alias *a is not followed here; write out what it stands for");
        String bomb = "x-a0: &a0 [b]\n"
                + IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> "x-a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                        .collect(Collectors.joining());
        assertThat(problems(bomb + "tasks: [{task: a}]")).hasSize(Problems.MOST);
    }

    @Test
    void problemsAreBoundedAndCounted() {
        String many = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> "- {name: t" + i + ", targets: []}\n")
                .collect(Collectors.joining());
        List<String> problems = problems("tasks:\n" + many);
        assertThat(problems).hasSize(20);
        assertThat(problems.get(0)).startsWith("s.yaml:2: task \"t1\"");
        assertThat(problems.get(19)).isEqualTo("s.yaml: and 11 more problems");
    }

    @Test
    void whatIsNotKeptIsNotLookedFor() {
        AtomicInteger looked = new AtomicInteger();
        Problems problems = new Problems("s.yaml");
        for (int line = 1; line <= 30; line++) {
            problems.add(line, () -> "problem " + looked.incrementAndGet());
        }
        assertThat(looked).hasValue(Problems.MOST);
        assertThat(problems.toInvalid().problems()).hasSize(Problems.MOST).endsWith("s.yaml: and 11 more problems");
    }

    @Test
    void limitsHoldAtTheirBounds() {
        assertThat(read("s.yaml", tasks(100_000)).tasks()).hasSize(100_000);
        assertThat(problems(tasks(100_001)))
                .containsExactly(
                        "s.yaml:1: the schema has 100001 tasks; at most 100000 are allowed: put several targets"
                                + " into one task");
        String half = "x".repeat(32 * 1024);
        assertThat(read("s.yaml", "tasks: [{name: a, targets: [" + half + "," + half + "]}]")
                        .tasks())
                .hasSize(1);
        assertThat(problems("tasks: [{name: a, targets: [" + half + "," + half + ",y]}]"))
                .containsExactly("s.yaml:1: task \"a\" has 65537 bytes of targets; at most 65536 are allowed: split it"
                        + " into more tasks");
        assertThat(problems("tasks: [{name: " + "n".repeat(1025) + ", targets: t}]"))
                .containsExactly("s.yaml:1: task \"" + "n".repeat(80) + "…\": \"name\" has more than 1024 characters");
        assertThat(problems("x-a: " + "[".repeat(1000) + "]".repeat(1000)))
                .singleElement()
                .asString()
                .startsWith("s.yaml:1: not YAML: ");
    }

    @Test
    void filesThatCannotBeReadAreSaid() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertThat(TaskSchemaReader.read(missing))
                .isEqualTo(new ReadSchema.Invalid(List.of(missing + ": there is no such file")));
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xe4});
        assertThat(TaskSchemaReader.read(latin))
                .isEqualTo(new ReadSchema.Invalid(List.of(latin + ": the file is not UTF-8")));
        assertThat(TaskSchemaReader.read(folder)).isInstanceOf(ReadSchema.Invalid.class);
        assertThat(TaskSchemaReader.read(Path.of("/dev/zero")))
                .isEqualTo(new ReadSchema.Invalid(List.of("/dev/zero: the file has more than 67108864 bytes")));
        Path marked = Files.writeString(folder.resolve("marked.yaml"), "\ufefftasks: [{task: a}]");
        assertThat(TaskSchemaReader.read(marked)).isInstanceOf(ReadSchema.Ok.class);
    }

    private static String tasks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{task: " + i + "}")
                .collect(Collectors.joining(",", "tasks: [", "]"));
    }

    private static TaskSchema example(String name) {
        return ok(TaskSchemaReader.read(Path.of("examples", name)));
    }

    private static TaskSchema read(String name, String text) {
        return ok(TaskSchemaReader.read(name, text));
    }

    private static TaskSchema ok(ReadSchema read) {
        assertThat(read).isInstanceOf(ReadSchema.Ok.class);
        return ((ReadSchema.Ok) read).schema();
    }

    private static List<String> problems(String text) {
        return ((ReadSchema.Invalid) TaskSchemaReader.read("s.yaml", text)).problems();
    }

    private static SchemaTask plain(String name, String... targets) {
        return new SchemaTask(
                name, List.of(targets), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
