#include "calendar/eventtime.h"

#include "calendar/walltime.h"

#include <QRegularExpression>
#include <QSet>

namespace aria::calendar {

namespace {

Unexpected invalidTime(const QString &message)
{
    return makeError(ErrorCategory::InvalidInput, QStringLiteral("invalid_time"), message);
}

// The names under which UTC goes in the IANA database.
bool isUtcName(const QByteArray &tzid)
{
    static const QSet<QByteArray> names{ "UTC", "GMT", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/GMT",
        "Etc/UCT", "Etc/Zulu", "Etc/Universal", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0", "GMT0", "GMT+0",
        "GMT-0", "Greenwich", "Etc/Greenwich" };
    return names.contains(tzid);
}

bool sameZone(const QByteArray &a, const QByteArray &b)
{
    return a == b || (isUtcName(a) && isUtcName(b));
}

// Qt also takes POSIX rules ("CET-1CEST") and its own "UTC+01:00" for zones; neither is an IANA name.
bool looksLikeIana(const QByteArray &name)
{
    static const QRegularExpression area(
        QStringLiteral("^(?!right/|posix/)[A-Z][A-Za-z_]*(/[A-Za-z0-9_+-]+){1,2}\\z"));
    // Qt takes any single word for a POSIX rule without an offset ("Mars"), so these are named one by one.
    static const QSet<QByteArray> words{ "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire",
        "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran",
        "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT",
        "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT",
        "Universal", "W-SU", "WET", "Zulu" };
    // Folders of the database, which Qt takes for zones of their own.
    static const QSet<QByteArray> folders{ "America/Argentina", "America/Indiana", "America/Kentucky",
        "America/North_Dakota" };
    if (folders.contains(name))
        return false;
    const QString text = QString::fromUtf8(name);
    return area.match(text).hasMatch() || words.contains(name);
}

std::optional<QTimeZone> findZone(const QByteArray &name)
{
    if (name == "UTC" || name == "Z" || name == "z")
        return QTimeZone::utc();
    if (looksLikeIana(name)) {
        const QTimeZone zone(name);
        if (zone.isValid())
            return zone;
    }
    if (const QByteArray iana = QTimeZone::windowsIdToDefaultIanaId(name); !iana.isEmpty()) {
        const QTimeZone zone(iana);
        if (zone.isValid())
            return zone;
    }
    return std::nullopt;
}

QString timeText(const QDateTime &wall, int offsetSeconds, bool utc)
{
    QString text = wall.toString(wall.time().msec() != 0 ? QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")
                                                         : QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    if (utc)
        return text + u'Z';
    const int minutes = qAbs(offsetSeconds) / 60;
    return text
        + QStringLiteral("%1%2:%3")
              .arg(offsetSeconds < 0 ? QLatin1Char('-') : QLatin1Char('+'))
              .arg(minutes / 60, 2, 10, QLatin1Char('0'))
              .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

bool operator==(const ZonedTime &a, const ZonedTime &b)
{
    return a.utc == b.utc && (a.tzid.isEmpty() || b.tzid.isEmpty() || sameZone(a.tzid, b.tzid));
}

QDate EventTime::date() const
{
    const auto *date = std::get_if<QDate>(&m_value);
    return date ? *date : QDate();
}

ZonedTime EventTime::zoned() const
{
    const auto *time = std::get_if<ZonedTime>(&m_value);
    return time ? *time : ZonedTime();
}

QDateTime EventTime::instant(const QTimeZone &floatingZone) const
{
    if (isDate())
        return wallToUtc(date(), QTime(0, 0), floatingZone);
    return zoned().utc;
}

Expected<EventTime> EventTime::fromGoogle(const QJsonObject &json, const QByteArray &defaultZone)
{
    const QJsonValue dateValue = json.value(QLatin1String("date"));
    const QJsonValue timeValue = json.value(QLatin1String("dateTime"));
    if (dateValue.isString() == timeValue.isString())
        return invalidTime(QStringLiteral("a time needs either \"date\" or \"dateTime\""));

    if (dateValue.isString()) {
        const auto parsed = parseDateTimeText(dateValue.toString());
        if (!parsed || parsed->hasTime)
            return invalidTime(QStringLiteral("\"%1\" is no date (YYYY-MM-DD)").arg(dateValue.toString()));
        return EventTime(parsed->date);
    }

    const auto parsed = parseDateTimeText(timeValue.toString());
    if (!parsed || !parsed->hasTime)
        return invalidTime(QStringLiteral("\"%1\" is no RFC 3339 date-time").arg(timeValue.toString()));

    const QByteArray named = json.value(QLatin1String("timeZone")).toString().toUtf8();
    const QByteArray name = named.isEmpty() && !parsed->offsetSeconds ? defaultZone : named;
    std::optional<QTimeZone> zone;
    if (!name.isEmpty()) {
        zone = zoneNamed(name);
        if (!zone)
            return invalidTime(QStringLiteral("\"%1\" is no IANA time zone").arg(QString::fromUtf8(name)));
    }
    if (parsed->offsetSeconds) {
        const QDateTime utc = QDateTime(parsed->date, parsed->time, Qt::UTC).addSecs(-*parsed->offsetSeconds);
        return EventTime(ZonedTime{ utc, zone ? zone->id() : QByteArray() });
    }
    if (!zone) {
        return invalidTime(
            QStringLiteral("\"%1\" has no offset, so it needs a time zone").arg(timeValue.toString()));
    }
    return EventTime(ZonedTime{ wallToUtc(parsed->date, parsed->time, *zone), zone->id() });
}

QJsonObject EventTime::toGoogle() const
{
    if (isNull())
        return {};
    if (isDate())
        return { { QStringLiteral("date"), toText() } };
    QJsonObject json{ { QStringLiteral("dateTime"), toText() } };
    if (const QByteArray tzid = zoned().tzid; !tzid.isEmpty())
        json.insert(QStringLiteral("timeZone"), QString::fromUtf8(tzid));
    return json;
}

QString EventTime::toText() const
{
    if (isNull())
        return {};
    if (isDate())
        return date().toString(QStringLiteral("yyyy-MM-dd"));
    const ZonedTime time = zoned();
    const auto zone = time.tzid.isEmpty() || isUtcName(time.tzid) ? std::nullopt : zoneNamed(time.tzid);
    if (!zone)
        return timeText(time.utc, 0, true);
    // Offsets of the nineteenth century have seconds, RFC 3339 has none: such an instant is written in UTC.
    const int offset = zone->offsetFromUtc(time.utc);
    return offset % 60 != 0 ? timeText(time.utc, 0, true) : timeText(wallOf(time.utc, *zone), offset, false);
}

std::optional<QTimeZone> zoneNamed(const QByteArray &name)
{
    // Opening a zone costs more than everything else in reading a time. Only names that exist are kept, so
    // the number of entries is bounded; one cache a thread needs no lock.
    thread_local QHash<QByteArray, QTimeZone> known;
    if (const auto it = known.constFind(name); it != known.cend())
        return *it;
    const auto zone = findZone(name);
    if (zone)
        known.insert(name, *zone);
    return zone;
}

} // namespace aria::calendar
