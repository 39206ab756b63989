-- aria-calendar-sync, SQLite, schema version 1.
--
-- Instants are RFC 3339 text in UTC with milliseconds and Z (2024-01-15T12:00:00.000Z), so text order is time order.
-- JSON is compact text. Booleans are 0 and 1.
--
-- Who may write what: ARIA inserts, updates and deletes rows of aria_calendar_events; the triggers below turn that
-- into work for the service. Everything else belongs to the service.

-- The events as ARIA knows them, one row an event, a series (its master) or a changed or cancelled occurrence.
-- ARIA may insert with nothing but (title, start_time, end_time).
CREATE TABLE aria_calendar_events (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice, history refers to it
    calendar_id        TEXT NOT NULL DEFAULT 'primary',
    google_event_id    TEXT,                              -- for people; the link itself is in aria_calendar_sync
    title              TEXT,
    description        TEXT,
    start_time         TEXT,                              -- a date for all-day rows
    end_time           TEXT,                              -- exclusive; a date for all-day rows
    all_day            INTEGER NOT NULL DEFAULT 0,
    time_zone          TEXT,                              -- IANA name
    end_time_zone      TEXT,                              -- where it differs from time_zone
    location           TEXT,
    attendees          TEXT DEFAULT '[]',                 -- JSON list
    recurrence         TEXT,                              -- JSON list of lines (RRULE, EXDATE, RDATE)
    reminders          TEXT,                              -- JSON list; NULL: the calendar's default reminders
    color_id           TEXT,
    visibility         TEXT,
    transparency       TEXT,
    status             TEXT NOT NULL DEFAULT 'confirmed', -- confirmed, tentative, cancelled
    recurring_event_id TEXT,                              -- occurrences: Google id of the master
    original_start     TEXT,                              -- occurrences: where the series had it
    source             TEXT NOT NULL DEFAULT 'aria',      -- aria or google: where it was made
    sync_status        TEXT,                              -- copy of aria_calendar_sync.sync_status; writing it is no edit
    window_start       TEXT,                              -- no occurrence before
    window_end         TEXT,                              -- no occurrence after; NULL: no known end
    revision           INTEGER NOT NULL DEFAULT 1,        -- grows with every edit of the content
    created_at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at         TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    deleted_at         TEXT,                              -- set: deleted in ARIA
    -- Changed by every write of the service and by nobody else: that is how the triggers know its writes.
    -- 0: the service has not seen the row yet.
    service_stamp      INTEGER NOT NULL DEFAULT 0
);

-- What is in a stretch of time, and who is in a calendar.
CREATE INDEX ix_aria_calendar_events_window ON aria_calendar_events (calendar_id, window_end, window_start)
    WHERE deleted_at IS NULL;
CREATE INDEX ix_aria_calendar_events_series ON aria_calendar_events (calendar_id, recurring_event_id, original_start)
    WHERE recurring_event_id IS NOT NULL;
CREATE INDEX ix_aria_calendar_events_calendar ON aria_calendar_events (calendar_id, deleted_at, status);
CREATE INDEX ix_aria_calendar_events_unadopted ON aria_calendar_events (calendar_id, id) WHERE service_stamp = 0;
CREATE INDEX ix_aria_calendar_events_deleted ON aria_calendar_events (deleted_at) WHERE deleted_at IS NOT NULL;

-- The link of each event to Google and how far the two sides agree.
-- local_event_id has no ON DELETE action on purpose: a row with a link is deleted only after its link.
CREATE TABLE aria_calendar_sync (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    calendar_id        TEXT NOT NULL DEFAULT 'primary',
    google_event_id    TEXT NOT NULL,
    local_event_id     INTEGER UNIQUE REFERENCES aria_calendar_events (id),
    sync_status        TEXT NOT NULL DEFAULT 'pending_to_google', -- synced, pending_to_google, pending_to_aria,
                                                                  -- conflict, error, deleted
    event_hash         TEXT,                       -- of the service before this one; kept for its readers
    error_message      TEXT,
    etag               TEXT,                       -- of base_event
    base_event         TEXT,                       -- JSON: the last version both sides agreed on
    google_event       TEXT,                       -- JSON: Google's version where it waits for a decision
    attempted_event    TEXT,                       -- JSON: sent to Google, answer not yet known
    attempted_revision INTEGER NOT NULL DEFAULT 0, -- the event's revision that was sent
    attempts           INTEGER NOT NULL DEFAULT 0,
    next_attempt_at    TEXT,                       -- NULL: now
    push_options       TEXT,                       -- JSON: what the pending edit asked for, such as sendUpdates
    create_fingerprint TEXT,
    idempotency_key    TEXT UNIQUE,
    seen_generation    INTEGER NOT NULL DEFAULT 0, -- the last pull in which Google listed it
    base_generation    INTEGER NOT NULL DEFAULT 0, -- the pull under way when base_event was set outside it
    last_synced        TEXT,
    created_at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    UNIQUE (calendar_id, google_event_id)
);

CREATE INDEX ix_aria_calendar_sync_pending ON aria_calendar_sync (calendar_id, next_attempt_at)
    WHERE sync_status = 'pending_to_google';
CREATE INDEX ix_aria_calendar_sync_status ON aria_calendar_sync (calendar_id, sync_status);
CREATE INDEX ix_aria_calendar_sync_seen ON aria_calendar_sync (calendar_id, seen_generation);

-- Small facts by key and calendar ('' for the whole database): sync tokens, channels, schema_version.
CREATE TABLE aria_calendar_metadata (
    key         TEXT NOT NULL,
    calendar_id TEXT NOT NULL DEFAULT '',
    value       TEXT,
    updated_at  TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    PRIMARY KEY (key, calendar_id)
) WITHOUT ROWID;

-- Every change the service made to either side, with the version before and after. n8n adds rows of its own, so
-- only the id is asked for. local_event_id is no foreign key: history outlives the event.
CREATE TABLE aria_calendar_sync_history (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    calendar_id     TEXT DEFAULT 'primary',
    google_event_id TEXT,
    local_event_id  INTEGER,
    operation       TEXT, -- create, update, delete, restore, resolve, undo
    side            TEXT, -- which side was written: google or aria
    before_event    TEXT, -- JSON
    after_event     TEXT, -- JSON
    reason          TEXT,
    outcome         TEXT, -- intended, done, failed, superseded
    error_message   TEXT,
    revision        INTEGER,
    created_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

CREATE INDEX ix_aria_calendar_sync_history_created ON aria_calendar_sync_history (created_at);
CREATE INDEX ix_aria_calendar_sync_history_google ON aria_calendar_sync_history (google_event_id, id);
-- A push that is repeated after a crash is the same push.
CREATE UNIQUE INDEX ux_aria_calendar_sync_history_intended ON aria_calendar_sync_history (local_event_id, revision)
    WHERE side = 'google' AND outcome = 'intended';

-- ARIA's edits. The window of such a row is a day wider than its times on both sides, because the row's zone may be
-- any; an unreadable time makes it unbounded. The service writes the exact window when it takes the edit up.

CREATE TRIGGER tr_aria_calendar_events_insert AFTER INSERT ON aria_calendar_events
WHEN NEW.service_stamp = 0
BEGIN
    UPDATE aria_calendar_events SET
        -- INSERT OR REPLACE over a linked row is an edit of it: newer than whatever was sent.
        revision = max(NEW.revision, COALESCE(
            (SELECT attempted_revision + 1 FROM aria_calendar_sync WHERE local_event_id = NEW.id), NEW.revision)),
        sync_status = COALESCE(
            (SELECT 'conflict' FROM aria_calendar_sync WHERE local_event_id = NEW.id AND sync_status = 'conflict'),
            'pending_to_google'),
        updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        window_start = COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', NEW.start_time, '-1 day'), '0001-01-01T00:00:00.000Z'),
        window_end = CASE WHEN COALESCE(trim(NEW.recurrence), '') IN ('', '[]', 'null')
            THEN strftime('%Y-%m-%dT%H:%M:%fZ', COALESCE(NEW.end_time, NEW.start_time), '+1 day') END
    WHERE id = NEW.id;

    UPDATE aria_calendar_sync SET
        attempts = CASE sync_status WHEN 'error' THEN 0 ELSE attempts END,
        next_attempt_at = CASE sync_status WHEN 'error' THEN NULL ELSE next_attempt_at END,
        error_message = CASE sync_status WHEN 'error' THEN NULL ELSE error_message END,
        sync_status = 'pending_to_google'
    WHERE local_event_id = NEW.id AND sync_status <> 'conflict';
END;

CREATE TRIGGER tr_aria_calendar_events_update AFTER UPDATE OF
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
    UPDATE aria_calendar_events SET
        revision = max(NEW.revision, OLD.revision) + 1,
        sync_status = COALESCE(
            (SELECT 'conflict' FROM aria_calendar_sync WHERE local_event_id = NEW.id AND sync_status = 'conflict'),
            'pending_to_google'),
        updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        window_start = COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', NEW.start_time, '-1 day'), '0001-01-01T00:00:00.000Z'),
        window_end = CASE WHEN COALESCE(trim(NEW.recurrence), '') IN ('', '[]', 'null')
            THEN strftime('%Y-%m-%dT%H:%M:%fZ', COALESCE(NEW.end_time, NEW.start_time), '+1 day') END
    WHERE id = NEW.id;

    UPDATE aria_calendar_sync SET
        attempts = CASE sync_status WHEN 'error' THEN 0 ELSE attempts END,
        next_attempt_at = CASE sync_status WHEN 'error' THEN NULL ELSE next_attempt_at END,
        error_message = CASE sync_status WHEN 'error' THEN NULL ELSE error_message END,
        sync_status = 'pending_to_google'
    WHERE local_event_id = NEW.id AND sync_status <> 'conflict';
END;

-- DELETE of a linked row is a deletion that Google has to hear of, so the row stays and is marked. The service
-- deletes the link first and is not stopped.
CREATE TRIGGER tr_aria_calendar_events_delete BEFORE DELETE ON aria_calendar_events
WHEN EXISTS (SELECT 1 FROM aria_calendar_sync WHERE local_event_id = OLD.id)
BEGIN
    UPDATE aria_calendar_events SET deleted_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE id = OLD.id AND deleted_at IS NULL;
    SELECT RAISE(IGNORE);
END;

-- Views for people, ARIA and n8n. Deleted and cancelled rows are in none of them.

-- What ARIA has and Google does not know yet: new rows and edited ones. Deletions under way are not listed.
CREATE VIEW v_events_pending_to_google AS
SELECT e.id, e.calendar_id, COALESCE(s.google_event_id, e.google_event_id) AS google_event_id, e.title,
       e.description, e.start_time, e.end_time, e.all_day, e.time_zone, e.location, e.attendees, e.recurrence,
       e.reminders, e.status, e.recurring_event_id, e.original_start, e.revision, e.created_at, e.updated_at,
       COALESCE(s.attempts, 0) AS attempts, s.next_attempt_at, s.error_message
FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id
WHERE COALESCE(s.sync_status, 'pending_to_google') = 'pending_to_google'
  AND e.deleted_at IS NULL AND e.status <> 'cancelled';

-- Events that both sides changed and somebody has to decide on, with both versions.
CREATE VIEW v_events_with_conflicts AS
SELECT e.id, e.calendar_id, s.google_event_id, e.title, e.start_time, e.end_time, e.all_day, e.location,
       e.updated_at, s.base_event, s.google_event, s.error_message, s.last_synced
FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id
WHERE s.sync_status = 'conflict' AND e.deleted_at IS NULL AND e.status <> 'cancelled';

-- Rows whose own time touches the machine's local day. A series counts with its first occurrence and its changed
-- ones; the service's API unfolds the others.
CREATE VIEW v_today_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status
FROM aria_calendar_events
WHERE deleted_at IS NULL AND status <> 'cancelled'
  AND CASE WHEN all_day
      THEN julianday(start_time) < julianday('now', 'localtime', 'start of day', '+1 day')
           AND julianday(end_time) > julianday('now', 'localtime', 'start of day')
      ELSE julianday(start_time) < julianday('now', 'localtime', 'start of day', '+1 day', 'utc')
           AND (julianday(end_time) > julianday('now', 'localtime', 'start of day', 'utc')
                OR julianday(start_time) >= julianday('now', 'localtime', 'start of day', 'utc')) END
ORDER BY julianday(start_time), id;

-- Rows that start within the next seven days; series as in v_today_events.
CREATE VIEW v_upcoming_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status
FROM aria_calendar_events
WHERE deleted_at IS NULL AND status <> 'cancelled'
  AND CASE WHEN all_day
      THEN julianday(start_time) >= julianday('now', 'localtime', 'start of day')
           AND julianday(start_time) < julianday('now', 'localtime', 'start of day', '+7 days')
      ELSE julianday(start_time) >= julianday('now') AND julianday(start_time) < julianday('now', '+7 days') END
ORDER BY julianday(start_time), id;

-- How many events of each calendar are in which state.
CREATE VIEW v_sync_statistics AS
SELECT e.calendar_id,
       count(*) AS total_events,
       sum(COALESCE(s.sync_status, 'pending_to_google') = 'synced') AS synced,
       sum(COALESCE(s.sync_status, 'pending_to_google') = 'pending_to_google') AS pending_to_google,
       sum(COALESCE(s.sync_status, 'pending_to_google') = 'pending_to_aria') AS pending_to_aria,
       sum(COALESCE(s.sync_status, 'pending_to_google') = 'conflict') AS conflicts,
       sum(COALESCE(s.sync_status, 'pending_to_google') = 'error') AS errors,
       max(s.last_synced) AS last_synced
FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id
WHERE e.deleted_at IS NULL AND e.status <> 'cancelled'
GROUP BY e.calendar_id;
