-- aria-calendar-sync, SQLite, schema version 3.

-- When the pending edit was made, by clocks that nobody sets; updated_at says what the writer's clock said.
ALTER TABLE aria_calendar_sync ADD COLUMN edit_revision INTEGER NOT NULL DEFAULT 0; -- the event's revision it is of
ALTER TABLE aria_calendar_sync ADD COLUMN edit_clock TEXT;                          -- JSON
