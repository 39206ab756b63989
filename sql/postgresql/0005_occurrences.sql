-- aria-calendar-sync, PostgreSQL 13 or later, schema version 5. After 0004_limits.sql; 0001_initial.sql says how it is
-- run.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

-- The functions remember this path: whoever calls them, they find their own tables and nobody else's.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Tables
-- ---------------------------------------------------------------------------------------------------------------------

-- The events whose rows are not, or not all, in aria_calendar_occurrences: the service takes them up within a second
-- (after an upgrade or a move of the horizon it is busy with them for a while). Its API answers right meanwhile.
-- The first time these are all events.
DO $$
BEGIN
    IF to_regclass('aria_calendar_unfolding') IS NOT NULL THEN
        RETURN;
    END IF;
    CREATE TABLE aria_calendar_unfolding (
        event_id bigint PRIMARY KEY,           -- of the series, the single event or the changed occurrence
        is_due   boolean NOT NULL DEFAULT true -- false: it repeats so often that only the next days of it are there
    );
    INSERT INTO aria_calendar_unfolding (event_id)
    SELECT id FROM aria_calendar_events WHERE deleted_at IS NULL AND COALESCE(recurring_event_id, '') = ''
    UNION
    -- Changed occurrences of what is not there.
    SELECT x.id FROM aria_calendar_events x LEFT JOIN aria_calendar_sync s
        ON s.calendar_id = x.calendar_id AND s.google_event_id = x.recurring_event_id
    WHERE x.deleted_at IS NULL AND x.recurring_event_id <> '' AND s.id IS NULL;
END $$;
CREATE INDEX IF NOT EXISTS ix_aria_calendar_unfolding_due ON aria_calendar_unfolding (is_due, event_id);

-- What really happens and when: one row for each occurrence of each event, so that SQL sees a weekly meeting on each of
-- its days. A single event has one row, a series one for each of its occurrences, a changed occurrence its own in place
-- of the one it replaces, a cancelled one none. Rows are there for what reaches into the horizon (35 days
-- back to 400 days ahead, moved on each day). Everything in here follows from aria_calendar_events and can be made anew
-- from it: aria-calendar-syncd --rebuild-occurrences.
--
-- The service writes the rows of an event in the transaction that writes the event. For what SQL writes there are the
-- triggers below. Nobody else writes here; read it directly or through v_today_events and v_upcoming_events.
CREATE TABLE IF NOT EXISTS aria_calendar_occurrences (
    series_id      bigint NOT NULL,  -- aria_calendar_events.id of the series; of a single event its own
    original_start text COLLATE "C" NOT NULL, -- where the series has it: a date, or UTC with Z; '' for a single event
    event_id       bigint NOT NULL,  -- the row with its content: of the changed occurrence, else series_id
    calendar_id    text NOT NULL,
    occurrence_id  text,             -- google_event_id in the API's answers; NULL: Google does not know it yet
    title          text,
    all_day        boolean NOT NULL,
    start_time     timestamp with time zone NOT NULL, -- midnight UTC where all_day: the date counts, and no zone
    end_time       timestamp with time zone NOT NULL, -- exclusive, in the same form
    -- How long it takes, in steps, all-day ones from 10 on: see aria_calendar_reach.
    reach          smallint GENERATED ALWAYS AS (CASE
        WHEN all_day THEN CASE
            WHEN end_time - start_time <= interval '1 day' THEN 10
            WHEN end_time - start_time <= interval '4 days' THEN 11
            WHEN end_time - start_time <= interval '16 days' THEN 12
            WHEN end_time - start_time <= interval '64 days' THEN 13
            WHEN end_time - start_time <= interval '256 days' THEN 14 ELSE 15 END
        WHEN end_time - start_time <= interval '1 hour' THEN 0
        WHEN end_time - start_time <= interval '4 hours' THEN 1
        WHEN end_time - start_time <= interval '1 day' THEN 2
        WHEN end_time - start_time <= interval '4 days' THEN 3
        WHEN end_time - start_time <= interval '16 days' THEN 4
        WHEN end_time - start_time <= interval '64 days' THEN 5
        WHEN end_time - start_time <= interval '256 days' THEN 6 ELSE 7 END) STORED,
    PRIMARY KEY (series_id, original_start, event_id)
);

-- What overlaps a stretch of time is looked for step by step: of what takes at most an hour nothing can reach into it
-- that starts more than an hour before. So a journey of three years is found without a look at three years.
CREATE INDEX IF NOT EXISTS ix_aria_calendar_occurrences_time
    ON aria_calendar_occurrences (reach, start_time, end_time);

-- From when to when everything is in there.
CREATE TABLE IF NOT EXISTS aria_calendar_horizon (
    id        integer PRIMARY KEY CHECK (id = 1),
    starts_at timestamp with time zone NOT NULL,
    ends_at   timestamp with time zone NOT NULL
);
INSERT INTO aria_calendar_horizon
SELECT 1, (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '35 days') AT TIME ZONE 'UTC',
    (date_trunc('day', now() AT TIME ZONE 'UTC') + interval '400 days') AT TIME ZONE 'UTC'
ON CONFLICT (id) DO NOTHING;

-- The steps.
CREATE OR REPLACE VIEW aria_calendar_reach (reach, all_day, longest) AS
VALUES (0::smallint, false, interval '61 minutes'), (1::smallint, false, interval '241 minutes'),
       (2::smallint, false, interval '1441 minutes'), (3::smallint, false, interval '97 hours'),
       (4::smallint, false, interval '385 hours'), (5::smallint, false, interval '1537 hours'),
       (6::smallint, false, interval '6145 hours'), (7::smallint, false, NULL),
       (10::smallint, true, interval '1 days'), (11::smallint, true, interval '4 days'),
       (12::smallint, true, interval '16 days'), (13::smallint, true, interval '64 days'),
       (14::smallint, true, interval '256 days'), (15::smallint, true, NULL);

-- The wall clock of the calendar (CALENDAR_SYNC_TIME_ZONE, else the calendar's own zone), so that SQL knows what day it
-- is there, whatever the zone of the session: from when to when it is how far from UTC. The service writes it.
CREATE TABLE IF NOT EXISTS aria_calendar_clock (
    starts_at      timestamp with time zone PRIMARY KEY,
    ends_at        timestamp with time zone NOT NULL,
    offset_seconds integer NOT NULL,                   -- east of UTC
    offset_before  integer NOT NULL,                   -- of the stretch before
    wall_until     timestamp without time zone NOT NULL -- ends_at on this clock
);
CREATE UNIQUE INDEX IF NOT EXISTS ux_aria_calendar_clock_wall ON aria_calendar_clock (wall_until);

INSERT INTO aria_calendar_clock
SELECT '0001-01-01 00:00:00+00', '9999-12-31 00:00:00+00', 0, 0, '9999-12-31 00:00:00'
WHERE NOT EXISTS (SELECT FROM aria_calendar_clock);

-- ---------------------------------------------------------------------------------------------------------------------
-- ARIA's edits. Each marks its event, and what is plain to see stands in the table at once: the row of a single event, the
-- new time of a changed occurrence, that something is gone. The service writes the exact rows when it takes the event up.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION aria_calendar_occurrences_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    of_series bigint;
    is_plain boolean;
    ends timestamp with time zone;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM aria_calendar_unfolding u WHERE u.event_id = OLD.id;
        DELETE FROM aria_calendar_occurrences o WHERE o.series_id = OLD.id;
        INSERT INTO aria_calendar_unfolding AS u (event_id)
            SELECT x.id FROM aria_calendar_events x WHERE x.calendar_id = OLD.calendar_id
                AND x.recurring_event_id = OLD.google_event_id AND x.deleted_at IS NULL
            ON CONFLICT (event_id) DO UPDATE SET is_due = true;
    END IF;
    -- Without its changed occurrence a series has the one that was there before. Whoever deletes it, or makes it one of
    -- another series.
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND COALESCE(OLD.recurring_event_id, '') <> ''
        AND (NEW.calendar_id, NEW.recurring_event_id, NEW.original_start)
            IS DISTINCT FROM (OLD.calendar_id, OLD.recurring_event_id, OLD.original_start) THEN
        SELECT s.local_event_id INTO of_series FROM aria_calendar_sync s
            WHERE s.calendar_id = OLD.calendar_id AND s.google_event_id = OLD.recurring_event_id;
        IF of_series IS NOT NULL THEN
            DELETE FROM aria_calendar_occurrences o
                WHERE o.series_id = of_series AND o.original_start = OLD.original_start AND o.event_id = OLD.id;
            INSERT INTO aria_calendar_unfolding AS u (event_id) VALUES (of_series)
                ON CONFLICT (event_id) DO UPDATE SET is_due = true;
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN NULL;
        END IF;
        DELETE FROM aria_calendar_occurrences o WHERE o.series_id = OLD.id;
        INSERT INTO aria_calendar_unfolding AS u (event_id) VALUES (NEW.id)
            ON CONFLICT (event_id) DO UPDATE SET is_due = true;
    END IF;
    IF TG_OP = 'INSERT' AND NEW.service_stamp <> 0 THEN
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' AND (NEW.service_stamp <> OLD.service_stamp OR NEW.revision = OLD.revision) THEN
        RETURN NULL;
    END IF;
    INSERT INTO aria_calendar_unfolding AS u (event_id) VALUES (NEW.id)
        ON CONFLICT (event_id) DO UPDATE SET is_due = true;

    is_plain := COALESCE(NEW.deleted_at IS NULL AND NEW.status <> 'cancelled' AND trim(NEW.title) <> ''
        AND COALESCE(trim(NEW.recurrence), '') IN ('', '[]', 'null') AND NEW.end_time >= NEW.start_time
        AND NEW.start_time >= '0001-01-02 00:00:00+00' AND NEW.end_time < '9999-12-30 00:00:00+00', false);
    IF is_plain THEN
        ends := CASE WHEN NEW.all_day THEN greatest(NEW.end_time, NEW.start_time + interval '24 hours')
            ELSE NEW.end_time END;
    END IF;
    IF COALESCE(NEW.recurring_event_id, '') = '' THEN
        -- Nothing is left of a series that is gone. A living one keeps its rows until the service has taken it up.
        IF NEW.deleted_at IS NOT NULL OR NEW.status = 'cancelled' THEN
            DELETE FROM aria_calendar_occurrences o WHERE o.series_id = NEW.id;
        ELSIF COALESCE(trim(NEW.recurrence), '') IN ('', '[]', 'null') THEN
            DELETE FROM aria_calendar_occurrences o WHERE o.series_id = NEW.id AND o.event_id = NEW.id;
        END IF;
        IF is_plain THEN
            INSERT INTO aria_calendar_occurrences (series_id, original_start, event_id, calendar_id, occurrence_id,
                title, all_day, start_time, end_time)
            VALUES (NEW.id, '', NEW.id, NEW.calendar_id, NEW.google_event_id, NEW.title, NEW.all_day, NEW.start_time,
                ends);
        END IF;
        RETURN NULL;
    END IF;
    SELECT s.local_event_id INTO of_series FROM aria_calendar_sync s
        WHERE s.calendar_id = NEW.calendar_id AND s.google_event_id = NEW.recurring_event_id;
    IF NEW.deleted_at IS NOT NULL OR NEW.status = 'cancelled' THEN
        DELETE FROM aria_calendar_occurrences o
            WHERE o.series_id = of_series AND o.original_start = NEW.original_start AND o.event_id = NEW.id;
    ELSIF is_plain THEN
        UPDATE aria_calendar_occurrences o SET title = NEW.title, all_day = NEW.all_day, start_time = NEW.start_time,
                end_time = ends
            WHERE o.series_id = of_series AND o.original_start = NEW.original_start AND o.event_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS tr_aria_calendar_occurrences ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_occurrences AFTER INSERT OR UPDATE OR DELETE ON aria_calendar_events
    FOR EACH ROW EXECUTE FUNCTION aria_calendar_occurrences_follow();

-- ---------------------------------------------------------------------------------------------------------------------
-- Views
-- ---------------------------------------------------------------------------------------------------------------------

-- Two stretches of time on the calendar's clock: the day it is there, and from now until the same time in seven days. A
-- wall time that is skipped is as much later, one that comes twice is the first.
CREATE OR REPLACE VIEW aria_calendar_stretches AS
WITH moment (wall) AS MATERIALIZED (
    SELECT (SELECT now() AT TIME ZONE 'UTC' + c.offset_seconds * interval '1 second' FROM aria_calendar_clock c
        WHERE c.starts_at <= now() ORDER BY c.starts_at DESC LIMIT 1)
), walls (wall, day_wall, next_wall, week_wall) AS MATERIALIZED (
    SELECT wall, date_trunc('day', wall), date_trunc('day', wall) + interval '1 day', wall + interval '7 days'
    FROM moment
)
SELECT 'today' AS stretch,
    (SELECT greatest((day_wall - c.offset_seconds * interval '1 second') AT TIME ZONE 'UTC', c.starts_at)
     FROM aria_calendar_clock c WHERE c.wall_until > day_wall ORDER BY c.wall_until LIMIT 1) AS starts_at,
    (SELECT greatest((next_wall - c.offset_seconds * interval '1 second') AT TIME ZONE 'UTC', c.starts_at)
     FROM aria_calendar_clock c WHERE c.wall_until > next_wall ORDER BY c.wall_until LIMIT 1) AS ends_at,
    wall::date AS first_day, wall::date AS last_day
FROM walls
UNION ALL
SELECT 'upcoming', now(),
    (SELECT (week_wall - CASE WHEN (week_wall - c.offset_seconds * interval '1 second') AT TIME ZONE 'UTC' < c.starts_at
            THEN c.offset_before ELSE c.offset_seconds END * interval '1 second') AT TIME ZONE 'UTC'
     FROM aria_calendar_clock c WHERE c.wall_until > week_wall ORDER BY c.wall_until LIMIT 1),
    wall::date, (week_wall - interval '1 microsecond')::date
FROM walls;

-- The occurrences in them, in their order: by start, all-day ones first, then by title.
CREATE OR REPLACE VIEW aria_calendar_stretch_events AS
WITH w AS MATERIALIZED (
    SELECT s.stretch, s.starts_at, s.ends_at, s.first_day::timestamp AT TIME ZONE 'UTC' AS first_day,
        (s.last_day + 1)::timestamp AT TIME ZONE 'UTC' AS day_after FROM aria_calendar_stretches s
)
SELECT w.stretch, e.id, o.calendar_id, e.google_event_id, e.title, e.description, o.start_time, o.end_time, e.all_day,
       e.time_zone, e.location, e.attendees, e.recurrence, e.status, e.recurring_event_id, e.sync_status,
       o.occurrence_id, o.start_time AS occurrence_start, o.end_time AS occurrence_end
FROM w CROSS JOIN aria_calendar_reach r
    CROSS JOIN LATERAL (SELECT * FROM aria_calendar_occurrences o
        WHERE o.reach = r.reach
            AND o.start_time > COALESCE(CASE WHEN r.all_day THEN w.first_day ELSE w.starts_at END - r.longest, '-infinity')
            AND o.start_time < CASE WHEN r.all_day THEN w.day_after ELSE w.ends_at END
            AND CASE WHEN r.all_day THEN o.end_time > w.first_day
                ELSE o.end_time > w.starts_at OR o.start_time >= w.starts_at END
        OFFSET 0) o -- by itself, step by step: else the planner walks through the table
    JOIN aria_calendar_events e ON e.id = o.event_id
WHERE e.deleted_at IS NULL AND e.status <> 'cancelled'
ORDER BY CASE WHEN r.all_day THEN
        (SELECT greatest((o.start_time AT TIME ZONE 'UTC' - c.offset_seconds * interval '1 second') AT TIME ZONE 'UTC',
            c.starts_at)
         FROM aria_calendar_clock c WHERE c.wall_until > o.start_time AT TIME ZONE 'UTC' ORDER BY c.wall_until LIMIT 1)
    ELSE o.start_time END, r.all_day DESC, o.title COLLATE "C", o.occurrence_id COLLATE "C";

-- An occurrence a row, with the content of the event or of the changed occurrence it comes from (id). start_time and
-- end_time are the occurrence's own, and so are occurrence_start and occurrence_end. occurrence_id is the id it has in
-- the API.

-- What happens today on the calendar's clock, as GET /events/today has it.
CREATE OR REPLACE VIEW v_today_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status, occurrence_id, occurrence_start, occurrence_end
FROM aria_calendar_stretch_events WHERE stretch = 'today';

-- What happens from now until the same time in seven days, what is still running included, as GET /events/upcoming has
-- it without parameters.
CREATE OR REPLACE VIEW v_upcoming_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status, occurrence_id, occurrence_start, occurrence_end
FROM aria_calendar_stretch_events WHERE stretch = 'upcoming';

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '5')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 5;

COMMIT;
