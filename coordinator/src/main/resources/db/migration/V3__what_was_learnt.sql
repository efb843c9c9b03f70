-- What is learnt from durations, part of the state of each partition: how long tasks take on a machine of common speed,
-- and how quick machines are. Both are kept when runs end, and forgotten when nothing was measured for longest.
CREATE TABLE task_duration (
    partition    integer          NOT NULL,
    id           text             NOT NULL,
    live         boolean          NOT NULL,
    closed_at    timestamptz,
    revision     bigint           NOT NULL,
    body         json             NOT NULL,
    cache        text             NOT NULL,
    schema_id    text             NOT NULL,
    task         text             NOT NULL,
    seconds      double precision NOT NULL,
    measurements integer          NOT NULL,
    measured_at  timestamptz      NOT NULL,
    PRIMARY KEY (partition, id)
) WITH (fillfactor = 80);
CREATE INDEX task_duration_by_schema ON task_duration (schema_id, cache, seconds DESC, id);

CREATE TABLE machine_speed (
    partition    integer NOT NULL,
    id           text    NOT NULL,
    live         boolean NOT NULL,
    closed_at    timestamptz,
    revision     bigint  NOT NULL,
    body         json    NOT NULL,
    cache        text    NOT NULL,
    name         text    NOT NULL,
    measurements integer NOT NULL,
    PRIMARY KEY (partition, id)
) WITH (fillfactor = 80);

-- Settings that have come since: what was decided before goes on with their defaults.
UPDATE partition_state
SET body = (jsonb_set(
    jsonb_set(
        jsonb_set(body::jsonb, '{settings,stragglerPercent}', '200'), '{settings,stragglerMinMillis}', '10000'),
    '{settings,leadMillis}', '150'))::json;

-- How many tasks a peer has failed that others built then; with three it is set aside.
ALTER TABLE session ADD COLUMN misfires integer NOT NULL DEFAULT 0;
