-- A run tells which of its tasks depend on the patchset: those that failed in it are few, and are found without looking at
-- all its tasks.
CREATE INDEX attempt_failed ON attempt (partition, run, started_at DESC) WHERE outcome IN ('failed', 'timed out');
