package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.standalone.BuiltParts;
import dev.taskdirector.deploy.standalone.Standalone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Agents as processes over one remote cache, which no other test uses, and what the tasks' log says of them. */
final class RealPeers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final double start = Watch.now();
    private final String bootstrapServers;
    private final List<String> options;
    private final String cache;
    private final Path folder;
    private final Workload workload;
    private final Path schema;
    private final List<PeerProcess> peers = new ArrayList<>();

    RealPeers(Standalone standalone, String cache, Path folder, List<String> tasks, int taskSeconds) {
        this(new Setting(standalone.bootstrapServers(), List.of()), cache, folder, tasks, taskSeconds);
    }

    /** Where the broker should be, and what else the agents are told. */
    record Setting(String bootstrapServers, List<String> options) {}

    RealPeers(Setting setting, String cache, Path folder, List<String> tasks, int taskSeconds) {
        this.bootstrapServers = setting.bootstrapServers();
        this.options = setting.options();
        this.cache = cache;
        this.folder = folder;
        BuiltParts parts = BuiltParts.ofThisCheckout();
        Path script = parts.root().resolve("deploy/quickstart/task.sh");
        this.workload = new Workload(script, tasks, taskSeconds, folder.resolve("results"));
        this.schema = workload.writeSchema();
    }

    PeerProcess start(String name) {
        return startAs(name, name);
    }

    /** Starts a process under a name of its own in the tasks' log, whatever its peer id. */
    PeerProcess startAs(String peerId, String name) {
        Path launcher = BuiltParts.ofThisCheckout().agentLauncher();
        PeerProcess peer = PeerProcess.start(
                name,
                new AgentCommand(launcher, bootstrapServers, cache, schema, options).line(peerId, workload),
                workload.environment(name),
                folder.resolve(name));
        peers.add(peer);
        return peer;
    }

    /** Waits until as many tasks have been built. */
    RealPeers awaitBuilt(int count) {
        return awaitEntries(LogEntry.What.BUILT, count);
    }

    /** Waits until as many tasks have been begun. */
    RealPeers awaitBegun(int count) {
        return awaitEntries(LogEntry.What.START, count);
    }

    /** How many tasks this peer has built so far. */
    int builtBy(PeerProcess peer) {
        return (int) workload.log().stream()
                .filter(entry ->
                        entry.what() == LogEntry.What.BUILT && entry.peer().equals(peer.peer()))
                .count();
    }

    /** Waits until the peer has printed this. */
    RealPeers awaitOutput(PeerProcess peer, String text) {
        await("\"" + text + "\" from " + peer.peer())
                .atMost(LIMIT)
                .pollInterval(GLANCE)
                .until(() -> peer.output().contains(text));
        return this;
    }

    /** Waits until any of the peers has printed this. */
    RealPeers awaitAnyOutput(String text) {
        await("\"" + text + "\" from any peer")
                .atMost(LIMIT)
                .pollInterval(GLANCE)
                .until(() -> peers.stream().anyMatch(peer -> peer.output().contains(text)));
        return this;
    }

    /** Waits until all have ended. */
    Outcome awaitEnd() {
        await("the end of all peers")
                .atMost(LIMIT)
                .pollInterval(GLANCE)
                .until(() -> peers.stream().filter(PeerProcess::hasEnded).count() == peers.size());
        return Outcome.of(workload, start, peers);
    }

    /** Waits until all have ended, and nobody is red. */
    Outcome assertAllGreen() {
        Outcome outcome = awaitEnd();
        assertThat(outcome.allReturnedZero()).as(story()).isTrue();
        return outcome;
    }

    /** Waits until all have ended: each task was built once, all is green, and nobody's running task was aborted. */
    void assertSharedWithoutALoss() {
        Outcome outcome = assertAllGreen();
        assertThat(outcome.eachBuiltOnce()).as(story()).isTrue();
        assertThat(Trouble.in(story())).as(story()).isEmpty();
    }

    /** What everybody printed: the story of a test that fails. */
    String story() {
        StringBuilder story = new StringBuilder();
        peers.forEach(peer -> story.append("---- ")
                .append(peer.peer())
                .append('\n')
                .append(peer.output())
                .append('\n'));
        workload.log().forEach(entry -> story.append(entry).append('\n'));
        return story.toString();
    }

    @Override
    public void close() {
        peers.stream().filter(peer -> !peer.hasEnded()).forEach(PeerProcess::kill);
    }

    private RealPeers awaitEntries(LogEntry.What what, int count) {
        await(count + " times " + what)
                .atMost(LIMIT)
                .pollInterval(GLANCE)
                .until(() -> workload.log().stream()
                                .filter(entry -> entry.what() == what)
                                .count()
                        >= count);
        return this;
    }
}
