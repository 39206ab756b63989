#include "calendar/walltime.h"

namespace aria::calendar {

namespace {

constexpr qint64 msPerDay = 86'400'000;

qint64 offsetMs(const QTimeZone &zone, qint64 utcMs)
{
    return 1000LL * zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC));
}

// Reads fixed forms from the front of a text. Every event has several times, so no regular expressions are used.
class Reader
{
public:
    explicit Reader(QStringView text)
        : m_rest(text)
    {
    }

    bool atEnd() const { return m_rest.isEmpty(); }

    // Exactly `count` ASCII digits; otherwise nullopt, and nothing is consumed.
    std::optional<int> digits(int count)
    {
        if (m_rest.size() < count)
            return std::nullopt;
        int value = 0;
        for (const QChar c : m_rest.first(count)) {
            if (c < u'0' || c > u'9')
                return std::nullopt;
            value = value * 10 + (c.unicode() - u'0');
        }
        m_rest = m_rest.sliced(count);
        return value;
    }

    // One character from `set`; otherwise null, and nothing is consumed.
    QChar one(QStringView set)
    {
        if (m_rest.isEmpty() || !set.contains(m_rest.front()))
            return {};
        const QChar c = m_rest.front();
        m_rest = m_rest.sliced(1);
        return c;
    }

private:
    QStringView m_rest;
};

std::optional<QDate> readDate(Reader &reader)
{
    const auto year = reader.digits(4);
    if (!year || reader.one(u"-").isNull())
        return std::nullopt;
    const auto month = reader.digits(2);
    if (!month || reader.one(u"-").isNull())
        return std::nullopt;
    const auto day = reader.digits(2);
    const QDate date = day ? QDate(*year, *month, *day) : QDate();
    return date.isValid() ? std::optional(date) : std::nullopt;
}

std::optional<QTime> readTime(Reader &reader)
{
    const auto hour = reader.digits(2);
    if (!hour || reader.one(u":").isNull())
        return std::nullopt;
    const auto minute = reader.digits(2);
    std::optional<int> second = 0;
    int ms = 0;
    if (!reader.one(u":").isNull()) {
        second = reader.digits(2);
        if (second && !reader.one(u".,").isNull()) {
            int scale = 100;
            int count = 0;
            for (auto digit = reader.digits(1); digit; digit = reader.digits(1), scale /= 10, ++count)
                ms += *digit * scale;
            if (count == 0 || count > 9)
                return std::nullopt;
        }
    }
    const QTime time = minute && second ? QTime(*hour, *minute, *second, ms) : QTime();
    return time.isValid() ? std::optional(time) : std::nullopt;
}

// nullopt: it makes no sense.
std::optional<int> readOffset(Reader &reader)
{
    const QChar sign = reader.one(u"Zz+-");
    if (sign.isNull())
        return std::nullopt;
    if (sign.toUpper() == u'Z')
        return 0;
    const auto hours = reader.digits(2);
    const bool colon = !reader.one(u":").isNull();
    const auto minutes = reader.digits(2);
    if (!hours || *hours > 18 || (colon && !minutes) || minutes.value_or(0) > 59)
        return std::nullopt;
    const int seconds = *hours * 3600 + minutes.value_or(0) * 60;
    return sign == u'-' ? -seconds : seconds;
}

} // namespace

std::optional<DateTimeText> parseDateTimeText(const QString &text)
{
    const QString trimmed = text.trimmed();
    Reader reader(trimmed);
    const auto date = readDate(reader);
    if (!date)
        return std::nullopt;
    DateTimeText result{ *date, QTime(0, 0), false, std::nullopt };
    if (reader.atEnd())
        return result;
    if (reader.one(u"Tt ").isNull())
        return std::nullopt;
    const auto time = readTime(reader);
    if (!time)
        return std::nullopt;
    result.time = *time;
    result.hasTime = true;
    reader.one(u" ");
    if (reader.atEnd())
        return result;
    result.offsetSeconds = readOffset(reader);
    return result.offsetSeconds && reader.atEnd() ? std::optional(result) : std::nullopt;
}

WallInstant instantOfWall(qint64 wall, const QTimeZone &zone)
{
    // A day is more than any offset, so these are the offsets before and after a change near the wall time. QDateTime
    // itself answers differently about gaps in different versions of Qt.
    const qint64 before = offsetMs(zone, wall - msPerDay);
    const qint64 after = offsetMs(zone, wall + msPerDay);
    if (before == after)
        return { wall - before, false };
    const bool beforeFits = offsetMs(zone, wall - before) == before;
    const bool afterFits = offsetMs(zone, wall - after) == after;
    return { wall - (!beforeFits && afterFits ? after : before), !beforeFits && !afterFits };
}

QDateTime wallToUtc(const QDate &date, const QTime &time, const QTimeZone &zone)
{
    const qint64 wall = QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
    return QDateTime::fromMSecsSinceEpoch(instantOfWall(wall, zone).ms, Qt::UTC);
}

QDateTime wallOf(const QDateTime &utc, const QTimeZone &zone)
{
    const qint64 ms = utc.toMSecsSinceEpoch();
    return QDateTime::fromMSecsSinceEpoch(ms + offsetMs(zone, ms), Qt::UTC);
}

bool isInCalendar(const QDateTime &utc)
{
    return utc.date().year() >= 1 && utc.date().year() <= 9999;
}

bool isInCalendarEverywhere(const QDateTime &utc)
{
    constexpr qint64 furthestZone = 14LL * 3600;
    return isInCalendar(utc.addSecs(-furthestZone)) && isInCalendar(utc.addSecs(furthestZone));
}

} // namespace aria::calendar
