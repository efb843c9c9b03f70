package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replicas are replaced one by one: for a while two versions load what the other has written. */
class RowJsonTest {

    private static final PartitionRow ROW =
            new PartitionRow(8, Optional.of(9L), 1, 2, 3, 4, 5, Settings.DEFAULTS, Optional.of(List.of()));

    private static final String BEFORE_BOUNDS = """
            {"nowMillis":8,"lastTimestamp":9,"generation":1,"nextWork":2,"nextPlan":3,"nextLease":4,"nextOrder":5,\
            "settings":{"heartbeatMillis":5000,"sessionTimeoutMillis":30000,"workLingerMillis":600000,"maxAttempts":3,\
            "maxPeers":5000,"defaultTimeoutMillis":14400000,"timeoutGraceMillis":60000,"defaultExpectedMillis":60000,\
            "unavailablePauseMillis":5000,"unavailablePauseMaxMillis":60000,"maxUnavailable":5,"stragglerPercent":200,\
            "stragglerMinMillis":10000,"leadMillis":150},"schemasAsked":[]}""";

    @Test
    void aPartitionThatAVersionWithoutBoundsHasWrittenHasTheirDefaults() throws Exception {
        assertThat(RowJson.read(BEFORE_BOUNDS, PartitionRow.class)).isEqualTo(ROW);
    }

    @Test
    void aVersionWithoutBoundsFindsAllThatItKnows() {
        assertThat(RowJson.body(ROW).replace("\"maxWorks\":500000,\"maxPlannedTasks\":2000000,", ""))
                .isEqualTo(BEFORE_BOUNDS);
    }
}
