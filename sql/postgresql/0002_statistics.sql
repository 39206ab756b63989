-- aria-calendar-sync, PostgreSQL 13 or later, schema version 2. After 0001_initial.sql, which says how it is run.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

-- How many events there are is asked with each look at the status: counted in here, the rows are not read. The
-- condition is written as no other query has it, because the planner would take this index for those too.
CREATE INDEX IF NOT EXISTS ix_aria_calendar_events_living ON aria_calendar_events (calendar_id)
    WHERE (deleted_at IS NULL AND status <> 'cancelled') IS TRUE;

-- What was never brought together with Google: new events, and all that the Python service left behind.
CREATE INDEX IF NOT EXISTS ix_aria_calendar_sync_without_base ON aria_calendar_sync (calendar_id)
    WHERE base_event IS NULL;

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '2')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 2;

COMMIT;
