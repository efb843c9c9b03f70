package dev.taskdirector.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DocumentedAclsTest {

    @Test
    void theCommandsAllowWhatTheUserFilesAllow() {
        assertThat(DocumentedAcls.ofCommands("coordinator", "task-director-coordinator"))
                .hasSize(13)
                .isEqualTo(DocumentedAcls.ofUserFile("coordinator.yaml"));
        assertThat(DocumentedAcls.ofCommands("peer", "runner-17", "runner-17"))
                .hasSize(2)
                .isEqualTo(DocumentedAcls.ofUserFile("peer.yaml"));
        assertThat(DocumentedAcls.ofCommands("pool", "pool-a", "pool-a."))
                .hasSize(2)
                .isEqualTo(DocumentedAcls.ofUserFile("peer-pool.yaml"));
    }

    @Test
    void theCommandsBoundWhatTheUserFilesBound() {
        assertThat(DocumentedAcls.quotasOfCommands("runner-17", "peer", "runner-17", "runner-17"))
                .containsOnlyKeys("producer_byte_rate", "request_percentage")
                .isEqualTo(DocumentedAcls.quotasOfUserFile("peer.yaml"));
        assertThat(DocumentedAcls.quotasOfCommands("pool-a", "pool", "pool-a", "pool-a."))
                .containsOnlyKeys("producer_byte_rate", "request_percentage")
                .isEqualTo(DocumentedAcls.quotasOfUserFile("peer-pool.yaml"));
        assertThat(DocumentedAcls.quotasOfCommands(
                        "task-director-coordinator", "coordinator", "task-director-coordinator"))
                .as("nobody slows coordinators down")
                .isEqualTo(DocumentedAcls.quotasOfUserFile("coordinator.yaml"))
                .isEmpty();
    }

    @Test
    void aPoolWhosePrefixDoesNotEndInADotGetsNoCommands() {
        assertThatThrownBy(() -> DocumentedAcls.ofCommands("pool", "pool-a", "pool-a"))
                .hasMessageContaining("it ends in a dot");
    }

    @Test
    void whatAShellWouldReadGetsNoCommands() {
        assertThatThrownBy(() -> DocumentedAcls.ofCommands("peer", "a", "b;id"))
                .hasMessage("acls.sh: \"b;id\" has characters other than letters, digits, dots and hyphens\n");
    }
}
