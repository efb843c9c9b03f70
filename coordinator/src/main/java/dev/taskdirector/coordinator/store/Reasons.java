package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.LeaseRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.store.Builds.Build;
import dev.taskdirector.coordinator.store.PatchsetVerdicts.Try;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the attempts at some works of one name: why each was made, and what came out under which patchsets. */
final class Reasons {

    private static final int READ = 1_000;

    private static final String ATTEMPTS =
            "SELECT body FROM attempt WHERE partition = ? AND work = ANY (?) ORDER BY started_at, id LIMIT ?";
    private static final String OPENINGS = """
            SELECT DISTINCT (body -> 'openedTimestamp')::text FROM plan
            WHERE partition = ? AND run = ANY (?) AND works && ? AND (body -> 'openedTimestamp') IS NOT NULL LIMIT ?
            """;

    private final Connection connection;
    private final RunEntity run;
    private final List<WorkRow> works;
    private final List<AttemptRow> attempts = new ArrayList<>();

    private Reasons(Connection connection, RunEntity run, List<WorkRow> works) {
        this.connection = connection;
        this.run = run;
        this.works = works;
    }

    /** What was read: reasons by lease, and the builds that say something of patchsets, in their order. */
    record Read(Map<String, ReasonView> byLease, List<Try> tries) {}

    static Read of(Connection connection, RunEntity run, List<WorkRow> works)
            throws SQLException, JsonProcessingException {
        return new Reasons(connection, run, works).read();
    }

    private Read read() throws SQLException, JsonProcessingException {
        readAttempts();
        Builds builds = Builds.of(connection, run, attempts, builtBy());
        Set<String> sessions = builds.sessions();
        List<LeaseRow> leases =
                works.stream().flatMap(work -> work.leases().stream()).toList();
        leases.forEach(lease -> sessions.add(lease.session().value()));
        Checkouts checkouts = Checkouts.of(connection, run.partition, sessions);
        addLeasesWithoutAttempt(checkouts);
        List<Try> tries = builds.ended(checkouts).stream().map(Build::how).toList();
        return new Read(reasons(checkouts), tries);
    }

    private void readAttempts() throws SQLException, JsonProcessingException {
        try (PreparedStatement statement = connection.prepareStatement(ATTEMPTS)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .numbers(works.stream().map(WorkRow::work).toList())
                    .integer(READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    attempts.add(RowJson.read(result.getString(1), AttemptRow.class));
                }
            }
        }
    }

    /** In the order of the works. */
    private Map<Long, String> builtBy() {
        Map<Long, String> builtBy = new LinkedHashMap<>();
        works.forEach(work -> work.builtBy().ifPresent(peer -> builtBy.put(work.work(), peer.value())));
        return builtBy;
    }

    private void addLeasesWithoutAttempt(Checkouts checkouts) {
        Set<LeaseId> known = attempts.stream().map(AttemptRow::lease).collect(Collectors.toSet());
        for (WorkRow work : works) {
            for (LeaseRow lease : work.leases()) {
                String peer = checkouts.of(lease.session().value()).peer();
                if (!known.contains(lease.lease())) {
                    attempts.add(attempt(work, lease, new PeerId(peer)));
                }
            }
        }
    }

    private AttemptRow attempt(WorkRow work, LeaseRow lease, PeerId peer) {
        return new AttemptRow(
                lease.lease(),
                new RunId(run.id),
                work.work(),
                work.task(),
                peer,
                lease.session(),
                lease.sinceTimestamp(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                lease.why());
    }

    private Map<String, ReasonView> reasons(Checkouts checkouts) throws SQLException {
        AttemptReasons reasons = new AttemptReasons(attempts, openings());
        Map<String, ReasonView> byLease = new HashMap<>();
        for (AttemptRow attempt : attempts) {
            SessionId session = attempt.session();
            byLease.put(
                    attempt.lease().value(),
                    reasons.of(attempt, checkouts.of(session.value()).patchsets()));
        }
        return byLease;
    }

    /** When the plans opened that have these works; a task that is ready since then waited for no other. */
    private Set<Long> openings() throws SQLException {
        Set<String> runs =
                attempts.stream().map(attempt -> attempt.run().value()).collect(Collectors.toSet());
        Set<Long> openings = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(OPENINGS)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .texts(List.copyOf(runs))
                    .numbers(works.stream().map(WorkRow::work).toList())
                    .integer(READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    openings.add(Long.valueOf(result.getString(1)));
                }
            }
        }
        return openings;
    }
}
