package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.store.RunPlans.Need;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what a work of a run waits for that is not done and that nobody has. */
final class Waits {

    private static final String STATES = "SELECT id, state FROM work WHERE partition = ? AND id = ANY (?)";
    private static final String PARTITION = "SELECT body FROM partition_state WHERE partition = ? AND live LIMIT 1";

    private final Connection connection;
    private final RunEntity run;
    private final Set<Long> skipped;

    /** Skipped are works of the run that will not be built, since something that they need has failed. */
    Waits(Connection connection, RunEntity run, Set<Long> skipped) {
        this.connection = connection;
        this.run = run;
        this.skipped = skipped;
    }

    static boolean isWaiting(WorkRow work) {
        return work.state() == WorkState.OPEN && work.leases().isEmpty();
    }

    /** Empty for one that is done or failed, or that somebody has. */
    Optional<WaitView> of(WorkRow work) throws SQLException, JsonProcessingException {
        if (!isWaiting(work)) {
            return Optional.empty();
        }
        boolean isSkipped = skipped.contains(work.work());
        Waiting waiting = new Waiting(
                isSkipped,
                missing(work, isSkipped),
                !run.live,
                pausedUntil(work),
                names(work.unavailableAt()),
                names(work.failedBy()));
        return Optional.of(waiting.view());
    }

    /** Plans may need different things for one work; it begins as soon as one of them has all, so the one that lacks least. */
    private List<String> missing(WorkRow work, boolean isSkipped) throws SQLException, JsonProcessingException {
        List<List<String>> missing = new ArrayList<>();
        for (List<Need> needs : new RunPlans(connection, run).needsOf(work.work())) {
            Map<Long, String> states = states(needs.stream().map(Need::work).toList());
            missing.add(needs.stream()
                    .filter(need -> isSkipped
                            ? skipped.contains(need.work()) || "failed".equals(states.get(need.work()))
                            : !"done".equals(states.get(need.work())))
                    .map(Need::name)
                    .toList());
        }
        return missing.stream().min(Comparator.comparing(List::size)).orElse(List.of());
    }

    private Map<Long, String> states(List<Long> works) throws SQLException {
        Map<Long, String> states = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(STATES)) {
            new Parameters(statement).integer(run.partition).numbers(works);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    states.put(result.getLong(1), result.getString(2));
                }
            }
        }
        return states;
    }

    /** Pauses are kept in log time; the partition knows which time of the broker's that was last. */
    private Optional<Long> pausedUntil(WorkRow work) throws SQLException, JsonProcessingException {
        try (PreparedStatement statement = connection.prepareStatement(PARTITION)) {
            new Parameters(statement).integer(run.partition);
            try (ResultSet result = statement.executeQuery()) {
                if (work.unavailable() == 0 || !result.next()) {
                    return Optional.empty();
                }
                PartitionRow partition = RowJson.read(result.getString(1), PartitionRow.class);
                long left = work.heldUntil() - partition.nowMillis();
                return partition.lastTimestamp().filter(now -> left > 0).map(now -> now + left);
            }
        }
    }

    private static List<String> names(List<PeerId> peers) {
        return peers.stream().map(PeerId::value).toList();
    }
}
