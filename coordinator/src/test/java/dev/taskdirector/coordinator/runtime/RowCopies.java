package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.Row.SessionRow;

/** Copies of rows with one component changed. */
final class RowCopies {

    private RowCopies() {}

    static SessionRow withJoin(SessionRow row, JoinRequest join) {
        return new SessionRow(
                row.session(),
                row.peer(),
                row.cache(),
                row.order(),
                row.slots(),
                join,
                row.pending(),
                row.run(),
                row.plan(),
                row.epoch(),
                row.state(),
                row.content(),
                row.epochAt(),
                row.sentAt(),
                row.seq(),
                row.heardAt(),
                row.holding(),
                row.told(),
                row.draining(),
                row.alone(),
                row.askedAt(),
                row.built(),
                row.relied(),
                row.ghosts(),
                row.leases(),
                row.joinedTimestamp(),
                row.leftTimestamp(),
                row.leftBecause());
    }
}
