-- aria-calendar-sync, SQLite, schema version 2.

-- How many events there are is asked with each look at the status: counted in here, the rows are not read. The
-- condition is written as no other query has it, because the planner would take this index for those too.
CREATE INDEX ix_aria_calendar_events_living ON aria_calendar_events (calendar_id, status, deleted_at)
    WHERE (deleted_at IS NULL AND status <> 'cancelled') IS TRUE;

-- And what the service has not taken up.
CREATE INDEX ix_aria_calendar_events_new ON aria_calendar_events (calendar_id, service_stamp)
    WHERE service_stamp <= 0;
