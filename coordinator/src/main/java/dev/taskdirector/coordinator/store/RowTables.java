package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.DurationRow;
import dev.taskdirector.coordinator.core.Row.EndedSessionRow;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.Row.MachineRow;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Row.PlanRow;
import dev.taskdirector.coordinator.core.Row.RunRow;
import dev.taskdirector.coordinator.core.Row.SchemaRow;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.store.RowTable.Ids;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of each kind of row. */
final class RowTables {

    private static final RowTable<PartitionRow> PARTITION = new RowTable<>(
            Kind.PARTITION,
            "partition_state",
            PartitionRow.class,
            Ids.WORDS,
            false,
            List.of("generation"),
            (to, row) -> to.integer(row.generation()));

    private static final RowTable<SchemaRow> SCHEMA = new RowTable<>(
            Kind.SCHEMA,
            "task_schema",
            SchemaRow.class,
            Ids.WORDS,
            true,
            List.of("name", "tasks"),
            (to, row) -> to.text(row.schema().id()).integer(row.tasks().size()));

    private static final RowTable<RunRow> RUN = new RowTable<>(
            Kind.RUN,
            "run",
            RunRow.class,
            Ids.WORDS,
            true,
            List.of(
                    "cache",
                    "schema_id",
                    "schema_digest",
                    "universe",
                    "context",
                    "keyed",
                    "relied",
                    "ghosts",
                    "opened_at",
                    "ended_at"),
            (to, row) -> to.text(row.cache().value())
                    .text(row.schema().id())
                    .text(row.schema().digest())
                    .text(row.schema().universe())
                    .text(row.context())
                    .flag(row.keyed())
                    .number(row.relied())
                    .number(row.ghosts())
                    .time(row.openedTimestamp())
                    .time(row.closedTimestamp()));

    private static final RowTable<PlanRow> PLAN = new RowTable<>(
            Kind.PLAN,
            "plan",
            PlanRow.class,
            Ids.NUMBERS,
            true,
            List.of("run", "works"),
            (to, row) -> to.text(row.run().value()).numbers(row.works()));

    private static final RowTable<WorkRow> WORK = new RowTable<>(
            Kind.WORK,
            "work",
            WorkRow.class,
            Ids.NUMBERS,
            true,
            List.of("cache", "task", "task_key", "state", "built_by", "seconds", "ended_at", "attempts", "leases"),
            (to, row) -> to.text(row.cache().value())
                    .text(row.task())
                    .text(row.taskKey())
                    .text(lower(row.state()))
                    .text(row.builtBy().map(PeerId::value))
                    .seconds(row.builtMillis())
                    .time(row.endedTimestamp())
                    .integer(row.attempts())
                    .integer(row.leases().size()));

    /** Without the join, for a session whose join is in the table already. */
    static final RowTable<SessionRow> SESSION = new RowTable<>(
            Kind.SESSION,
            "session",
            SessionRow.class,
            Ids.WORDS,
            true,
            List.of("peer", "cache", "run", "state", "slots", "joined_at", "left_at", "left_because", "misfires"),
            RowTables::bindSession);

    /** With the join. */
    static final RowTable<SessionRow> NEW_SESSION = new RowTable<>(
            Kind.SESSION,
            "session",
            SessionRow.class,
            Ids.WORDS,
            true,
            List.of(
                    "peer",
                    "cache",
                    "run",
                    "state",
                    "slots",
                    "joined_at",
                    "left_at",
                    "left_because",
                    "misfires",
                    "join_request"),
            (to, row) -> {
                bindSession(to, row);
                to.json(RowJson.join(row.join()));
            });

    private static final RowTable<EndedSessionRow> ENDED_SESSION = new RowTable<>(
            Kind.ENDED_SESSION,
            "ended_session",
            EndedSessionRow.class,
            Ids.WORDS,
            false,
            List.of("peer"),
            (to, row) -> to.text(row.peer().value()));

    private static final RowTable<AttemptRow> ATTEMPT = new RowTable<>(
            Kind.ATTEMPT,
            "attempt",
            AttemptRow.class,
            Ids.WORDS,
            true,
            List.of("run", "work", "task", "peer", "session", "started_at", "ended_at", "outcome", "exit_code"),
            (to, row) -> to.text(row.run().value())
                    .number(row.work())
                    .text(row.task())
                    .text(row.peer().value())
                    .text(row.session().value())
                    .time(row.startedTimestamp())
                    .time(row.endedTimestamp())
                    .text(row.outcome())
                    .integer(row.exitCode()));

    private static final RowTable<DurationRow> DURATION = new RowTable<>(
            Kind.DURATION,
            "task_duration",
            DurationRow.class,
            Ids.NAMES,
            false,
            List.of("cache", "schema_id", "task", "seconds", "measurements", "measured_at"),
            (to, row) -> to.text(row.cache().value())
                    .text(row.schema())
                    .text(row.task())
                    .seconds(Optional.of(row.meanMicros() / 1_000))
                    .integer(row.measurements())
                    .time(row.measuredTimestamp()));

    private static final RowTable<MachineRow> MACHINE = new RowTable<>(
            Kind.MACHINE,
            "machine_speed",
            MachineRow.class,
            Ids.NAMES,
            false,
            List.of("cache", "name", "measurements"),
            (to, row) -> to.text(row.cache().value()).text(row.name()).integer(row.measurements()));

    private RowTables() {}

    static RowTable<? extends Row> of(Kind kind) {
        return switch (kind) {
            case PARTITION -> PARTITION;
            case SCHEMA -> SCHEMA;
            case RUN -> RUN;
            case PLAN -> PLAN;
            case WORK -> WORK;
            case SESSION -> NEW_SESSION;
            case ENDED_SESSION -> ENDED_SESSION;
            case DURATION -> DURATION;
            case MACHINE -> MACHINE;
            case ATTEMPT -> ATTEMPT;
        };
    }

    /** An enum's name as it stands in a column and on the wire: {@code schema-wanted}. */
    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void bindSession(Parameters to, SessionRow row) throws SQLException {
        to.text(row.peer().value())
                .text(row.cache().value())
                .text(row.run().map(RunId::value))
                .text(row.state().map(RowTables::lower))
                .integer(row.slots())
                .time(row.joinedTimestamp())
                .time(row.leftTimestamp())
                .text(row.leftBecause())
                .integer(row.misfires().orElse(0));
    }
}
