-- aria-calendar-sync, PostgreSQL 13 or later, schema version 3. After 0002_statistics.sql; 0001_initial.sql says how it is
-- run.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

-- When the pending edit was made, by clocks that nobody sets; updated_at says what the writer's clock said.
ALTER TABLE aria_calendar_sync
    ADD COLUMN IF NOT EXISTS edit_revision bigint NOT NULL DEFAULT 0, -- the event's revision it is of
    ADD COLUMN IF NOT EXISTS edit_clock jsonb;

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '3')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 3;

COMMIT;
