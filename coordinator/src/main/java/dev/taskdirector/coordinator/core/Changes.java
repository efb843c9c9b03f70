package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What changed since the last time that was asked: rows to write over, each at most once, and rows that are no longer
 * part of the state. A closed row stays as history if it is a run, plan, work, session or attempt (it is written a last
 * time before it is closed), and may be deleted if it is a schema or an ended session.
 */
public record Changes(List<Row> written, List<Row.Key> closed) {

    public Changes {
        written = Collections.unmodifiableList(new ArrayList<>(written));
        closed = Collections.unmodifiableList(new ArrayList<>(closed));
    }
}
