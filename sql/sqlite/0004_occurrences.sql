-- aria-calendar-sync, SQLite, schema version 4.

-- What really happens and when: one row for each occurrence of each event, so that SQL sees a weekly meeting on each of
-- its days. A single event has one row, a series one for each of its occurrences, a changed occurrence its own in place
-- of the one it replaces, a cancelled one none. Rows are there for what reaches into the horizon (35 days
-- back to 400 days ahead, moved on each day). Everything in here follows from aria_calendar_events and can be made anew
-- from it: aria-calendar-syncd --rebuild-occurrences.
--
-- The service writes the rows of an event in the transaction that writes the event. For what SQL writes there are the
-- triggers below. Nobody else writes here; read it directly or through v_today_events and v_upcoming_events.
CREATE TABLE aria_calendar_occurrences (
    series_id      INTEGER NOT NULL, -- aria_calendar_events.id of the series; of a single event its own
    original_start TEXT NOT NULL,    -- where the series has it: a date, or UTC with Z; '' for a single event
    event_id       INTEGER NOT NULL, -- the row with its content: of the changed occurrence, else series_id
    calendar_id    TEXT NOT NULL,
    occurrence_id  TEXT,             -- google_event_id in the API's answers; NULL: Google does not know it yet
    title          TEXT,
    all_day        INTEGER NOT NULL,
    start_time     TEXT NOT NULL,    -- UTC with milliseconds and Z; a date where all_day, which is one of any zone
    end_time       TEXT NOT NULL,    -- exclusive, in the same form
    -- How long it takes, in steps, all-day ones from 10 on: see aria_calendar_reach.
    reach          INTEGER GENERATED ALWAYS AS (CASE
        WHEN all_day THEN CASE
            WHEN julianday(end_time) - julianday(start_time) <= 1 THEN 10
            WHEN julianday(end_time) - julianday(start_time) <= 4 THEN 11
            WHEN julianday(end_time) - julianday(start_time) <= 16 THEN 12
            WHEN julianday(end_time) - julianday(start_time) <= 64 THEN 13
            WHEN julianday(end_time) - julianday(start_time) <= 256 THEN 14 ELSE 15 END
        WHEN julianday(end_time) - julianday(start_time) <= 1.001 / 24 THEN 0
        WHEN julianday(end_time) - julianday(start_time) <= 4.001 / 24 THEN 1
        WHEN julianday(end_time) - julianday(start_time) <= 1 THEN 2
        WHEN julianday(end_time) - julianday(start_time) <= 4 THEN 3
        WHEN julianday(end_time) - julianday(start_time) <= 16 THEN 4
        WHEN julianday(end_time) - julianday(start_time) <= 64 THEN 5
        WHEN julianday(end_time) - julianday(start_time) <= 256 THEN 6 ELSE 7 END) VIRTUAL,
    PRIMARY KEY (series_id, original_start, event_id)
) WITHOUT ROWID;

-- What overlaps a stretch of time is looked for step by step: of what takes at most an hour nothing can reach into it
-- that starts more than an hour before. So a journey of three years is found without a look at three years.
CREATE INDEX ix_aria_calendar_occurrences_time ON aria_calendar_occurrences (reach, start_time, end_time);

-- From when to when everything is in there; UTC with milliseconds and Z.
CREATE TABLE aria_calendar_horizon (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    starts_at TEXT NOT NULL,
    ends_at   TEXT NOT NULL
);
INSERT INTO aria_calendar_horizon VALUES (1,
    strftime('%Y-%m-%dT00:00:00.000Z', 'now', '-35 days'), strftime('%Y-%m-%dT00:00:00.000Z', 'now', '+400 days'));

-- The steps, with a minute more than they are, because days are counted in fractions here.
CREATE VIEW aria_calendar_reach (reach, all_day, longest) AS
VALUES (0, 0, '-61 minutes'), (1, 0, '-241 minutes'), (2, 0, '-1441 minutes'), (3, 0, '-97 hours'),
       (4, 0, '-385 hours'), (5, 0, '-1537 hours'), (6, 0, '-6145 hours'), (7, 0, '-10000 years'),
       (10, 1, '-1 days'), (11, 1, '-4 days'), (12, 1, '-16 days'), (13, 1, '-64 days'), (14, 1, '-256 days'),
       (15, 1, '-10000 years');

-- The events whose rows are not, or not all, in aria_calendar_occurrences: the service takes them up within a second
-- (after an upgrade or a move of the horizon it is busy with them for a while). Its API answers right meanwhile.
CREATE TABLE aria_calendar_unfolding (
    event_id INTEGER PRIMARY KEY,        -- of the series, the single event or the changed occurrence
    is_due   INTEGER NOT NULL DEFAULT 1  -- 0: it repeats so often that only the next days of it are there
);
CREATE INDEX ix_aria_calendar_unfolding_due ON aria_calendar_unfolding (is_due, event_id);

-- The wall clock of the calendar (CALENDAR_SYNC_TIME_ZONE, else the calendar's own zone), so that SQL knows what day it
-- is there: from when to when it is how far from UTC. The service writes it. Times are UTC with milliseconds and Z.
CREATE TABLE aria_calendar_clock (
    starts_at      TEXT NOT NULL PRIMARY KEY,
    ends_at        TEXT NOT NULL,
    offset_seconds INTEGER NOT NULL, -- east of UTC
    offset_before  INTEGER NOT NULL, -- of the stretch before
    wall_until     TEXT NOT NULL     -- ends_at on this clock, without Z
) WITHOUT ROWID;
CREATE UNIQUE INDEX ux_aria_calendar_clock_wall ON aria_calendar_clock (wall_until);

INSERT INTO aria_calendar_clock VALUES
    ('0001-01-01T00:00:00.000Z', '9999-12-31T00:00:00.000Z', 0, 0, '9999-12-31T00:00:00.000');
INSERT INTO aria_calendar_unfolding (event_id)
SELECT id FROM aria_calendar_events WHERE deleted_at IS NULL AND COALESCE(recurring_event_id, '') = ''
UNION
-- Changed occurrences of what is not there.
SELECT x.id FROM aria_calendar_events x LEFT JOIN aria_calendar_sync s
    ON s.calendar_id = x.calendar_id AND s.google_event_id = x.recurring_event_id
WHERE x.deleted_at IS NULL AND x.recurring_event_id <> '' AND s.id IS NULL;

-- ARIA's edits. Each marks its event, and what is plain to see stands in the table at once: the row of a single event,
-- the new time of a changed occurrence, that something is gone. The service writes the exact rows when it takes the event
-- up; a time without an offset in a zone of its own is one that only the service can tell, and a guest without
-- an address makes no event.

CREATE TRIGGER tr_aria_calendar_occurrences_insert AFTER INSERT ON aria_calendar_events
WHEN NEW.service_stamp = 0
BEGIN
    INSERT INTO aria_calendar_unfolding (event_id) VALUES (NEW.id) ON CONFLICT (event_id) DO UPDATE SET is_due = 1;
    DELETE FROM aria_calendar_occurrences WHERE series_id = NEW.id AND event_id = NEW.id; -- INSERT OR REPLACE
    INSERT INTO aria_calendar_occurrences
        (series_id, original_start, event_id, calendar_id, occurrence_id, title, all_day, start_time, end_time)
    SELECT id, '', id, calendar_id, google_event_id, title, all_day, starts, ends FROM aria_calendar_plain_times
    WHERE id = NEW.id AND COALESCE(NEW.recurring_event_id, '') = '';
END;

CREATE TRIGGER tr_aria_calendar_occurrences_update AFTER UPDATE OF
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
    INSERT INTO aria_calendar_unfolding (event_id) VALUES (NEW.id) ON CONFLICT (event_id) DO UPDATE SET is_due = 1;
    -- Nothing is left of a series that is gone. A living one keeps its rows until the service has taken it up.
    DELETE FROM aria_calendar_occurrences
    WHERE series_id = NEW.id AND (NEW.deleted_at IS NOT NULL OR NEW.status = 'cancelled');
    DELETE FROM aria_calendar_occurrences
    WHERE series_id = NEW.id AND event_id = NEW.id AND COALESCE(trim(NEW.recurrence), '') IN ('', '[]', 'null');
    INSERT INTO aria_calendar_occurrences
        (series_id, original_start, event_id, calendar_id, occurrence_id, title, all_day, start_time, end_time)
    SELECT id, '', id, calendar_id, google_event_id, title, all_day, starts, ends FROM aria_calendar_plain_times
    WHERE id = NEW.id AND COALESCE(NEW.recurring_event_id, '') = '';
    -- A changed occurrence.
    UPDATE aria_calendar_occurrences SET (title, all_day, start_time, end_time) =
        (SELECT title, all_day, starts, ends FROM aria_calendar_plain_times WHERE id = NEW.id)
    WHERE series_id = (SELECT s.local_event_id FROM aria_calendar_sync s
            WHERE s.calendar_id = NEW.calendar_id AND s.google_event_id = NEW.recurring_event_id)
        AND original_start = NEW.original_start AND event_id = NEW.id
        AND EXISTS (SELECT 1 FROM aria_calendar_plain_times WHERE id = NEW.id);
    DELETE FROM aria_calendar_occurrences
    WHERE series_id = (SELECT s.local_event_id FROM aria_calendar_sync s
            WHERE s.calendar_id = NEW.calendar_id AND s.google_event_id = NEW.recurring_event_id)
        AND original_start = NEW.original_start AND event_id = NEW.id
        AND (NEW.deleted_at IS NOT NULL OR NEW.status = 'cancelled');
END;

-- Whoever deletes a row. Without its changed occurrence a series has the one that was there before.
CREATE TRIGGER tr_aria_calendar_occurrences_delete AFTER DELETE ON aria_calendar_events
BEGIN
    DELETE FROM aria_calendar_unfolding WHERE event_id = OLD.id;
    DELETE FROM aria_calendar_occurrences WHERE series_id = OLD.id;
    DELETE FROM aria_calendar_occurrences
    WHERE series_id = (SELECT s.local_event_id FROM aria_calendar_sync s
            WHERE s.calendar_id = OLD.calendar_id AND s.google_event_id = OLD.recurring_event_id)
        AND original_start = OLD.original_start AND event_id = OLD.id;
    INSERT INTO aria_calendar_unfolding (event_id)
    SELECT s.local_event_id FROM aria_calendar_sync s
    WHERE s.calendar_id = OLD.calendar_id AND s.google_event_id = OLD.recurring_event_id AND s.local_event_id IS NOT NULL
    UNION
    SELECT x.id FROM aria_calendar_events x
    WHERE x.calendar_id = OLD.calendar_id AND x.recurring_event_id = OLD.google_event_id AND x.deleted_at IS NULL
    ON CONFLICT (event_id) DO UPDATE SET is_due = 1;
END;

-- And whoever makes a changed occurrence one of another series.
CREATE TRIGGER tr_aria_calendar_occurrences_move AFTER UPDATE OF calendar_id, recurring_event_id, original_start
ON aria_calendar_events
WHEN COALESCE(OLD.recurring_event_id, '') <> '' AND (NEW.calendar_id IS NOT OLD.calendar_id
    OR NEW.recurring_event_id IS NOT OLD.recurring_event_id OR NEW.original_start IS NOT OLD.original_start)
BEGIN
    DELETE FROM aria_calendar_occurrences WHERE series_id = OLD.id;
    DELETE FROM aria_calendar_occurrences
    WHERE series_id = (SELECT s.local_event_id FROM aria_calendar_sync s
            WHERE s.calendar_id = OLD.calendar_id AND s.google_event_id = OLD.recurring_event_id)
        AND original_start = OLD.original_start AND event_id = OLD.id;
    INSERT INTO aria_calendar_unfolding (event_id)
    SELECT s.local_event_id FROM aria_calendar_sync s
    WHERE s.calendar_id = OLD.calendar_id AND s.google_event_id = OLD.recurring_event_id AND s.local_event_id IS NOT NULL
    UNION SELECT NEW.id WHERE true
    ON CONFLICT (event_id) DO UPDATE SET is_due = 1;
END;

-- The times of living rows that do not repeat, as far as SQL can tell them.
CREATE VIEW aria_calendar_plain_times AS
SELECT id, calendar_id, google_event_id, title, all_day <> 0 AS all_day, starts,
       CASE WHEN all_day AND ends <= starts THEN date(starts, '+1 day') ELSE ends END AS ends
FROM (SELECT id, calendar_id, google_event_id, title, all_day,
        CASE WHEN all_day THEN date(substr(trim(start_time), 1, 10))
            WHEN trim(start_time) GLOB '*[Zz]' OR trim(start_time) GLOB '*[+-][0-9][0-9]:[0-9][0-9]'
                OR COALESCE(time_zone, '') IN ('', 'UTC')
            THEN strftime('%Y-%m-%dT%H:%M:%fZ', trim(start_time)) END AS starts,
        CASE WHEN all_day THEN date(substr(trim(end_time), 1, 10))
            WHEN trim(end_time) GLOB '*[Zz]' OR trim(end_time) GLOB '*[+-][0-9][0-9]:[0-9][0-9]'
                OR COALESCE(end_time_zone, time_zone, '') IN ('', 'UTC')
            THEN strftime('%Y-%m-%dT%H:%M:%fZ', trim(end_time)) END AS ends
    FROM aria_calendar_events
    WHERE deleted_at IS NULL AND status <> 'cancelled' AND COALESCE(trim(recurrence), '') IN ('', '[]', 'null')
        AND trim(title) <> '')
WHERE starts IS NOT NULL AND ends IS NOT NULL AND (ends >= starts OR all_day);

-- Two stretches of time on the calendar's clock: the day it is there, and from now until the same time in seven days. A
-- wall time that is skipped is as much later, one that comes twice is the first.
CREATE VIEW aria_calendar_stretches AS
WITH moment (at, wall) AS MATERIALIZED (
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        (SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now', c.offset_seconds || ' seconds') FROM aria_calendar_clock c
         WHERE c.starts_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now') ORDER BY c.starts_at DESC LIMIT 1)
), walls (at, wall, day_wall, next_wall, week_wall) AS MATERIALIZED (
    SELECT at, wall, strftime('%Y-%m-%dT00:00:00.000', wall), strftime('%Y-%m-%dT00:00:00.000', wall, '+1 day'),
        strftime('%Y-%m-%dT%H:%M:%f', wall, '+7 days') FROM moment
)
SELECT 'today' AS stretch,
    (SELECT max(strftime('%Y-%m-%dT%H:%M:%fZ', day_wall, -c.offset_seconds || ' seconds'), c.starts_at)
     FROM aria_calendar_clock c WHERE c.wall_until > day_wall ORDER BY c.wall_until LIMIT 1) AS starts_at,
    (SELECT max(strftime('%Y-%m-%dT%H:%M:%fZ', next_wall, -c.offset_seconds || ' seconds'), c.starts_at)
     FROM aria_calendar_clock c WHERE c.wall_until > next_wall ORDER BY c.wall_until LIMIT 1) AS ends_at,
    date(wall) AS first_day, date(wall) AS last_day
FROM walls
UNION ALL
SELECT 'upcoming', at,
    (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', week_wall, CASE
            WHEN strftime('%Y-%m-%dT%H:%M:%fZ', week_wall, -c.offset_seconds || ' seconds') < c.starts_at
            THEN -c.offset_before ELSE -c.offset_seconds END || ' seconds')
     FROM aria_calendar_clock c WHERE c.wall_until > week_wall ORDER BY c.wall_until LIMIT 1),
    date(wall), date(week_wall, '-0.001 seconds')
FROM walls;

-- The occurrences in them, in their order: by start, all-day ones first, then by title.
CREATE VIEW aria_calendar_stretch_events AS
WITH w AS MATERIALIZED (SELECT * FROM aria_calendar_stretches)
SELECT w.stretch, e.id, o.calendar_id, e.google_event_id, e.title, e.description,
       CASE o.original_start WHEN '' THEN e.start_time ELSE replace(o.start_time, '.000Z', 'Z') END AS start_time,
       CASE o.original_start WHEN '' THEN e.end_time ELSE replace(o.end_time, '.000Z', 'Z') END AS end_time,
       e.all_day, e.time_zone, e.location, e.attendees, e.recurrence, e.status, e.recurring_event_id, e.sync_status,
       o.occurrence_id, o.start_time AS occurrence_start, o.end_time AS occurrence_end
FROM w CROSS JOIN aria_calendar_reach r CROSS JOIN aria_calendar_occurrences o CROSS JOIN aria_calendar_events e
WHERE o.reach = r.reach AND e.id = o.event_id AND e.deleted_at IS NULL AND e.status <> 'cancelled'
  AND o.start_time > COALESCE(CASE WHEN r.all_day THEN date(w.first_day, r.longest)
      ELSE strftime('%Y-%m-%dT%H:%M:%fZ', w.starts_at, r.longest) END, '')
  AND o.start_time < CASE WHEN r.all_day THEN date(w.last_day, '+1 day') ELSE w.ends_at END
  AND CASE WHEN r.all_day THEN o.end_time > w.first_day
      ELSE o.end_time > w.starts_at OR o.start_time >= w.starts_at END
ORDER BY CASE WHEN r.all_day THEN
        (SELECT max(strftime('%Y-%m-%dT%H:%M:%fZ', o.start_time, -c.offset_seconds || ' seconds'), c.starts_at)
         FROM aria_calendar_clock c WHERE c.wall_until > o.start_time || 'T00:00:00.000' ORDER BY c.wall_until LIMIT 1)
    ELSE o.start_time END, r.all_day DESC, o.title, o.occurrence_id;

-- An occurrence a row, with the content of the event or of the changed occurrence it comes from (id). start_time and
-- end_time are the occurrence's own; occurrence_start and occurrence_end are the same in one form in all rows.
-- occurrence_id is the id it has in the API.

DROP VIEW v_today_events;
DROP VIEW v_upcoming_events;

-- What happens today on the calendar's clock, as GET /events/today has it.
CREATE VIEW v_today_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status, occurrence_id, occurrence_start, occurrence_end
FROM aria_calendar_stretch_events WHERE stretch = 'today';

-- What happens from now until the same time in seven days, what is still running included, as GET /events/upcoming has
-- it without parameters.
CREATE VIEW v_upcoming_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status, occurrence_id, occurrence_start, occurrence_end
FROM aria_calendar_stretch_events WHERE stretch = 'upcoming';
