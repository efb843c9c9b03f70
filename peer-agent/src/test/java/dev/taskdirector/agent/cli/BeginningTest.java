package dev.taskdirector.agent.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.agent.Pid;
import dev.taskdirector.agent.checkout.TaskKeys;
import dev.taskdirector.agent.process.CommandTemplate;
import dev.taskdirector.wire.taskschema.ReadSchema;
import dev.taskdirector.wire.taskschema.TaskSchemaReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before anybody is asked: what is checked out is looked at, and keys are computed. */
class BeginningTest {

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void whenTheCheckoutCanNotBeLookedAtTheBuildGoesOn() {
        cli.checkouts(checkout -> {
            throw new LinkageError("planted");
        });
        assertThat(cli.build("echo ran $0; [ $0 != verdict ] || exit 8")).isEqualTo(8);
        assertThat(cli.out()).contains("ran common\n", "ran verdict\n");
        assertThat(cli.errors())
                .isEqualTo("task-director: can't tell what is checked out in " + folder
                        + ", since the agent failed (java.lang.LinkageError: planted); please report it\n");
    }

    @Test
    void whenKeysCanNotBeComputedThereAreNoneAndTheBuildGoesOn() throws UsageError {
        ScriptedCoordinator coordinator = ScriptedCoordinator.silent();
        assertThat(run(coordinator, () -> {
                    throw new LinkageError("planted");
                }))
                .isEqualTo(8);
        assertThat(coordinator.sent().get(0).join().orElseThrow().keys()).isEmpty();
        assertThat(cli.out())
                .contains("no keys: the agent failed (java.lang.LinkageError: planted); please report it")
                .contains("ran common\n", "ran verdict\n");
    }

    private int run(ScriptedCoordinator coordinator, Supplier<TaskKeys.Result> keys) throws UsageError {
        Surroundings around = cli.around();
        IdentityOptions who = new IdentityOptions();
        who.cache = "muc9";
        BuildOptions how = new BuildOptions();
        how.patience = Duration.ofMillis(200);
        ReadSchema read = TaskSchemaReader.read(folder.resolve("task-schema.yaml"));
        CommandTemplate command = new CommandTemplate(
                List.of("sh", "-c", "echo ran $0; [ $0 != verdict ] || exit 8", "{task}", "{targets}"));
        BuildPlan plan = new BuildPlan(((ReadSchema.Ok) read).schema(), Identity.of(who, around), who, how, command);
        return new DirectedBuild(plan, plan.verdict(), around, new SessionWatch(coordinator), keys).run();
    }

    @Test
    void aSignalEndsTheCommandThatMakesAKeyAndNothingElseIsRun() {
        ScriptedCoordinator coordinator = ScriptedCoordinator.silent();
        cli.coordinator(coordinator).schema("""
                tasks:
                  - {name: a, targets: [x], fingerprint: [sh, -c, "echo $$ > pid.tmp; mv pid.tmp pid; exec sleep 300"]}
                  - {name: b, targets: [y], fingerprint: [touch, ran]}
                """);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> cli.build("touch ran"));
        Pid fingerprint = Pid.in(folder.resolve("pid"));
        cli.signal(143);
        assertThat(exit.orTimeout(20, SECONDS).join()).isEqualTo(143);
        await().atMost(20, SECONDS).until(() -> !fingerprint.isAlive());
        assertThat(folder.resolve("ran")).doesNotExist();
        assertThat(coordinator.sent()).isEmpty();
        assertThat(cli.facts())
                .contains("note       signal TEST; leaving, and stopping what runs")
                .anyMatch(line -> line.startsWith("exit       143, stopped by a signal"));
    }
}
