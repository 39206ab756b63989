#include "timevalue.h"

#include "base/timezones.h"

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

struct ParsedDateTime
{
    QDateTime wall; // as if UTC
    std::optional<int> offsetSeconds;
};

std::optional<ParsedDateTime> parse(const QString &text)
{
    if (text.size() < 19 || text[10].toUpper() != u'T')
        return std::nullopt;
    const QDate date = QDate::fromString(text.left(10), Qt::ISODate);
    const QTime time = QTime::fromString(text.mid(11, 8), u"HH:mm:ss"_s);
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    qsizetype at = 19;
    if (at < text.size() && text[at] == u'.') {
        const qsizetype first = ++at;
        while (at < text.size() && text[at].isDigit())
            ++at;
        if (at == first)
            return std::nullopt;
    }
    ParsedDateTime result{ QDateTime(date, time, Qt::UTC), std::nullopt };
    const QString offset = text.mid(at);
    if (offset.isEmpty())
        return result;
    if (offset == "Z"_L1 || offset == "z"_L1) {
        result.offsetSeconds = 0;
        return result;
    }
    const QTime amount = QTime::fromString(offset.mid(1), u"HH:mm"_s);
    if (offset.size() != 6 || (offset[0] != u'+' && offset[0] != u'-') || !amount.isValid())
        return std::nullopt;
    result.offsetSeconds = (offset[0] == u'-' ? -1 : 1) * (amount.hour() * 3600 + amount.minute() * 60);
    return result;
}

} // namespace

std::optional<QDateTime> parseInstant(const QString &text)
{
    const auto parsed = parse(text);
    if (!parsed || !parsed->offsetSeconds)
        return std::nullopt;
    return parsed->wall.addSecs(-*parsed->offsetSeconds);
}

bool looksLikeDateTime(const QString &text)
{
    return parse(text).has_value();
}

QDate parseDate(const QString &text)
{
    return text.size() == 10 ? QDate::fromString(text, Qt::ISODate) : QDate();
}

std::optional<QTimeZone> zoneOf(const QString &id)
{
    static QHash<QString, std::optional<QTimeZone>> cache;
    const auto known = cache.constFind(id);
    if (known != cache.constEnd())
        return *known;
    const QByteArray name = id.toLatin1();
    // Names that Google knows stay as they are; Windows' and misspelt ones do not.
    const bool isKnown = !name.isEmpty() && aria::zoneNameFor(name) == name;
    const std::optional<QTimeZone> zone = isKnown ? aria::zoneNamed(name) : std::nullopt;
    cache.insert(id, zone);
    return zone;
}

QString EventTime::key() const
{
    return isAllDay() ? date.toString(u"yyyyMMdd"_s) : instant.toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
}

QDateTime EventTime::toInstant(const QTimeZone &calendarZone) const
{
    return isAllDay() ? QDateTime(date, QTime(0, 0), calendarZone).toUTC() : instant;
}

QJsonObject EventTime::toStored() const
{
    if (isAllDay())
        return { { "date"_L1, date.toString(Qt::ISODate) } };
    QJsonObject result{ { "dateTime"_L1, instant.toString(Qt::ISODate) } };
    if (!zone.isEmpty())
        result["timeZone"_L1] = zone;
    return result;
}

QJsonObject EventTime::render(const QTimeZone &inZone, const QString &calendarZoneId) const
{
    if (isAllDay())
        return { { "date"_L1, date.toString(Qt::ISODate) } };
    return { { "dateTime"_L1, formatInstant(instant, inZone) },
        { "timeZone"_L1, zone.isEmpty() ? calendarZoneId : zone } };
}

EventTime EventTime::fromStored(const QJsonObject &stored)
{
    EventTime result;
    result.date = parseDate(stored["date"_L1].toString());
    if (!result.date.isValid()) {
        result.instant = parseInstant(stored["dateTime"_L1].toString()).value_or(QDateTime());
        result.zone = stored["timeZone"_L1].toString();
    }
    return result;
}

QString formatInstant(const QDateTime &utc, const QTimeZone &zone)
{
    const int offset = zone.offsetFromUtc(utc);
    if (offset == 0)
        return utc.toString(Qt::ISODate);
    return utc.toOffsetFromUtc(offset).toString(Qt::ISODate);
}

QString formatMilliseconds(const QDateTime &utc)
{
    return utc.toString(Qt::ISODateWithMs);
}

Result<EventTime> readEventTime(const QJsonValue &value, const QString &which, bool recurring)
{
    const QJsonObject json = value.toObject();
    const QString date = json.value("date"_L1).toString();
    const QString dateTime = json.value("dateTime"_L1).toString();
    if (!date.isEmpty() && !dateTime.isEmpty())
        return invalid(u"Start and end times must either both be date or both be dateTime."_s);
    if (date.isEmpty() && dateTime.isEmpty())
        return fail(400, u"required"_s, u"Missing %1 time."_s.arg(which));
    EventTime result;
    if (!date.isEmpty()) {
        result.date = parseDate(date);
        if (!result.date.isValid())
            return invalid(u"Invalid value for: Invalid format: \"%1\""_s.arg(date));
        return result;
    }
    const QString missingZone = u"Missing time zone definition for %1 time."_s.arg(which);
    result.zone = json.value("timeZone"_L1).toString();
    const auto zone = zoneOf(result.zone);
    if (!result.zone.isEmpty() && !zone)
        return invalid(u"Invalid time zone definition for %1 time."_s.arg(which));
    const auto parsed = parse(dateTime);
    if (!parsed)
        return invalid(u"Invalid value for: Invalid format: \"%1\""_s.arg(dateTime));
    if ((recurring || !parsed->offsetSeconds) && !zone)
        return fail(400, u"required"_s, missingZone);
    result.instant = parsed->offsetSeconds
        ? parsed->wall.addSecs(-*parsed->offsetSeconds)
        : QDateTime(parsed->wall.date(), parsed->wall.time(), *zone).toUTC();
    return result;
}

} // namespace simulator
