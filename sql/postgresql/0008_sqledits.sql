-- aria-calendar-sync, PostgreSQL 13 or later, schema version 8. After the scripts before it.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

-- The functions remember this path: whoever calls them, they find their own tables and nobody else's.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
-- Those of 0004_limits.sql took the path of whoever ran it, and so a table of the same name that somebody else had made.
ALTER FUNCTION aria_calendar_event_before() SET search_path FROM CURRENT;
ALTER FUNCTION aria_calendar_mend_sequences() SET search_path FROM CURRENT;
ALTER FUNCTION aria_calendar_trusted_now() SET search_path FROM CURRENT;
ALTER FUNCTION cleanup_old_sync_history(integer) SET search_path FROM CURRENT;
ALTER FUNCTION cleanup_deleted_events(integer) SET search_path FROM CURRENT;

-- A new event that ARIA gives another id stays the same event. One that has a link keeps its id (foreign key).
CREATE OR REPLACE FUNCTION aria_calendar_events_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE aria_calendar_occurrences o
        SET series_id = NEW.id, event_id = CASE o.event_id WHEN OLD.id THEN NEW.id ELSE o.event_id END
        WHERE o.series_id = OLD.id;
    DELETE FROM aria_calendar_unfolding u WHERE u.event_id = OLD.id;
    INSERT INTO aria_calendar_unfolding AS u (event_id) VALUES (NEW.id)
        ON CONFLICT (event_id) DO UPDATE SET is_due = true;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS tr_aria_calendar_events_id ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_events_id AFTER UPDATE OF id ON aria_calendar_events
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION aria_calendar_events_renamed();

-- What ARIA brings back lives again, whichever of the two words for a deletion it takes back: the service writes both
-- for a cancelled occurrence, and deleted_at for an event that ARIA cancelled. Its name makes it the first one.
CREATE OR REPLACE FUNCTION aria_calendar_events_live_again() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.deleted_at := NULL;
    IF NEW.status = 'cancelled' THEN
        NEW.status := 'confirmed';
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS tr_aria_calendar_events_again ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_events_again BEFORE UPDATE ON aria_calendar_events FOR EACH ROW
    WHEN (NEW.service_stamp = OLD.service_stamp AND OLD.status = 'cancelled' AND OLD.deleted_at IS NOT NULL
        AND (NEW.status <> 'cancelled' AND NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at
            OR NEW.status = 'cancelled' AND NEW.deleted_at IS NULL))
    EXECUTE FUNCTION aria_calendar_events_live_again();

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '8')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 8;

COMMIT;
