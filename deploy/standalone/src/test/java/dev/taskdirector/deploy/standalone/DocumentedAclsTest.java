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
