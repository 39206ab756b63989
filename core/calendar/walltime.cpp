#include "calendar/walltime.h"

#include <QRegularExpression>

namespace aria::calendar {

namespace {

constexpr qint64 MsPerDay = 86'400'000;

qint64 offsetMs(const QTimeZone &zone, qint64 utcMs)
{
    return 1000LL * zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC));
}

std::optional<int> parseOffset(const QString &text)
{
    if (text.compare(QLatin1String("z"), Qt::CaseInsensitive) == 0)
        return 0;
    QString digits = text.mid(1);
    digits.remove(u':');
    const int hours = digits.left(2).toInt();
    const int minutes = digits.mid(2, 2).toInt();
    if (hours > 18 || minutes > 59)
        return std::nullopt;
    const int seconds = hours * 3600 + minutes * 60;
    return text.startsWith(u'-') ? -seconds : seconds;
}

} // namespace

std::optional<DateTimeText> parseDateTimeText(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(\\d{4}-\\d{2}-\\d{2})(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
                       " ?([Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?\\z"));
    const auto match = pattern.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    DateTimeText result;
    result.date = QDate::fromString(match.captured(1), Qt::ISODate);
    result.hasTime = match.hasCaptured(2) && !match.captured(2).isEmpty();
    result.time = QTime(0, 0);
    if (result.hasTime) {
        const int ms = match.captured(5).leftJustified(3, u'0').left(3).toInt();
        result.time =
            QTime(match.captured(2).toInt(), match.captured(3).toInt(), match.captured(4).toInt(), ms);
    }
    if (!result.date.isValid() || !result.time.isValid())
        return std::nullopt;
    if (const QString offset = match.captured(6); !offset.isEmpty()) {
        result.offsetSeconds = parseOffset(offset);
        if (!result.offsetSeconds)
            return std::nullopt;
    }
    return result;
}

QDateTime wallToUtc(const QDate &date, const QTime &time, const QTimeZone &zone)
{
    const qint64 wall = QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
    // A day to either side is beyond any offset, so these are the offsets before and after a change near the
    // wall time. Asking QDateTime itself would give different answers for gaps in different versions of Qt.
    const qint64 before = offsetMs(zone, wall - MsPerDay);
    const qint64 after = offsetMs(zone, wall + MsPerDay);
    const bool onlyAfterFits =
        before != after && offsetMs(zone, wall - before) != before && offsetMs(zone, wall - after) == after;
    return QDateTime::fromMSecsSinceEpoch(wall - (onlyAfterFits ? after : before), Qt::UTC);
}

QDateTime wallOf(const QDateTime &utc, const QTimeZone &zone)
{
    const qint64 ms = utc.toMSecsSinceEpoch();
    return QDateTime::fromMSecsSinceEpoch(ms + offsetMs(zone, ms), Qt::UTC);
}

} // namespace aria::calendar
