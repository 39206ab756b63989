#include "archive/archivetables.h"

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

// "name name …" of one kind.
QList<Column> columns(Kind kind, const QString &names)
{
    QList<Column> list;
    for (const QString &name : names.split(u' '))
        list.append({ name, kind });
    return list;
}

} // namespace

const QList<Table> &archivedTables()
{
    static const QList<Table> tables{
        { u"aria_calendar_events"_s, { u"id"_s },
            columns(Kind::Number, u"id revision service_stamp"_s)
                + columns(Kind::Text,
                    u"calendar_id google_event_id title description time_zone end_time_zone location "
                    u"recurrence "
                    "color_id visibility transparency status recurring_event_id original_start source sync_status"_s)
                + columns(Kind::Truth, u"all_day"_s) + columns(Kind::EventTime, u"start_time end_time"_s)
                + columns(Kind::Json, u"attendees reminders"_s)
                + columns(Kind::Instant, u"window_start window_end created_at updated_at deleted_at"_s),
            true },
        { u"aria_calendar_sync"_s, { u"id"_s },
            columns(Kind::Number,
                u"id local_event_id attempted_revision attempts seen_generation base_generation edit_revision"_s)
                + columns(Kind::Text,
                    u"calendar_id google_event_id sync_status event_hash error_message etag "
                    u"create_fingerprint "
                    "idempotency_key"_s)
                + columns(Kind::Json, u"base_event google_event attempted_event push_options edit_clock"_s)
                + columns(Kind::Instant, u"next_attempt_at last_synced created_at"_s),
            true },
        { u"aria_calendar_sync_history"_s, { u"id"_s },
            columns(Kind::Number, u"id local_event_id revision"_s)
                + columns(
                    Kind::Text, u"calendar_id google_event_id operation side reason outcome error_message"_s)
                + columns(Kind::Json, u"before_event after_event"_s)
                + columns(Kind::Instant, u"created_at"_s),
            true },
        { u"aria_calendar_metadata"_s, { u"key"_s, u"calendar_id"_s },
            columns(Kind::Text, u"key calendar_id value"_s) + columns(Kind::Instant, u"updated_at"_s),
            false },
    };
    return tables;
}

QString isArchivedKey()
{
    return u"key NOT IN ('schema_version', 'webhook_channel', 'webhook_channels_retiring', 'leader', "
           u"'candidate')"
           " AND key NOT LIKE 'command/%'"_s;
}

} // namespace aria::archive
