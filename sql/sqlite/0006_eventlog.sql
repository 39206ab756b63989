-- aria-calendar-sync, SQLite, schema version 6. After the scripts before it.
--
-- What happened to events, one message a change, in the order in which it happened: GET /events/stream and the outgoing
-- hook read it. docs/stream.md says what a message means.

CREATE TABLE aria_calendar_event_log (
    entry          INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order of writing
    id             INTEGER UNIQUE,   -- of the message, in the order of commits; NULL: the service has not given it out yet
    type           TEXT,             -- created, updated, deleted, conflict, resolved; NULL: an edit of ARIA's SQL
    calendar_id    TEXT,
    local_event_id INTEGER,
    data           TEXT,             -- the message, JSON, without "at"
    size           INTEGER NOT NULL DEFAULT 0, -- of data
    -- An edit of ARIA's SQL: the row before (NULL: there was none) and after (NULL: there is none). The service makes
    -- a message of it, or none if nothing in it is different for a reader.
    before_row     TEXT,
    after_row      TEXT,
    at             TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
-- The few that still wait for their id.
CREATE INDEX ix_aria_calendar_event_log_waiting ON aria_calendar_event_log (entry) WHERE id IS NULL;

-- ARIA's edits, in the transaction that makes them. CAST: there may be anything in a column, and JSON cannot hold BLOBs.

CREATE TRIGGER tr_aria_calendar_event_log_insert AFTER INSERT ON aria_calendar_events
WHEN NEW.service_stamp = 0
BEGIN
    INSERT INTO aria_calendar_event_log (calendar_id, local_event_id, before_row, after_row)
    -- INSERT OR REPLACE over a linked row is an edit of it; what was agreed on last is what it was before.
    VALUES (CAST(NEW.calendar_id AS TEXT), NEW.id,
        (SELECT json_object('id', NEW.id, 'is_replaced', 1) FROM aria_calendar_sync s WHERE s.local_event_id = NEW.id),
        json_object('id', NEW.id, 'calendar_id', CAST(NEW.calendar_id AS TEXT), 'all_day', NEW.all_day <> 0,
            'revision', NEW.revision, 'google_event_id', CAST(NEW.google_event_id AS TEXT),
            'title', CAST(NEW.title AS TEXT), 'description', CAST(NEW.description AS TEXT),
            'start_time', CAST(NEW.start_time AS TEXT), 'end_time', CAST(NEW.end_time AS TEXT),
            'time_zone', CAST(NEW.time_zone AS TEXT), 'end_time_zone', CAST(NEW.end_time_zone AS TEXT),
            'location', CAST(NEW.location AS TEXT), 'attendees', CAST(NEW.attendees AS TEXT),
            'recurrence', CAST(NEW.recurrence AS TEXT), 'reminders', CAST(NEW.reminders AS TEXT),
            'color_id', CAST(NEW.color_id AS TEXT), 'visibility', CAST(NEW.visibility AS TEXT),
            'transparency', CAST(NEW.transparency AS TEXT), 'status', CAST(NEW.status AS TEXT),
            'recurring_event_id', CAST(NEW.recurring_event_id AS TEXT),
            'original_start', CAST(NEW.original_start AS TEXT), 'source', CAST(NEW.source AS TEXT),
            'window_start', CAST(NEW.window_start AS TEXT), 'window_end', CAST(NEW.window_end AS TEXT),
            'created_at', CAST(NEW.created_at AS TEXT), 'updated_at', CAST(NEW.updated_at AS TEXT),
            'deleted_at', CAST(NEW.deleted_at AS TEXT)));
END;

CREATE TRIGGER tr_aria_calendar_event_log_update AFTER UPDATE OF
    title, description, start_time, end_time, all_day, time_zone, end_time_zone, location, attendees, recurrence,
    reminders, color_id, visibility, transparency, status, deleted_at
ON aria_calendar_events
WHEN NEW.service_stamp = OLD.service_stamp AND (
    NEW.title IS NOT OLD.title OR NEW.description IS NOT OLD.description
    OR NEW.start_time IS NOT OLD.start_time OR NEW.end_time IS NOT OLD.end_time OR NEW.all_day IS NOT OLD.all_day
    OR NEW.time_zone IS NOT OLD.time_zone OR NEW.end_time_zone IS NOT OLD.end_time_zone
    OR NEW.location IS NOT OLD.location OR NEW.attendees IS NOT OLD.attendees
    OR NEW.recurrence IS NOT OLD.recurrence OR NEW.reminders IS NOT OLD.reminders
    OR NEW.color_id IS NOT OLD.color_id OR NEW.visibility IS NOT OLD.visibility
    OR NEW.transparency IS NOT OLD.transparency OR NEW.status IS NOT OLD.status
    OR NEW.deleted_at IS NOT OLD.deleted_at)
BEGIN
    INSERT INTO aria_calendar_event_log (calendar_id, local_event_id, before_row, after_row)
    VALUES (CAST(NEW.calendar_id AS TEXT), NEW.id,
        json_object('id', OLD.id, 'calendar_id', CAST(OLD.calendar_id AS TEXT), 'all_day', OLD.all_day <> 0,
            'revision', OLD.revision, 'google_event_id', CAST(OLD.google_event_id AS TEXT),
            'title', CAST(OLD.title AS TEXT), 'description', CAST(OLD.description AS TEXT),
            'start_time', CAST(OLD.start_time AS TEXT), 'end_time', CAST(OLD.end_time AS TEXT),
            'time_zone', CAST(OLD.time_zone AS TEXT), 'end_time_zone', CAST(OLD.end_time_zone AS TEXT),
            'location', CAST(OLD.location AS TEXT), 'attendees', CAST(OLD.attendees AS TEXT),
            'recurrence', CAST(OLD.recurrence AS TEXT), 'reminders', CAST(OLD.reminders AS TEXT),
            'color_id', CAST(OLD.color_id AS TEXT), 'visibility', CAST(OLD.visibility AS TEXT),
            'transparency', CAST(OLD.transparency AS TEXT), 'status', CAST(OLD.status AS TEXT),
            'recurring_event_id', CAST(OLD.recurring_event_id AS TEXT),
            'original_start', CAST(OLD.original_start AS TEXT), 'source', CAST(OLD.source AS TEXT),
            'window_start', CAST(OLD.window_start AS TEXT), 'window_end', CAST(OLD.window_end AS TEXT),
            'created_at', CAST(OLD.created_at AS TEXT), 'updated_at', CAST(OLD.updated_at AS TEXT),
            'deleted_at', CAST(OLD.deleted_at AS TEXT)),
        json_object('id', NEW.id, 'calendar_id', CAST(NEW.calendar_id AS TEXT), 'all_day', NEW.all_day <> 0,
            'revision', NEW.revision, 'google_event_id', CAST(NEW.google_event_id AS TEXT),
            'title', CAST(NEW.title AS TEXT), 'description', CAST(NEW.description AS TEXT),
            'start_time', CAST(NEW.start_time AS TEXT), 'end_time', CAST(NEW.end_time AS TEXT),
            'time_zone', CAST(NEW.time_zone AS TEXT), 'end_time_zone', CAST(NEW.end_time_zone AS TEXT),
            'location', CAST(NEW.location AS TEXT), 'attendees', CAST(NEW.attendees AS TEXT),
            'recurrence', CAST(NEW.recurrence AS TEXT), 'reminders', CAST(NEW.reminders AS TEXT),
            'color_id', CAST(NEW.color_id AS TEXT), 'visibility', CAST(NEW.visibility AS TEXT),
            'transparency', CAST(NEW.transparency AS TEXT), 'status', CAST(NEW.status AS TEXT),
            'recurring_event_id', CAST(NEW.recurring_event_id AS TEXT),
            'original_start', CAST(NEW.original_start AS TEXT), 'source', CAST(NEW.source AS TEXT),
            'window_start', CAST(NEW.window_start AS TEXT), 'window_end', CAST(NEW.window_end AS TEXT),
            'created_at', CAST(NEW.created_at AS TEXT), 'updated_at', CAST(NEW.updated_at AS TEXT),
            'deleted_at', CAST(NEW.deleted_at AS TEXT)));
END;

-- A row that the service has never seen; a linked one is marked as deleted, which is an update.
CREATE TRIGGER tr_aria_calendar_event_log_delete AFTER DELETE ON aria_calendar_events
WHEN OLD.service_stamp = 0 AND OLD.deleted_at IS NULL
BEGIN
    INSERT INTO aria_calendar_event_log (calendar_id, local_event_id, before_row)
    VALUES (CAST(OLD.calendar_id AS TEXT), OLD.id,
        json_object('id', OLD.id, 'calendar_id', CAST(OLD.calendar_id AS TEXT), 'all_day', OLD.all_day <> 0,
            'revision', OLD.revision, 'google_event_id', CAST(OLD.google_event_id AS TEXT),
            'title', CAST(OLD.title AS TEXT), 'description', CAST(OLD.description AS TEXT),
            'start_time', CAST(OLD.start_time AS TEXT), 'end_time', CAST(OLD.end_time AS TEXT),
            'time_zone', CAST(OLD.time_zone AS TEXT), 'end_time_zone', CAST(OLD.end_time_zone AS TEXT),
            'location', CAST(OLD.location AS TEXT), 'attendees', CAST(OLD.attendees AS TEXT),
            'recurrence', CAST(OLD.recurrence AS TEXT), 'reminders', CAST(OLD.reminders AS TEXT),
            'color_id', CAST(OLD.color_id AS TEXT), 'visibility', CAST(OLD.visibility AS TEXT),
            'transparency', CAST(OLD.transparency AS TEXT), 'status', CAST(OLD.status AS TEXT),
            'recurring_event_id', CAST(OLD.recurring_event_id AS TEXT),
            'original_start', CAST(OLD.original_start AS TEXT), 'source', CAST(OLD.source AS TEXT),
            'window_start', CAST(OLD.window_start AS TEXT), 'window_end', CAST(OLD.window_end AS TEXT),
            'created_at', CAST(OLD.created_at AS TEXT), 'updated_at', CAST(OLD.updated_at AS TEXT),
            'deleted_at', CAST(OLD.deleted_at AS TEXT)));
END;

-- Where the outgoing hook is: one row, made when it is first switched on.
CREATE TABLE aria_calendar_hook (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    address     TEXT NOT NULL,              -- a hash of it
    series      TEXT NOT NULL,              -- random; makes the ids of its messages those of this database
    position    INTEGER NOT NULL,           -- the last message of the log that was taken into aria_calendar_hook_waiting
    is_disabled INTEGER NOT NULL DEFAULT 0, -- 1: the receiver wants nothing more (410), until the address changes
    last_error  TEXT                        -- NULL: nothing waits for another attempt
);

-- Messages on their way to the receiver. Of each event only the first is sent, the others wait for it.
CREATE TABLE aria_calendar_hook_waiting (
    id              INTEGER PRIMARY KEY, -- of the message
    event           TEXT NOT NULL,       -- which messages have to keep their order
    attempts        INTEGER NOT NULL DEFAULT 0,
    first_attempt   TEXT,                -- when
    next_attempt_at TEXT                 -- NULL: an earlier one of its event is first
);
CREATE INDEX ix_aria_calendar_hook_waiting_event ON aria_calendar_hook_waiting (event, id);
CREATE INDEX ix_aria_calendar_hook_waiting_due ON aria_calendar_hook_waiting (next_attempt_at, id);
