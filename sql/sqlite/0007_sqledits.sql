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

-- What ARIA brings back lives again, whichever of the two words for a deletion it takes back: the service writes both
-- for a cancelled occurrence, and deleted_at for an event that ARIA cancelled.
CREATE TRIGGER tr_aria_calendar_events_again AFTER UPDATE OF status, deleted_at ON aria_calendar_events
WHEN NEW.service_stamp = OLD.service_stamp AND OLD.status = 'cancelled' AND OLD.deleted_at IS NOT NULL
    AND (NEW.status <> 'cancelled' AND NEW.deleted_at IS OLD.deleted_at
        OR NEW.status = 'cancelled' AND NEW.deleted_at IS NULL)
BEGIN
    UPDATE aria_calendar_events
    SET status = CASE status WHEN 'cancelled' THEN 'confirmed' ELSE status END, deleted_at = NULL
    WHERE id = NEW.id;
END;
