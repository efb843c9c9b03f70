-- Partitions that stand still, for operators: where and why. The owner renews its note every few seconds, so an old one
-- is nobody's. "log_offset" is empty when it is not about a record.
CREATE TABLE parked_partition (
    partition  integer     PRIMARY KEY,
    log_offset bigint,
    reason     text        NOT NULL,
    since      timestamptz NOT NULL DEFAULT now(),
    noted_at   timestamptz NOT NULL DEFAULT now()
);
