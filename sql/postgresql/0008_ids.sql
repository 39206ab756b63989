-- aria-calendar-sync, PostgreSQL 13 or later, schema version 8. After the scripts before it.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

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

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '8')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 8;

COMMIT;
