-- aria-calendar-sync, SQLite, schema version 7. After the scripts before it.
--
-- An event that ARIA gives another id stays the same event. SQLite checks foreign keys only for programs that ask for
-- it, so nothing else keeps the link from pointing to a row that is not there any more.
CREATE TRIGGER tr_aria_calendar_events_id AFTER UPDATE OF id ON aria_calendar_events
WHEN NEW.id <> OLD.id
BEGIN
    UPDATE aria_calendar_sync SET local_event_id = NEW.id WHERE local_event_id = OLD.id;
    UPDATE aria_calendar_sync_history SET local_event_id = NEW.id WHERE local_event_id = OLD.id;
    UPDATE aria_calendar_occurrences
    SET series_id = NEW.id, event_id = CASE event_id WHEN OLD.id THEN NEW.id ELSE event_id END
    WHERE series_id = OLD.id;
    -- Of a changed occurrence, in its series.
    UPDATE aria_calendar_occurrences SET event_id = NEW.id
    WHERE series_id = (SELECT s.local_event_id FROM aria_calendar_sync s
            WHERE s.calendar_id = OLD.calendar_id AND s.google_event_id = OLD.recurring_event_id)
        AND original_start = OLD.original_start AND event_id = OLD.id;
    DELETE FROM aria_calendar_unfolding WHERE event_id = OLD.id;
    INSERT INTO aria_calendar_unfolding (event_id) VALUES (NEW.id) ON CONFLICT (event_id) DO UPDATE SET is_due = 1;
END;
