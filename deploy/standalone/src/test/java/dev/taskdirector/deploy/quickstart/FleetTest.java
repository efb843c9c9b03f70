package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.standalone.BuiltParts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of the task script, without agents. */
class FleetTest {

    private static final List<String> PEERS = List.of("peer-1", "peer-2");

    @TempDir
    private Path folder;

    @Test
    void onePeerAloneBuildsEachTaskOnceAndOneAfterTheOther() throws Exception {
        Outcome outcome = baselines(30).alone();
        assertThat(outcome.allReturnedZero()).isTrue();
        assertThat(outcome.eachBuiltOnce()).isTrue();
        assertThat(outcome.builds()).extracting(Build::task).containsExactly("common", "maps");
        assertThat(outcome.builds()).allMatch(b -> b.seconds() >= 1);
        assertThat(outcome.seconds()).isBetween(2.0, 15.0);
    }

    @Test
    void twoThatDoNotTalkBuildTwiceWhatTheyReachAtTheSameTime() throws Exception {
        Outcome outcome = baselines(30).sameOrder();
        assertThat(outcome.allReturnedZero()).isTrue();
        assertThat(outcome.eachBuiltOnce()).isFalse();
        assertThat(outcome.attempts()).containsEntry("common", 2);
    }

    @Test
    void aPeerThatFindsAllResultsHasOnlyHits() throws Exception {
        Workload workload = workload("hits");
        run(workload, "peer-1", new ArrayList<>());
        List<String> story = new ArrayList<>();
        Outcome second = run(workload, "peer-2", story);
        assertThat(second.attempts()).containsEntry("common", 1).containsEntry("maps", 1);
        assertThat(second.verdictSeconds()).containsOnlyKeys("peer-2");
        assertThat(story).last().asString().endsWith("peer-2  verdict");
    }

    @Test
    void whoIsNotOverInTimeIsKilled() throws Exception {
        Outcome outcome = baselines(0.2).alone();
        assertThat(outcome.allReturnedZero()).isFalse();
        assertThat(outcome.builds()).isEmpty();
    }

    private Outcome run(Workload workload, String peer, List<String> story) throws InterruptedException {
        return Fleet.run(
                workload,
                List.of(peer),
                name -> PeerProcess.start(
                        name, workload.universeCommand(), workload.environment(name), folder.resolve(name)),
                30,
                story::add);
    }

    private Baselines baselines(double limitSeconds) {
        return new Baselines(workload("unused"), PEERS, limitSeconds, folder);
    }

    private Workload workload(String name) {
        Path script = BuiltParts.ofThisCheckout().root().resolve("deploy/quickstart/task.sh");
        return new Workload(script, List.of("common", "maps"), 1, folder.resolve(name));
    }
}
