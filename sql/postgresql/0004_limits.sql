-- aria-calendar-sync, PostgreSQL 13 or later, schema version 4. After 0003_edittimes.sql; 0001_initial.sql says how it is
-- run.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

-- As before, but no id and no time that somebody writes is one too many.
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
        -- One that is far away is passed over when its time comes; else the numbers would soon be used up.
        IF NEW.id <= 4503599627370496 AND (SELECT CASE WHEN is_called THEN NEW.id > last_value
                ELSE NEW.id >= last_value END FROM aria_calendar_events_id_seq) THEN
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
        NEW.revision := least(greatest(NEW.revision, OLD.revision), 9007199254740992) + 1;
        SELECT s.sync_status INTO link FROM aria_calendar_sync s WHERE s.local_event_id = NEW.id;
        NEW.sync_status := CASE WHEN link.sync_status = 'conflict' THEN 'conflict' ELSE 'pending_to_google' END;
    END IF;
    NEW.updated_at := now();
    -- A day before the first moment, or after the last one, is none that could be written.
    NEW.window_start := CASE WHEN NEW.start_time >= '0001-01-02 00:00:00+00' THEN NEW.start_time - interval '1 day'
        ELSE '-infinity' END;
    NEW.window_end := CASE WHEN COALESCE(trim(NEW.recurrence), '') NOT IN ('', '[]', 'null') THEN NULL
        WHEN COALESCE(NEW.end_time, NEW.start_time) < '9999-12-31 00:00:00+00'
        THEN COALESCE(NEW.end_time, NEW.start_time) + interval '1 day'
        WHEN COALESCE(NEW.end_time, NEW.start_time) IS NOT NULL THEN 'infinity' END;
    RETURN NEW;
END $$;

-- Ids that were given explicitly (a restored dump, a COPY) are not given again, and the numbers start from the highest one
-- that is within reach. The service does this with each connection.
CREATE OR REPLACE FUNCTION aria_calendar_mend_sequences() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    counted text;
    numbers text;
    top bigint;
    last bigint;
BEGIN
    FOREACH counted IN ARRAY ARRAY['aria_calendar_events', 'aria_calendar_sync', 'aria_calendar_sync_history'] LOOP
        numbers := pg_get_serial_sequence(counted, 'id');
        CONTINUE WHEN numbers IS NULL;
        EXECUTE format('SELECT COALESCE(max(id), 0) FROM %I WHERE id <= 4503599627370496', counted) INTO top;
        EXECUTE format('SELECT last_value FROM %s', numbers) INTO last;
        -- Numbers go on beyond the highest one that counts; only far beyond it they have run away.
        IF last < top OR last > 6755399441055744 THEN
            PERFORM setval(numbers, greatest(top, 1));
        END IF;
    END LOOP;
END $$;

-- The time by which something is old enough to be deleted. It goes on as far as the clock did since it was asked for last,
-- and at most a day at once: a clock that leaps ahead is not believed. "trusted_time" is that time, and what the clock
-- said then. The service, which knows Google's clock too, may set it right after a long rest.
CREATE OR REPLACE FUNCTION aria_calendar_trusted_now() RETURNS timestamp with time zone
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    known timestamp with time zone;
    seen timestamp with time zone;
    believed timestamp with time zone;
BEGIN
    SELECT split_part(value, ' ', 1)::timestamp with time zone, split_part(value, ' ', 2)::timestamp with time zone
        INTO known, seen FROM aria_calendar_metadata WHERE key = 'trusted_time' AND calendar_id = '';
    IF known IS NULL THEN
        SELECT max(updated_at), max(updated_at) INTO known, seen FROM aria_calendar_metadata
            WHERE key <> 'schema_version';
    END IF;
    believed := least(now(), known + greatest(least(now() - seen, interval '25 hours'), interval '0'));
    IF believed < now() - interval '1 hour' THEN
        RAISE WARNING 'the clock says %; only what is due by % is deleted, because nobody knows that so much time passed',
            now(), believed;
    END IF;
    INSERT INTO aria_calendar_metadata (key, calendar_id, value)
    VALUES ('trusted_time', '', to_char(believed AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' '
            || to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now();
    RETURN believed;
END $$;

-- As before, by the trusted time.
CREATE OR REPLACE FUNCTION cleanup_old_sync_history(days integer DEFAULT 90) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    due timestamp with time zone := aria_calendar_trusted_now() - make_interval(days => days);
    gone integer;
BEGIN
    DELETE FROM aria_calendar_sync_history
    WHERE created_at < due AND outcome IS DISTINCT FROM 'intended';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- Deleted and agreed upon, or never linked; not what a living series needs to know its cancelled occurrences.
-- Cancelled occurrences of a series that goes now go with it.
CREATE OR REPLACE FUNCTION cleanup_deleted_events(days integer DEFAULT 30) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    before timestamp with time zone := aria_calendar_trusted_now() - make_interval(days => days);
    due bigint[];
    gone integer;
BEGIN
    WITH old (id, calendar_id, google_event_id) AS (
        SELECT e.id, s.calendar_id, s.google_event_id
        FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id
        WHERE e.deleted_at < before AND COALESCE(s.sync_status, 'deleted') = 'deleted'
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

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '4')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 4;

COMMIT;
