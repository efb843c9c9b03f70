-- Names may be long: 1,024 characters of up to four bytes, of a machine 4,096 until now. An entry of an index may have
-- 2,704 bytes, and one row that is refused would stop all later saves of its partition. So ids made of names are
-- shortened where they are long, and the index by schema has the beginning of its id.
--
-- A row is known by its body; its id only has to be the same each time. Coordinators of older versions may go on while
-- these tables change, and know nothing of short ids: so it is the tables that shorten what is written, whoever writes.
-- What an older one forgets under a long id stays, and is forgotten again by the next owner. Its page of a schema's
-- history is slow until it stops, since it asks for an index that is gone.

CREATE FUNCTION short_id(id text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length(id) > 512 THEN 'sha256:' || encode(sha256(convert_to(id, 'UTF8')), 'hex') ELSE id END
$$;

CREATE FUNCTION shorten_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.id := short_id(NEW.id);
    RETURN NEW;
END
$$;

CREATE TRIGGER short_id BEFORE INSERT ON task_duration
    FOR EACH ROW WHEN (octet_length(NEW.id) > 512) EXECUTE FUNCTION shorten_id();
CREATE TRIGGER short_id BEFORE INSERT ON machine_speed
    FOR EACH ROW WHEN (octet_length(NEW.id) > 512) EXECUTE FUNCTION shorten_id();

UPDATE task_duration SET id = short_id(id) WHERE octet_length(id) > 512;
UPDATE machine_speed SET id = short_id(id) WHERE octet_length(id) > 512;

DROP INDEX task_duration_by_schema;
CREATE INDEX task_duration_by_schema ON task_duration (left(schema_id, 128), cache, seconds DESC, id);
