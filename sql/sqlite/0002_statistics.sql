-- aria-calendar-sync, SQLite, schema version 2.

-- How many events there are is asked with each look at the status: counted in here, the rows are not read.
CREATE INDEX ix_aria_calendar_events_living ON aria_calendar_events (calendar_id)
    WHERE deleted_at IS NULL AND status <> 'cancelled';
