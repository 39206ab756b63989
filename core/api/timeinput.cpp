#include "api/timeinput.h"

#include "calendar/walltime.h"

#include <QRegularExpression>

namespace aria::api {

using namespace Qt::StringLiterals;
using calendar::EventTime;
using calendar::ZonedTime;

namespace {

// What a text says, before its meaning is decided.
struct Written
{
    QDate date;
    std::optional<QTime> time;
    std::optional<int> offsetSeconds;
};

std::optional<Written> parse(const QString &text)
{
    static const QRegularExpression form(
        uR"(^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?)?$)"_s);
    const auto match = form.match(text);
    if (!match.hasMatch() || text.endsWith(u'\n'))
        return std::nullopt;
    Written written;
    written.date = QDate::fromString(match.captured(1), Qt::ISODate);
    if (!written.date.isValid())
        return std::nullopt;
    if (match.hasCaptured(2)) {
        // A leap second is read as the second before it: neither Qt nor Google has leap seconds.
        const int second = qMin(match.captured(4).toInt(), match.captured(4) == "60"_L1 ? 59 : 60);
        const int millisecond = match.captured(5).leftJustified(3, u'0').left(3).toInt();
        const QTime time(match.captured(2).toInt(), match.captured(3).toInt(), second, millisecond);
        if (!time.isValid())
            return std::nullopt;
        written.time = time;
    }
    if (match.hasCaptured(6) && !match.captured(6).isEmpty()) {
        written.offsetSeconds = 0;
    } else if (match.hasCaptured(7)) {
        const int hours = match.captured(8).toInt();
        const int minutes = match.captured(9).toInt();
        if (hours > 23 || minutes > 59)
            return std::nullopt;
        const int seconds = hours * 3600 + minutes * 60;
        written.offsetSeconds = match.captured(7) == "-"_L1 ? -seconds : seconds;
    }
    return written;
}

bool isSeries(const FieldReader &fields)
{
    const QJsonValue recurrence = fields.value(u"recurrence"_s);
    return !recurrence.toString().isEmpty() || !recurrence.toArray().isEmpty();
}

class TimeReader
{
public:
    TimeReader(const FieldReader &fields, bool create)
        : m_fields(fields)
        , m_create(create)
        , m_allDay(fields.boolean(u"all_day"_s))
    {
        if (const auto name = fields.text(u"time_zone"_s); name && !name->isEmpty()) {
            m_zone = zoneNamed(name->toUtf8());
            m_zoneName = zoneNameForGoogle(name->toUtf8());
            m_zoneUnknown = !m_zone;
            if (m_zoneUnknown) {
                fields.fault(
                    u"time_zone"_s, u"time_zone"_s, u"Unknown time zone; use a name such as Europe/Berlin"_s);
            } else if (m_zoneName.isEmpty() && isSeries(fields)) { // else the instant says all
                fields.fault(u"time_zone"_s, u"value_error"_s,
                    u"A series needs the name of a time zone such as Asia/Kolkata; Google has none for this offset"_s);
            }
        }
    }

    std::optional<EventTime> read(const QString &name) const
    {
        const auto text = m_fields.text(name, { .required = m_create });
        if (!text)
            return std::nullopt;
        const auto written = parse(text->trimmed());
        if (!written) {
            m_fields.fault(name, u"datetime_from_date_parsing"_s,
                u"Input should be a date and time such as 2024-01-15T14:00:00+01:00, or a date such as 2024-01-15"_s);
            return std::nullopt;
        }
        if (m_allDay.value_or(!m_create && !written->time))
            return EventTime(written->date);
        return timed(name, *written);
    }

    TimeInput both() const
    {
        TimeInput input;
        input.zoneHasNoName = m_zone && m_zoneName.isEmpty();
        input.start = read(u"start_time"_s);
        input.end = read(u"end_time"_s);
        if (input.start && input.end)
            checkOrder(*input.start, *input.end);
        if (!m_create) {
            if (m_allDay && (!m_fields.has(u"start_time"_s) || !m_fields.has(u"end_time"_s)))
                input.expectAllDay = m_allDay;
            if (m_zone && !m_fields.has(u"start_time"_s) && !m_fields.has(u"end_time"_s)) {
                m_fields.fault(u"time_zone"_s, u"value_error"_s,
                    u"A time zone needs start_time or end_time beside it"_s);
            }
        }
        return input;
    }

private:
    std::optional<EventTime> timed(const QString &name, const Written &written) const
    {
        if (!written.time) {
            m_fields.fault(name, u"value_error"_s, u"A date without a time needs all_day: true"_s);
            return std::nullopt;
        }
        ZonedTime time;
        time.tzid = m_zoneName;
        if (written.offsetSeconds) {
            time.utc =
                QDateTime(written.date, *written.time, Qt::OffsetFromUTC, *written.offsetSeconds).toUTC();
        } else if (m_zone) {
            time.utc = calendar::wallToUtc(written.date, *written.time, *m_zone);
        } else {
            if (!m_zoneUnknown) {
                m_fields.fault(name, u"timezone_aware"_s,
                    u"The time needs an offset such as +01:00 or Z, or time_zone beside it"_s);
            }
            return std::nullopt;
        }
        if (!calendar::isInCalendarEverywhere(time.utc)) {
            m_fields.fault(name, u"value_error"_s,
                u"The time should be between the years 1 and 9999 in every time zone"_s);
            return std::nullopt;
        }
        return EventTime(time);
    }

    void checkOrder(const EventTime &start, const EventTime &end) const
    {
        const QString name = u"end_time"_s;
        if (start.isDate() != end.isDate())
            m_fields.fault(
                name, u"value_error"_s, u"start_time and end_time must both be dates or both have a time"_s);
        else if (start.isDate() && end.date() <= start.date())
            m_fields.fault(name, u"value_error"_s,
                u"The end of an all-day event is exclusive and must be after its start"_s);
        else if (start.isTimed() && end.zoned().utc < start.zoned().utc)
            m_fields.fault(name, u"value_error"_s, u"The end must not be before the start"_s);
    }

    const FieldReader &m_fields;
    bool m_create;
    std::optional<bool> m_allDay;
    std::optional<QTimeZone> m_zone;
    QByteArray m_zoneName; // as it is sent to Google; empty for an offset that has no name there
    bool m_zoneUnknown = false;
};

} // namespace

TimeInput readTimes(const FieldReader &fields, bool create)
{
    return TimeReader(fields, create).both();
}

std::optional<EventTime> queryMoment(const Request &request, const QString &name, Faults &faults)
{
    const QStringList loc{ u"query"_s, name };
    const auto asked = request.queryValue(name);
    if (!asked) {
        faults.add(loc, u"missing"_s, u"Field required"_s);
        return std::nullopt;
    }
    static const QRegularExpression bareOffset(uR"((?<=\d) (?=\d{2}:?\d{2}$))"_s);
    QString text = asked->trimmed();
    if (text.contains(u'T', Qt::CaseInsensitive))
        text.replace(bareOffset, u"+"_s);
    const auto written = parse(text);
    if (!written || (written->time && !written->offsetSeconds)) {
        faults.add(loc, written ? u"timezone_aware"_s : u"datetime_from_date_parsing"_s,
            u"Input should be a date and time with an offset such as 2024-01-15T14:00:00+01:00, or a date such as 2024-01-15"_s);
        return std::nullopt;
    }
    if (!written->time)
        return EventTime(written->date);
    const ZonedTime time{
        QDateTime(written->date, *written->time, Qt::OffsetFromUTC, *written->offsetSeconds).toUTC(), {}
    };
    if (!calendar::isInCalendar(time.utc)) {
        faults.add(loc, u"value_error"_s, u"The time should be between the years 1 and 9999 in UTC"_s);
        return std::nullopt;
    }
    return EventTime(time);
}

} // namespace aria::api
