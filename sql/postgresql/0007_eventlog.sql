-- aria-calendar-sync, PostgreSQL 13 or later, schema version 7. After the scripts before it; 0001_initial.sql says how
-- it is run.
--
-- What happened to events, one message a change, in the order in which it happened: GET /events/stream and the outgoing
-- hook read it. docs/stream.md says what a message means.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

-- The functions remember this path: whoever calls them, they find their own tables and nobody else's.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- Transactions may end in another order than the one they wrote in. So a message gets its id only by who has the table's
-- advisory lock, and keeps it until its transaction is committed: whoever has read an id has seen all lower ones. ARIA's
-- transactions never wait for that: their edits get their ids from the service, a moment later.
CREATE TABLE IF NOT EXISTS aria_calendar_event_log (
    entry          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- in the order of writing
    id             bigint UNIQUE,    -- of the message, in the order of commits; NULL: no service has given it out yet
    type           text,             -- created, updated, deleted, conflict, resolved; NULL: an edit of ARIA's SQL
    calendar_id    text,
    local_event_id bigint,
    data           text,             -- the message, JSON, without "at"
    size           integer NOT NULL DEFAULT 0, -- of data
    -- An edit of ARIA's SQL: the row before (NULL: there was none) and after (NULL: there is none). The service makes
    -- a message of it, or none if nothing in it is different for a reader.
    before_row     jsonb,
    after_row      jsonb,
    at             timestamp with time zone NOT NULL DEFAULT clock_timestamp()
);
CREATE SEQUENCE IF NOT EXISTS aria_calendar_event_log_ids OWNED BY aria_calendar_event_log.id;
-- The few that still wait for their id.
CREATE INDEX IF NOT EXISTS ix_aria_calendar_event_log_waiting ON aria_calendar_event_log (entry) WHERE id IS NULL;

-- ARIA's edits, in the transaction that makes them.
CREATE OR REPLACE FUNCTION aria_calendar_event_log_edit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO aria_calendar_event_log (calendar_id, local_event_id, before_row)
            VALUES (OLD.calendar_id, OLD.id, to_jsonb(OLD));
    ELSE
        INSERT INTO aria_calendar_event_log (calendar_id, local_event_id, before_row, after_row)
            VALUES (NEW.calendar_id, NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END, to_jsonb(NEW));
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS tr_aria_calendar_event_log_insert ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_event_log_insert AFTER INSERT ON aria_calendar_events
    FOR EACH ROW WHEN (NEW.service_stamp = 0) EXECUTE FUNCTION aria_calendar_event_log_edit();
DROP TRIGGER IF EXISTS tr_aria_calendar_event_log_update ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_event_log_update AFTER UPDATE ON aria_calendar_events
    FOR EACH ROW WHEN (NEW.service_stamp = OLD.service_stamp AND NEW.revision <> OLD.revision)
    EXECUTE FUNCTION aria_calendar_event_log_edit();
-- A row that the service has never seen; a linked one is marked as deleted, which is an update.
DROP TRIGGER IF EXISTS tr_aria_calendar_event_log_delete ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_event_log_delete AFTER DELETE ON aria_calendar_events
    FOR EACH ROW WHEN (OLD.service_stamp = 0 AND OLD.deleted_at IS NULL)
    EXECUTE FUNCTION aria_calendar_event_log_edit();

-- Where the outgoing hook is: one row, made when it is first switched on.
CREATE TABLE IF NOT EXISTS aria_calendar_hook (
    id          integer PRIMARY KEY CHECK (id = 1),
    address     text NOT NULL,                  -- a hash of it
    series      text NOT NULL,                  -- random; makes the ids of its messages those of this database
    position    bigint NOT NULL,                -- the last message of the log that was taken into aria_calendar_hook_waiting
    is_disabled boolean NOT NULL DEFAULT false, -- the receiver wants nothing more (410), until the address changes
    last_error  text                            -- NULL: nothing waits for another attempt
);

-- Messages on their way to the receiver. Of each event only the first is sent, the others wait for it.
CREATE TABLE IF NOT EXISTS aria_calendar_hook_waiting (
    id              bigint PRIMARY KEY, -- of the message
    event           text NOT NULL,      -- which messages have to keep their order
    attempts        integer NOT NULL DEFAULT 0,
    first_attempt   timestamp with time zone,
    next_attempt_at timestamp with time zone -- NULL: an earlier one of its event is first
);
CREATE INDEX IF NOT EXISTS ix_aria_calendar_hook_waiting_event ON aria_calendar_hook_waiting (event, id);
CREATE INDEX IF NOT EXISTS ix_aria_calendar_hook_waiting_due ON aria_calendar_hook_waiting (next_attempt_at, id);

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '7')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 7;

COMMIT;
