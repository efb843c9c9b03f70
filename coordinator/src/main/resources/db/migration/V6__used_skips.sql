-- A skip is for one record. Once a checkpoint has passed it, it is used up: in a topic that is made anew, or whose end was
-- lost, another record has that offset. "passed_at" is empty while it is still to come.
ALTER TABLE skipped_offset ADD COLUMN passed_at timestamptz;

UPDATE skipped_offset
SET passed_at = now()
FROM checkpoint
WHERE checkpoint.partition = skipped_offset.partition AND skipped_offset.log_offset < checkpoint.next_offset;
