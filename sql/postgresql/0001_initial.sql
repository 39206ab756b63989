-- aria-calendar-sync, PostgreSQL 13 or later, schema version 1.
--
-- The service runs this by itself when it starts. To do it by hand instead, as the role the service signs in with:
--     psql -d DATABASE -f 0001_initial.sql
-- It is one transaction, goes into the first schema of search_path, and notes schema_version in
-- aria_calendar_metadata, so that the service leaves it alone. Run a second time it changes nothing. The service skips
-- lines that start with a backslash, and BEGIN and COMMIT: it makes a transaction of its own.
--
-- Tables that the Python service left behind are brought up in place: rows, ids, links and history stay, what is
-- missing is added (see the first part).
--
-- Who may write what: ARIA inserts, updates and deletes rows of aria_calendar_events; the triggers below turn that
-- into work for the service and wake it (NOTIFY aria_calendar_changed, payload: the calendar). Everything else belongs
-- to the service. ARIA's role needs nothing but SELECT, INSERT, UPDATE and DELETE on aria_calendar_events and USAGE on
-- aria_calendar_events_id_seq: the triggers run with the rights of their owner.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema')); -- one at a time, people and services alike

-- The functions remember this path: whoever calls them, they find their own tables and nobody else's.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- ---------------------------------------------------------------------------------------------------------------------
-- What the Python service left behind
-- ---------------------------------------------------------------------------------------------------------------------

-- Makes a column of that type, or turns one that is there into it. What cannot be turned is kept beside it as
-- <name>_before_upgrade.
CREATE FUNCTION pg_temp.aria_column(in_table text, in_column text, in_type text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found text;
    convert text;
BEGIN
    SELECT format_type(a.atttypid, a.atttypmod) INTO found FROM pg_attribute a
    WHERE a.attrelid = to_regclass(in_table) AND a.attname = in_column AND NOT a.attisdropped;
    IF found IS NULL THEN
        EXECUTE format('ALTER TABLE %I ADD COLUMN %I %s', in_table, in_column, in_type);
        RETURN;
    END IF;
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP NOT NULL', in_table, in_column);
    IF found = in_type THEN
        RETURN;
    END IF;
    convert := CASE
        WHEN in_type = 'jsonb' THEN 'pg_temp.aria_json(to_jsonb(%1$I))'
        WHEN in_type = 'text' AND found IN ('json', 'jsonb') THEN 'CASE WHEN jsonb_typeof(%1$I::jsonb) = ''string'''
            ' THEN %1$I::jsonb #>> ''{}'' ELSE %1$I::text END'
        ELSE '%1$I::' || in_type END;
    BEGIN
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', in_table, in_column);
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE %s USING ', in_table, in_column, in_type)
            || format(convert, in_column);
    EXCEPTION WHEN data_exception OR datatype_mismatch OR cannot_coerce OR wrong_object_type THEN
        EXECUTE format('ALTER TABLE %I RENAME COLUMN %I TO %I', in_table, in_column, in_column || '_before_upgrade');
        EXECUTE format('ALTER TABLE %I ADD COLUMN %I %s', in_table, in_column, in_type);
    END;
END $$;

-- JSON in a text is JSON, other text is a list of words: addresses, as a rule.
CREATE FUNCTION pg_temp.aria_json(value jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_typeof(value) <> 'string' THEN
        RETURN value;
    END IF;
    BEGIN
        RETURN (value #>> '{}')::jsonb;
    EXCEPTION WHEN data_exception THEN
        RETURN to_jsonb(array_remove(regexp_split_to_array(trim(value #>> '{}'), '[,;\s]+'), ''));
    END;
END $$;

-- Its views, functions, constraints and "touch" triggers; unknown triggers, columns and indexes stay.
DO $$
DECLARE
    old_table text;
    found record;
BEGIN
    CREATE TEMP TABLE aria_upgrade (had_events boolean) ON COMMIT DROP;
    INSERT INTO aria_upgrade SELECT to_regclass('aria_calendar_events') IS NOT NULL
        AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('aria_calendar_events')
            AND attname = 'service_stamp' AND NOT attisdropped);
    IF NOT (SELECT had_events FROM aria_upgrade) THEN
        RETURN;
    END IF;
    DROP VIEW IF EXISTS v_events_pending_to_google, v_events_with_conflicts, v_today_events, v_upcoming_events,
        v_sync_statistics;
    FOR found IN SELECT oid::regprocedure AS signature FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
            AND proname IN ('cleanup_old_sync_history', 'cleanup_deleted_events')
    LOOP
        EXECUTE 'DROP FUNCTION ' || found.signature;
    END LOOP;
    FOREACH old_table IN ARRAY ARRAY['aria_calendar_sync', 'aria_calendar_sync_history', 'aria_calendar_metadata',
        'aria_calendar_events']
    LOOP
        -- Its words and its idea of uniqueness (one calendar) are not ours. A primary key stays, and so does what
        -- other tables refer to.
        FOR found IN SELECT c.conname AS name FROM pg_constraint c WHERE c.conrelid = to_regclass(old_table)
            AND (c.contype IN ('c', 'f') OR (c.contype = 'u' AND old_table <> 'aria_calendar_metadata'
                AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)))
        LOOP
            EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', old_table, found.name);
        END LOOP;
        -- Each write of ours would look newer than it is.
        FOR found IN SELECT t.tgname AS name FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = to_regclass(old_table) AND NOT t.tgisinternal AND p.proname ~ 'updated_at'
        LOOP
            EXECUTE format('DROP TRIGGER %I ON %I', found.name, old_table);
        END LOOP;
        -- We do not know its columns, so we cannot be made to fill them.
        FOR found IN SELECT a.attname AS name FROM pg_attribute a WHERE a.attrelid = to_regclass(old_table)
            AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped AND NOT a.atthasdef AND a.attidentity = ''
            AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary
                AND a.attnum = ANY (i.indkey))
        LOOP
            EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP NOT NULL', old_table, found.name);
        END LOOP;
    END LOOP;
END $$;

-- Every column, one line each: table, column, type.
DO $$
DECLARE
    line text;
    part text[];
BEGIN
    IF NOT (SELECT had_events FROM aria_upgrade) THEN
        RETURN;
    END IF;
    -- The times of all-day rows were written without a zone, so they stand at midnight of some zone; a time without a
    -- zone is one of the database's own.
    SET LOCAL TimeZone TO DEFAULT;
    FOREACH line IN ARRAY string_to_array(
        'events id bigint,events calendar_id text,events google_event_id text,events title text,'
        'events description text,events start_time timestamp with time zone,events end_time timestamp with time zone,'
        'events start_date date,events end_date date,events all_day boolean,events time_zone text,'
        'events end_time_zone text,events location text,events attendees jsonb,events recurrence text,'
        'events reminders jsonb,events color_id text,events visibility text,events transparency text,'
        'events status text,events recurring_event_id text,events original_start text,events source text,'
        'events sync_status text,events window_start timestamp with time zone,'
        'events window_end timestamp with time zone,events revision bigint,'
        'events created_at timestamp with time zone,events updated_at timestamp with time zone,'
        'events deleted_at timestamp with time zone,events service_stamp bigint', ',')
    LOOP
        part := regexp_match(line, '^(\w+) (\w+) (.+)$');
        CONTINUE WHEN part[2] = 'id';
        PERFORM pg_temp.aria_column('aria_calendar_' || part[1], part[2], part[3]);
    END LOOP;
    ALTER TABLE aria_calendar_events ALTER COLUMN id TYPE bigint;

    UPDATE aria_calendar_events SET all_day = COALESCE(all_day, false), calendar_id = COALESCE(calendar_id, 'primary'),
        status = COALESCE(NULLIF(status, ''), 'confirmed'), source = COALESCE(source, 'aria'), revision = 1,
        created_at = COALESCE(created_at, updated_at, now()), google_event_id = NULLIF(google_event_id, ''),
        -- -1: the old service may have lost the way to its event at Google; the service looks for it there before it
        -- takes the row for a new one.
        service_stamp = -1,
        start_date = CASE WHEN all_day THEN CASE
            WHEN (start_time AT TIME ZONE 'UTC')::time = '00:00' THEN (start_time AT TIME ZONE 'UTC')::date
            WHEN start_time::time = '00:00' THEN start_time::date
            ELSE (start_time AT TIME ZONE 'UTC' + interval '12 hours')::date END END, -- the nearest midnight
        end_date = CASE WHEN all_day THEN CASE
            WHEN (end_time AT TIME ZONE 'UTC')::time = '00:00' THEN (end_time AT TIME ZONE 'UTC')::date
            WHEN end_time::time = '00:00' THEN end_time::date
            ELSE (end_time AT TIME ZONE 'UTC' + interval '12 hours')::date END END;
    UPDATE aria_calendar_events SET start_time = start_date::timestamp AT TIME ZONE 'UTC',
        end_time = end_date::timestamp AT TIME ZONE 'UTC' WHERE all_day;
    UPDATE aria_calendar_events SET
        window_start = COALESCE(start_time - interval '1 day', '-infinity'),
        window_end = CASE WHEN COALESCE(trim(recurrence), '') IN ('', '[]', 'null')
            THEN COALESCE(end_time, start_time) + interval '1 day' END;
    SET LOCAL TimeZone TO 'UTC';

    ALTER TABLE aria_calendar_events
        ALTER COLUMN calendar_id SET DEFAULT 'primary', ALTER COLUMN calendar_id SET NOT NULL,
        ALTER COLUMN all_day SET DEFAULT false, ALTER COLUMN all_day SET NOT NULL,
        ALTER COLUMN attendees SET DEFAULT '[]', ALTER COLUMN status SET DEFAULT 'confirmed',
        ALTER COLUMN status SET NOT NULL, ALTER COLUMN source SET DEFAULT 'aria', ALTER COLUMN source SET NOT NULL,
        ALTER COLUMN sync_status DROP DEFAULT,
        ALTER COLUMN revision SET DEFAULT 1, ALTER COLUMN revision SET NOT NULL,
        ALTER COLUMN created_at SET DEFAULT now(), ALTER COLUMN created_at SET NOT NULL,
        ALTER COLUMN updated_at SET DEFAULT now(),
        ALTER COLUMN service_stamp SET DEFAULT 0, ALTER COLUMN service_stamp SET NOT NULL;
    ALTER SEQUENCE IF EXISTS aria_calendar_events_id_seq AS bigint;
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Tables
-- ---------------------------------------------------------------------------------------------------------------------

-- The events as ARIA knows them, one row an event, a series (its master) or a changed or cancelled occurrence.
-- ARIA may insert with nothing but (title, start_time, end_time).
--
-- All-day rows: the dates count and no zone does. They stand in start_date and end_date (exclusive); start_time and
-- end_time are the same dates at midnight UTC, for sorting. ARIA may write either: a date, or a time whose date
-- counts. '2024-01-15', 2024-01-15 00:00 in the zone of the writer's session, and 2024-01-15T00:00:00Z all mean the
-- 15th; any other time means its date in the session's zone. For timed rows both dates are NULL.
CREATE TABLE IF NOT EXISTS aria_calendar_events (
    id                 bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    calendar_id        text NOT NULL DEFAULT 'primary',
    google_event_id    text,                               -- for people; the link itself is in aria_calendar_sync
    title              text,
    description        text,
    start_time         timestamp with time zone,
    end_time           timestamp with time zone,           -- exclusive
    start_date         date,                               -- all-day rows only
    end_date           date,                               -- all-day rows only; exclusive
    all_day            boolean NOT NULL DEFAULT false,
    time_zone          text,                               -- IANA name
    end_time_zone      text,                               -- where it differs from time_zone
    location           text,
    attendees          jsonb DEFAULT '[]',                 -- list of addresses or of Google's attendee objects
    recurrence         text,                               -- JSON list of lines (RRULE, EXDATE, RDATE), or bare lines
    reminders          jsonb,                              -- list; NULL: the calendar's default reminders
    color_id           text,
    visibility         text,
    transparency       text,
    status             text NOT NULL DEFAULT 'confirmed',  -- confirmed, tentative, cancelled
    recurring_event_id text,                               -- occurrences: Google id of the master
    original_start     text,                               -- occurrences: where the series had it; a date or an instant
    source             text NOT NULL DEFAULT 'aria',       -- aria or google: where it was made
    sync_status        text,                               -- copy of aria_calendar_sync.sync_status; writing it is no edit
    window_start       timestamp with time zone,           -- no occurrence before
    window_end         timestamp with time zone,           -- no occurrence after; NULL: no known end
    revision           bigint NOT NULL DEFAULT 1,          -- grows with every edit of the content
    created_at         timestamp with time zone NOT NULL DEFAULT now(),
    updated_at         timestamp with time zone DEFAULT now(),
    deleted_at         timestamp with time zone,           -- set: deleted in ARIA
    -- Changed by every write of the service and by nobody else: that is how the triggers know its writes.
    -- 0: the service has not seen the row yet. -1: left behind by the Python service and not matched yet.
    service_stamp      bigint NOT NULL DEFAULT 0
);

-- The stretch of time a row may have occurrences in, for the index below: as a range the planner knows how few rows
-- reach into a week. A row that ends before it starts is in error, which must not be in the way of storing it.
CREATE OR REPLACE FUNCTION aria_calendar_window(
    window_start timestamp with time zone, window_end timestamp with time zone) RETURNS tstzrange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tstzrange(COALESCE(window_start, '-infinity'),
        CASE WHEN window_end IS NOT NULL THEN greatest(window_end, window_start) END, '[]')
$$;

-- What is in a stretch of time, and who is in a calendar.
CREATE INDEX IF NOT EXISTS ix_aria_calendar_events_window
    ON aria_calendar_events USING gist (aria_calendar_window(window_start, window_end)) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS ix_aria_calendar_events_series
    ON aria_calendar_events (calendar_id, recurring_event_id, original_start) WHERE recurring_event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS ix_aria_calendar_events_calendar ON aria_calendar_events (calendar_id);
CREATE INDEX IF NOT EXISTS ix_aria_calendar_events_unadopted
    ON aria_calendar_events (calendar_id, id) WHERE service_stamp <= 0;
CREATE INDEX IF NOT EXISTS ix_aria_calendar_events_deleted
    ON aria_calendar_events (deleted_at) WHERE deleted_at IS NOT NULL;

-- The link of each event to Google and how far the two sides agree.
-- local_event_id has no ON DELETE action on purpose: a row with a link is deleted only after its link.
CREATE TABLE IF NOT EXISTS aria_calendar_sync (
    id                 bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    calendar_id        text NOT NULL DEFAULT 'primary',
    google_event_id    text NOT NULL,
    local_event_id     bigint,
    sync_status        text NOT NULL DEFAULT 'pending_to_google', -- synced, pending_to_google, pending_to_aria,
                                                                  -- conflict, error, deleted
    event_hash         text,                      -- of the service before this one; kept for its readers
    error_message      text,
    etag               text,                      -- of base_event
    base_event         jsonb,                     -- the last version both sides agreed on
    google_event       jsonb,                     -- Google's version where it waits for a decision
    attempted_event    jsonb,                     -- sent to Google, answer not yet known
    attempted_revision bigint NOT NULL DEFAULT 0, -- the event's revision that was sent
    attempts           integer NOT NULL DEFAULT 0,
    next_attempt_at    timestamp with time zone,  -- NULL: now
    push_options       jsonb,                     -- what the pending edit asked for, such as sendUpdates
    create_fingerprint text,
    idempotency_key    text,
    seen_generation    bigint NOT NULL DEFAULT 0, -- the last pull in which Google listed it
    base_generation    bigint NOT NULL DEFAULT 0, -- the pull under way when base_event was set outside it
    last_synced        timestamp with time zone,
    created_at         timestamp with time zone NOT NULL DEFAULT now()
);

-- Small facts by key and calendar ('' for the whole database): sync tokens, channels, schema_version.
CREATE TABLE IF NOT EXISTS aria_calendar_metadata (
    key         text NOT NULL,
    calendar_id text NOT NULL DEFAULT '',
    value       text,
    updated_at  timestamp with time zone NOT NULL DEFAULT now(),
    PRIMARY KEY (key, calendar_id)
);

-- Every change the service made to either side, with the version before and after. n8n adds rows of its own, so
-- only the id is asked for. local_event_id is no foreign key: history outlives the event.
CREATE TABLE IF NOT EXISTS aria_calendar_sync_history (
    id              bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    calendar_id     text DEFAULT 'primary',
    google_event_id text,
    local_event_id  bigint,
    operation       text,  -- create, update, delete, restore, resolve, undo
    side            text,  -- which side was written: google or aria
    before_event    jsonb,
    after_event     jsonb,
    reason          text,
    outcome         text,  -- intended, done, failed, superseded
    error_message   text,
    revision        bigint,
    created_at      timestamp with time zone NOT NULL DEFAULT now()
);

-- The Python service's other tables, in its own rows; before this they may have been missing altogether.
DO $$
DECLARE
    line text;
    part text[];
BEGIN
    IF NOT (SELECT had_events FROM aria_upgrade) THEN
        RETURN;
    END IF;
    SET LOCAL TimeZone TO DEFAULT;
    FOREACH line IN ARRAY string_to_array(
        'sync calendar_id text,sync google_event_id text,sync local_event_id bigint,sync sync_status text,'
        'sync event_hash text,sync error_message text,sync etag text,sync base_event jsonb,sync google_event jsonb,'
        'sync attempted_event jsonb,sync attempted_revision bigint,sync attempts integer,'
        'sync next_attempt_at timestamp with time zone,sync push_options jsonb,sync create_fingerprint text,'
        'sync idempotency_key text,sync seen_generation bigint,sync base_generation bigint,'
        'sync last_synced timestamp with time zone,sync created_at timestamp with time zone,'
        'sync_history calendar_id text,sync_history google_event_id text,sync_history local_event_id bigint,'
        'sync_history operation text,sync_history side text,sync_history before_event jsonb,'
        'sync_history after_event jsonb,sync_history reason text,sync_history outcome text,'
        'sync_history error_message text,sync_history revision bigint,'
        'sync_history created_at timestamp with time zone,metadata value text,'
        'metadata updated_at timestamp with time zone', ',')
    LOOP
        part := regexp_match(line, '^(\w+) (\w+) (.+)$');
        PERFORM pg_temp.aria_column('aria_calendar_' || part[1], part[2], part[3]);
    END LOOP;
    SET LOCAL TimeZone TO 'UTC';
    ALTER TABLE aria_calendar_sync ALTER COLUMN id TYPE bigint;
    ALTER TABLE aria_calendar_sync_history ALTER COLUMN id TYPE bigint;
    ALTER SEQUENCE IF EXISTS aria_calendar_sync_id_seq AS bigint;
    ALTER SEQUENCE IF EXISTS aria_calendar_sync_history_id_seq AS bigint;

    -- Links. A link to nothing, or without anything, holds nothing: the first full list brings the event itself.
    UPDATE aria_calendar_sync SET local_event_id = NULL WHERE local_event_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM aria_calendar_events e WHERE e.id = local_event_id);
    UPDATE aria_calendar_sync SET local_event_id = NULL WHERE id IN (
        SELECT id FROM (SELECT s.id, row_number() OVER (PARTITION BY s.local_event_id
            ORDER BY s.google_event_id IS DISTINCT FROM e.google_event_id, s.id DESC) AS place
            FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id) AS links
        WHERE place > 1);
    UPDATE aria_calendar_sync s SET local_event_id = found.id
    FROM (SELECT DISTINCT ON (e.google_event_id) e.google_event_id, e.id FROM aria_calendar_events e
        WHERE e.google_event_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM aria_calendar_sync o WHERE o.local_event_id = e.id)
        ORDER BY e.google_event_id, e.deleted_at IS NOT NULL, e.id) AS found
    WHERE s.local_event_id IS NULL AND s.google_event_id = found.google_event_id;
    DELETE FROM aria_calendar_sync WHERE local_event_id IS NULL OR google_event_id IS NULL OR google_event_id = '';
    INSERT INTO aria_calendar_sync (google_event_id, local_event_id, sync_status)
    SELECT DISTINCT ON (e.google_event_id) e.google_event_id, e.id,
        CASE WHEN e.sync_status = 'pending_to_google' OR e.deleted_at IS NOT NULL THEN 'pending_to_google'
            ELSE 'synced' END
    FROM aria_calendar_events e
    WHERE e.google_event_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM aria_calendar_sync s
            WHERE s.local_event_id = e.id OR s.google_event_id = e.google_event_id)
    ORDER BY e.google_event_id, e.deleted_at IS NOT NULL, e.id;

    -- It kept no version both sides agreed on, so the first full list decides; until then nothing is known to differ
    -- but ARIA's own edits, also where Google had edits too. What it called an error is looked at afresh.
    UPDATE aria_calendar_sync SET calendar_id = 'primary', attempted_revision = 0, attempts = 0, seen_generation = 0,
        base_generation = 0, created_at = COALESCE(created_at, now()),
        sync_status = CASE WHEN sync_status IN ('pending_to_google', 'deleted') THEN sync_status
            WHEN sync_status = 'conflict' THEN 'pending_to_google' ELSE 'synced' END;
    UPDATE aria_calendar_events e SET calendar_id = s.calendar_id, google_event_id = s.google_event_id,
        sync_status = s.sync_status, service_stamp = 1
    FROM aria_calendar_sync s WHERE s.local_event_id = e.id;
    -- What may tell which event the row is: an id that another row has, or an iCalUID that ARIA noted itself.
    EXECUTE format('UPDATE aria_calendar_events SET sync_status = ''pending_to_google'','
        ' google_event_id = COALESCE(google_event_id, NULLIF(%s, '''')) WHERE service_stamp < 0',
        COALESCE((SELECT quote_ident(a.attname) || '::text' FROM pg_attribute a
            WHERE a.attrelid = 'aria_calendar_events'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                AND lower(a.attname) IN ('icaluid', 'ical_uid', 'i_cal_uid') ORDER BY a.attnum LIMIT 1),
            'NULL'));
    ALTER TABLE aria_calendar_sync
        ALTER COLUMN calendar_id SET DEFAULT 'primary', ALTER COLUMN calendar_id SET NOT NULL,
        ALTER COLUMN google_event_id SET NOT NULL,
        ALTER COLUMN sync_status SET DEFAULT 'pending_to_google', ALTER COLUMN sync_status SET NOT NULL,
        ALTER COLUMN attempted_revision SET DEFAULT 0, ALTER COLUMN attempted_revision SET NOT NULL,
        ALTER COLUMN attempts SET DEFAULT 0, ALTER COLUMN attempts SET NOT NULL,
        ALTER COLUMN seen_generation SET DEFAULT 0, ALTER COLUMN seen_generation SET NOT NULL,
        ALTER COLUMN base_generation SET DEFAULT 0, ALTER COLUMN base_generation SET NOT NULL,
        ALTER COLUMN created_at SET DEFAULT now(), ALTER COLUMN created_at SET NOT NULL;
    ALTER TABLE aria_calendar_sync_history ALTER COLUMN calendar_id SET DEFAULT 'primary',
        ALTER COLUMN created_at SET DEFAULT now();

    -- Its sync token belongs to another query (single events). Its channel has no token of ours: stopped and replaced.
    UPDATE aria_calendar_metadata SET calendar_id = '' WHERE calendar_id IS NULL;
    UPDATE aria_calendar_metadata SET updated_at = COALESCE(updated_at, now());
    DELETE FROM aria_calendar_metadata WHERE key = 'sync_token';
    DELETE FROM aria_calendar_metadata a USING aria_calendar_metadata b
        WHERE a.key = b.key AND a.calendar_id = b.calendar_id AND a.ctid < b.ctid;
    INSERT INTO aria_calendar_metadata (key, calendar_id, value)
    SELECT 'webhook_channels_retiring', 'primary', jsonb_agg(channel)::text
    FROM (SELECT pg_temp.aria_json(to_jsonb(value)) AS channel FROM aria_calendar_metadata
        WHERE key ~ 'channel' AND value ~ 'resourceId' AND key <> 'webhook_channels_retiring') AS channels
    WHERE jsonb_typeof(channel) = 'object'
    HAVING count(*) > 0;
    DELETE FROM aria_calendar_metadata
        WHERE key ~ 'channel' AND value ~ 'resourceId' AND key <> 'webhook_channels_retiring';
    ALTER TABLE aria_calendar_metadata
        ALTER COLUMN calendar_id SET DEFAULT '', ALTER COLUMN calendar_id SET NOT NULL,
        ALTER COLUMN updated_at SET DEFAULT now(), ALTER COLUMN updated_at SET NOT NULL;
    INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('python_upgrade', '', 'unmatched')
        ON CONFLICT DO NOTHING;
END $$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'aria_calendar_sync'::regclass AND contype = 'f') THEN
        ALTER TABLE aria_calendar_sync ADD CONSTRAINT aria_calendar_sync_local_event_id_fkey
            FOREIGN KEY (local_event_id) REFERENCES aria_calendar_events (id);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_index WHERE indrelid = 'aria_calendar_metadata'::regclass AND indisunique
        AND pg_get_indexdef(indexrelid) LIKE '%(key, calendar_id)') THEN
        CREATE UNIQUE INDEX ux_aria_calendar_metadata_key ON aria_calendar_metadata (key, calendar_id);
    END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS ux_aria_calendar_sync_google ON aria_calendar_sync (calendar_id, google_event_id);
CREATE UNIQUE INDEX IF NOT EXISTS ux_aria_calendar_sync_local ON aria_calendar_sync (local_event_id);
CREATE UNIQUE INDEX IF NOT EXISTS ux_aria_calendar_sync_idempotency ON aria_calendar_sync (idempotency_key);

-- The few rows that wait for something; the many that are synced stand in none of these.
CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_pending ON aria_calendar_sync (calendar_id, next_attempt_at)
    WHERE sync_status = 'pending_to_google';
CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_held ON aria_calendar_sync (calendar_id)
    WHERE sync_status = 'pending_to_aria';
CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_conflict ON aria_calendar_sync (calendar_id)
    WHERE sync_status = 'conflict';
CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_error ON aria_calendar_sync (calendar_id)
    WHERE sync_status = 'error';
CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_seen ON aria_calendar_sync (calendar_id, seen_generation);

CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_history_created ON aria_calendar_sync_history (created_at);
CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_history_google ON aria_calendar_sync_history (google_event_id, id);
-- A push that is repeated after a crash is the same push.
CREATE UNIQUE INDEX IF NOT EXISTS ux_aria_calendar_sync_history_intended
    ON aria_calendar_sync_history (local_event_id, revision) WHERE side = 'google' AND outcome = 'intended';

-- ---------------------------------------------------------------------------------------------------------------------
-- ARIA's edits
-- ---------------------------------------------------------------------------------------------------------------------

-- The date an all-day row means by a time; see the table.
CREATE OR REPLACE FUNCTION aria_calendar_date(meant timestamp with time zone) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN (meant AT TIME ZONE 'UTC')::time = '00:00' THEN (meant AT TIME ZONE 'UTC')::date
        ELSE meant::date END
$$;

-- Dates and times of all-day rows agree; an edit of ARIA's is marked. The window of such a row is a day wider than its
-- times on both sides, because the row's zone may be any. The service writes the exact window when it takes the edit up.
CREATE OR REPLACE FUNCTION aria_calendar_event_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    link record;
BEGIN
    IF NEW.all_day THEN
        IF NEW.start_time IS NOT NULL AND (TG_OP = 'INSERT' AND NEW.start_date IS NULL
            OR TG_OP = 'UPDATE' AND (NEW.start_date IS NULL
                OR NEW.start_date IS NOT DISTINCT FROM OLD.start_date
                    AND NEW.start_time IS DISTINCT FROM OLD.start_time)) THEN
            NEW.start_date := aria_calendar_date(NEW.start_time);
        ELSIF NEW.start_time IS NULL AND TG_OP = 'UPDATE' AND OLD.start_time IS NOT NULL THEN
            NEW.start_date := NULL;
        END IF;
        IF NEW.end_time IS NOT NULL AND (TG_OP = 'INSERT' AND NEW.end_date IS NULL
            OR TG_OP = 'UPDATE' AND (NEW.end_date IS NULL
                OR NEW.end_date IS NOT DISTINCT FROM OLD.end_date
                    AND NEW.end_time IS DISTINCT FROM OLD.end_time)) THEN
            NEW.end_date := aria_calendar_date(NEW.end_time);
        ELSIF NEW.end_time IS NULL AND TG_OP = 'UPDATE' AND OLD.end_time IS NOT NULL THEN
            NEW.end_date := NULL;
        END IF;
        NEW.start_time := NEW.start_date::timestamp AT TIME ZONE 'UTC';
        NEW.end_time := NEW.end_date::timestamp AT TIME ZONE 'UTC';
    ELSE
        NEW.start_date := NULL;
        NEW.end_date := NULL;
    END IF;

    IF TG_OP = 'INSERT' THEN
        -- An id of the writer's own choice is never given away a second time.
        IF (SELECT CASE WHEN is_called THEN NEW.id > last_value ELSE NEW.id >= last_value END
            FROM aria_calendar_events_id_seq) THEN
            PERFORM setval('aria_calendar_events_id_seq', NEW.id);
        END IF;
        IF NEW.service_stamp <> 0 THEN
            RETURN NEW;
        END IF;
        NEW.sync_status := 'pending_to_google';
    ELSE
        IF NEW.service_stamp <> OLD.service_stamp
            OR (NEW.title, NEW.description, NEW.start_time, NEW.end_time, NEW.all_day, NEW.time_zone,
                NEW.end_time_zone, NEW.location, NEW.attendees, NEW.recurrence, NEW.reminders, NEW.color_id,
                NEW.visibility, NEW.transparency, NEW.status, NEW.deleted_at)
            IS NOT DISTINCT FROM
                (OLD.title, OLD.description, OLD.start_time, OLD.end_time, OLD.all_day, OLD.time_zone,
                OLD.end_time_zone, OLD.location, OLD.attendees, OLD.recurrence, OLD.reminders, OLD.color_id,
                OLD.visibility, OLD.transparency, OLD.status, OLD.deleted_at) THEN
            RETURN NEW;
        END IF;
        NEW.revision := greatest(NEW.revision, OLD.revision) + 1;
        SELECT s.sync_status INTO link FROM aria_calendar_sync s WHERE s.local_event_id = NEW.id;
        NEW.sync_status := CASE WHEN link.sync_status = 'conflict' THEN 'conflict' ELSE 'pending_to_google' END;
    END IF;
    NEW.updated_at := now();
    NEW.window_start := COALESCE(NEW.start_time - interval '1 day', '-infinity');
    NEW.window_end := CASE WHEN COALESCE(trim(NEW.recurrence), '') IN ('', '[]', 'null')
        THEN COALESCE(NEW.end_time, NEW.start_time) + interval '1 day' END;
    RETURN NEW;
END $$;

-- The service writes nothing else of a row without raising its stamp, and ARIA's edits raise the revision.
CREATE OR REPLACE FUNCTION aria_calendar_event_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM pg_notify('aria_calendar_changed', OLD.calendar_id);
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.service_stamp = OLD.service_stamp AND NEW.revision = OLD.revision THEN
            RETURN NULL; -- no edit
        END IF;
        IF NEW.service_stamp = OLD.service_stamp THEN
            UPDATE aria_calendar_sync s SET
                attempts = CASE s.sync_status WHEN 'error' THEN 0 ELSE s.attempts END,
                next_attempt_at = CASE s.sync_status WHEN 'error' THEN NULL ELSE s.next_attempt_at END,
                error_message = CASE s.sync_status WHEN 'error' THEN NULL ELSE s.error_message END,
                sync_status = 'pending_to_google'
            WHERE s.local_event_id = NEW.id AND s.sync_status <> 'conflict';
        END IF;
    END IF;
    -- The service's own writes too: there may be other services on this database.
    PERFORM pg_notify('aria_calendar_changed', NEW.calendar_id); -- equal ones in a transaction are one
    RETURN NULL;
END $$;

-- DELETE of a linked row is a deletion that Google has to hear of, so the row stays and is marked. The service deletes
-- the link first and is not stopped.
CREATE OR REPLACE FUNCTION aria_calendar_event_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM aria_calendar_sync s WHERE s.local_event_id = OLD.id) THEN
        RETURN OLD;
    END IF;
    UPDATE aria_calendar_events SET deleted_at = now() WHERE id = OLD.id AND deleted_at IS NULL;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS tr_aria_calendar_events_before ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_events_before BEFORE INSERT OR UPDATE ON aria_calendar_events
    FOR EACH ROW EXECUTE FUNCTION aria_calendar_event_before();
DROP TRIGGER IF EXISTS tr_aria_calendar_events_after ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_events_after AFTER INSERT OR UPDATE OR DELETE ON aria_calendar_events
    FOR EACH ROW EXECUTE FUNCTION aria_calendar_event_after();
DROP TRIGGER IF EXISTS tr_aria_calendar_events_delete ON aria_calendar_events;
CREATE TRIGGER tr_aria_calendar_events_delete BEFORE DELETE ON aria_calendar_events
    FOR EACH ROW EXECUTE FUNCTION aria_calendar_event_delete();

-- ---------------------------------------------------------------------------------------------------------------------
-- Clean-up, for cron jobs and people; the service does the same each day. Both return how many rows went.
-- ---------------------------------------------------------------------------------------------------------------------

-- An intended push is not over, however old.
CREATE OR REPLACE FUNCTION cleanup_old_sync_history(days integer DEFAULT 90) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM aria_calendar_sync_history
    WHERE created_at < now() - make_interval(days => days) AND outcome IS DISTINCT FROM 'intended';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- Deleted and agreed upon, or never linked; not what a living series needs to know its cancelled occurrences.
-- Cancelled occurrences of a series that goes now go with it.
CREATE OR REPLACE FUNCTION cleanup_deleted_events(days integer DEFAULT 30) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    due bigint[];
    gone integer;
BEGIN
    WITH old (id, calendar_id, google_event_id) AS (
        SELECT e.id, s.calendar_id, s.google_event_id
        FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id
        WHERE e.deleted_at < now() - make_interval(days => days) AND COALESCE(s.sync_status, 'deleted') = 'deleted'
            AND NOT EXISTS (SELECT FROM aria_calendar_sync ms JOIN aria_calendar_events me ON me.id = ms.local_event_id
                WHERE ms.calendar_id = e.calendar_id AND ms.google_event_id = e.recurring_event_id
                    AND me.deleted_at IS NULL))
    SELECT array_agg(id) INTO due FROM (
        SELECT id FROM old
        UNION
        SELECT x.id FROM old JOIN aria_calendar_events x
            ON x.calendar_id = old.calendar_id AND x.recurring_event_id = old.google_event_id
        WHERE x.status = 'cancelled' AND x.deleted_at IS NOT NULL) AS every;
    DELETE FROM aria_calendar_sync WHERE local_event_id = ANY (due);
    DELETE FROM aria_calendar_events WHERE id = ANY (due);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Views for people, ARIA and n8n. Deleted and cancelled rows are in none of them.
-- ---------------------------------------------------------------------------------------------------------------------

-- What ARIA has and Google does not know yet: new rows and edited ones. Deletions under way are not listed.
CREATE OR REPLACE VIEW v_events_pending_to_google AS
SELECT e.id, e.calendar_id, COALESCE(s.google_event_id, e.google_event_id) AS google_event_id, e.title,
       e.description, e.start_time, e.end_time, e.all_day, e.time_zone, e.location, e.attendees, e.recurrence,
       e.reminders, e.status, e.recurring_event_id, e.original_start, e.revision, e.created_at, e.updated_at,
       COALESCE(s.attempts, 0) AS attempts, s.next_attempt_at, s.error_message
FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id
WHERE COALESCE(s.sync_status, 'pending_to_google') = 'pending_to_google'
  AND e.deleted_at IS NULL AND e.status <> 'cancelled';

-- Events that both sides changed and somebody has to decide on, with both versions.
CREATE OR REPLACE VIEW v_events_with_conflicts AS
SELECT e.id, e.calendar_id, s.google_event_id, e.title, e.start_time, e.end_time, e.all_day, e.location,
       e.updated_at, s.base_event, s.google_event, s.error_message, s.last_synced
FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id
WHERE s.sync_status = 'conflict' AND e.deleted_at IS NULL AND e.status <> 'cancelled';

-- 0005_occurrences.sql has more to show in these two; a view cannot lose columns.
SELECT to_regclass('aria_calendar_occurrences') IS NULL AS are_first;
\gset
\if :are_first

-- Rows whose own time touches today in the zone of the session. A series counts with its first occurrence and its
-- changed ones; the service's API unfolds the others.
CREATE OR REPLACE VIEW v_today_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status
FROM aria_calendar_events
WHERE deleted_at IS NULL AND status <> 'cancelled'
  AND CASE WHEN all_day
      THEN start_date <= current_date AND (end_date > current_date OR start_date = current_date)
      ELSE start_time < current_date + 1 AND (end_time > current_date OR start_time >= current_date) END
ORDER BY start_time, id;

-- Rows that start within the next seven days; series as in v_today_events.
CREATE OR REPLACE VIEW v_upcoming_events AS
SELECT id, calendar_id, google_event_id, title, description, start_time, end_time, all_day, time_zone, location,
       attendees, recurrence, status, recurring_event_id, sync_status
FROM aria_calendar_events
WHERE deleted_at IS NULL AND status <> 'cancelled'
  AND CASE WHEN all_day
      THEN start_date >= current_date AND start_date < current_date + 7
      ELSE start_time >= now() AND start_time < now() + interval '7 days' END
ORDER BY start_time, id;

\endif

-- How many events of each calendar are in which state.
CREATE OR REPLACE VIEW v_sync_statistics AS
SELECT e.calendar_id,
       count(*) AS total_events,
       count(*) FILTER (WHERE COALESCE(s.sync_status, 'pending_to_google') = 'synced') AS synced,
       count(*) FILTER (WHERE COALESCE(s.sync_status, 'pending_to_google') = 'pending_to_google') AS pending_to_google,
       count(*) FILTER (WHERE COALESCE(s.sync_status, 'pending_to_google') = 'pending_to_aria') AS pending_to_aria,
       count(*) FILTER (WHERE COALESCE(s.sync_status, 'pending_to_google') = 'conflict') AS conflicts,
       count(*) FILTER (WHERE COALESCE(s.sync_status, 'pending_to_google') = 'error') AS errors,
       max(s.last_synced) AS last_synced
FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id
WHERE e.deleted_at IS NULL AND e.status <> 'cancelled'
GROUP BY e.calendar_id;

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '1')
    ON CONFLICT (key, calendar_id) DO NOTHING;

DROP FUNCTION pg_temp.aria_column(text, text, text);
DROP FUNCTION pg_temp.aria_json(jsonb);

COMMIT;
