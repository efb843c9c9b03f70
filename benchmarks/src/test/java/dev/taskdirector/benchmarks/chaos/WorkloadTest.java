package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.taskschema.ReadSchema;
import dev.taskdirector.wire.taskschema.TaskSchemaReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTest {

    private final Workload workload = new Workload(3);
    private final List<PeerPlan> peers =
            Stream.generate(workload::next).limit(500).toList();

    @Test
    void aSeedAlwaysDrawsTheSamePeers() {
        Workload again = new Workload(3);
        assertThat(Stream.generate(again::next).limit(500)).isEqualTo(peers);
    }

    @Test
    void itDrawsPeersOfEveryKind() {
        assertThat(peers)
                .anyMatch(peer -> peer.build().keyed())
                .anyMatch(peer -> !peer.build().keyed());
        assertThat(peers).anyMatch(PeerPlan::readOnly).anyMatch(PeerPlan::complex);
        assertThat(peers).anyMatch(peer -> peer.slots() == 2);
        assertThat(peers).anyMatch(peer -> peer.expectedExitCode() != 0);
        assertThat(peers).anyMatch(peer -> !peer.build().universe());
        assertThat(peers.stream()
                        .map(peer -> Workload.partitionOf(peer.build().cache()))
                        .distinct())
                .hasSize(5);
    }

    @Test
    void theAgentTakesEverySchema(@TempDir Path folder) {
        for (PeerPlan peer : peers.subList(0, 50)) {
            Checkout.write(folder.resolve(peer.peer()), peer);
            ReadSchema read = TaskSchemaReader.read(folder.resolve(peer.peer()).resolve("task-schema.yaml"));
            assertThat(read).as("%s", peer.build().id()).isInstanceOf(ReadSchema.Ok.class);
        }
    }

    @Test
    void whatIsTheSameInAllCheckoutsOfACacheBehavesTheSame() {
        Map<String, List<Object>> known = new HashMap<>();
        for (PeerPlan peer : peers) {
            for (PeerPlan.CheckedOut one : peer.checkout()) {
                List<Object> behaviour = List.of(one.task().name(), one.task().millis(), one.exitCode());
                assertThat(known.computeIfAbsent(peer.build().cache() + one.content(), content -> behaviour))
                        .isEqualTo(behaviour);
            }
        }
    }
}
