-- The state of each partition of the status log, and the history of what has left it.
--
-- A row of the state is kept whole in "body"; the columns beside it are what queries ask for. "live" rows are the
-- state and are loaded; the others are history. "revision" is the checkpoint that wrote the row last, "closed_at" is
-- when it left the state. "body" is json, not jsonb: peers may send characters that jsonb refuses. Works and sessions
-- change often: room is left for that on their pages.

CREATE TABLE checkpoint (
    partition   integer     PRIMARY KEY,
    revision    bigint      NOT NULL,
    topic_id    text        NOT NULL,
    partitions  integer     NOT NULL,
    next_offset bigint      NOT NULL,
    saved_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE partition_state (
    partition  integer NOT NULL,
    id         text    NOT NULL,
    live       boolean NOT NULL,
    closed_at  timestamptz,
    revision   bigint  NOT NULL,
    body       json    NOT NULL,
    generation integer NOT NULL,
    PRIMARY KEY (partition, id)
);

CREATE TABLE task_schema (
    partition integer NOT NULL,
    id        text    NOT NULL, -- the digest
    live      boolean NOT NULL,
    closed_at timestamptz,
    revision  bigint  NOT NULL,
    body      json    NOT NULL,
    name      text    NOT NULL,
    tasks     integer NOT NULL,
    PRIMARY KEY (partition, id)
);

CREATE TABLE run (
    partition     integer     NOT NULL,
    id            text        NOT NULL,
    live          boolean     NOT NULL,
    closed_at     timestamptz,
    revision      bigint      NOT NULL,
    body          json        NOT NULL,
    cache         text        NOT NULL,
    schema_id     text        NOT NULL,
    schema_digest text        NOT NULL,
    universe      text,
    context       text        NOT NULL,
    keyed         boolean     NOT NULL,
    relied        bigint      NOT NULL,
    ghosts        bigint      NOT NULL,
    opened_at     timestamptz NOT NULL,
    ended_at      timestamptz,
    PRIMARY KEY (partition, id)
);
CREATE INDEX run_live ON run (partition) WHERE live;
CREATE INDEX run_by_id ON run (id);
CREATE INDEX run_by_opening ON run (opened_at DESC, id);
CREATE INDEX run_by_cache ON run (cache, opened_at DESC, id);
CREATE INDEX run_history ON run (closed_at) WHERE NOT live;

CREATE TABLE plan (
    partition integer  NOT NULL,
    id        bigint   NOT NULL,
    live      boolean  NOT NULL,
    closed_at timestamptz,
    revision  bigint   NOT NULL,
    body      json     NOT NULL,
    run       text     NOT NULL,
    works     bigint[] NOT NULL, -- by position in the task schema
    PRIMARY KEY (partition, id)
);
CREATE INDEX plan_live ON plan (partition) WHERE live;
CREATE INDEX plan_by_run ON plan (partition, run);
CREATE INDEX plan_history ON plan (closed_at) WHERE NOT live;

CREATE TABLE work (
    partition integer NOT NULL,
    id        bigint  NOT NULL,
    live      boolean NOT NULL,
    closed_at timestamptz,
    revision  bigint  NOT NULL,
    body      json    NOT NULL,
    cache     text    NOT NULL,
    task      text    NOT NULL,
    task_key  text,
    state     text    NOT NULL,
    built_by  text,
    seconds   double precision,
    ended_at  timestamptz,
    attempts  integer NOT NULL,
    leases    integer NOT NULL,
    PRIMARY KEY (partition, id)
) WITH (fillfactor = 80);
CREATE INDEX work_live ON work (partition) WHERE live;
CREATE INDEX work_history ON work (closed_at) WHERE NOT live;

CREATE TABLE session (
    partition    integer     NOT NULL,
    id           text        NOT NULL,
    live         boolean     NOT NULL,
    closed_at    timestamptz,
    revision     bigint      NOT NULL,
    body         json        NOT NULL, -- without its join, which is large and seldom changes
    peer         text        NOT NULL,
    cache        text        NOT NULL,
    run          text,
    state        text,
    slots        integer     NOT NULL,
    joined_at    timestamptz NOT NULL,
    left_at      timestamptz,
    left_because text,
    join_request json        NOT NULL,
    PRIMARY KEY (partition, id)
) WITH (fillfactor = 80);
CREATE INDEX session_live ON session (partition) WHERE live;
CREATE INDEX session_by_run ON session (partition, run);
CREATE INDEX session_by_joining ON session (joined_at DESC, id);
CREATE INDEX session_history ON session (closed_at) WHERE NOT live;

CREATE TABLE ended_session (
    partition integer NOT NULL,
    id        text    NOT NULL,
    live      boolean NOT NULL,
    closed_at timestamptz,
    revision  bigint  NOT NULL,
    body      json    NOT NULL,
    peer      text    NOT NULL,
    PRIMARY KEY (partition, id)
);

CREATE TABLE attempt (
    partition  integer     NOT NULL,
    id         text        NOT NULL, -- the lease
    live       boolean     NOT NULL,
    closed_at  timestamptz,
    revision   bigint      NOT NULL,
    body       json        NOT NULL,
    run        text        NOT NULL,
    work       bigint      NOT NULL,
    task       text        NOT NULL,
    peer       text        NOT NULL,
    session    text        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    outcome    text,
    exit_code  integer,
    PRIMARY KEY (partition, id)
);
CREATE INDEX attempt_by_work ON attempt (partition, work);
CREATE INDEX attempt_by_start ON attempt (started_at);

-- Offsets of the status topic that an operator has said to skip, and why.
CREATE TABLE skipped_offset (
    partition  integer     NOT NULL,
    log_offset bigint      NOT NULL,
    reason     text        NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (partition, log_offset)
);

-- What all coordinators must know and nobody else.
CREATE TABLE secret (
    name       text        PRIMARY KEY,
    value      text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
