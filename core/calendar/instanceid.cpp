#include "calendar/instanceid.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::calendar {

QString instanceIdOf(const QString &masterId, const EventTime &originalStart)
{
    const QString suffix = originalStart.isDate()
        ? originalStart.date().toString(u"yyyyMMdd"_s)
        : originalStart.zoned().utc.toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    return masterId + u'_' + suffix;
}

std::optional<InstanceId> parseInstanceId(const QString &id)
{
    static const QRegularExpression pattern(u"^(.+)_([0-9]{8})(?:T([0-9]{6})Z)?\\z"_s);
    const auto match = pattern.match(id);
    if (!match.hasMatch())
        return std::nullopt;
    const QDate date = QDate::fromString(match.captured(2), u"yyyyMMdd"_s);
    if (!date.isValid())
        return std::nullopt;
    if (match.captured(3).isEmpty())
        return InstanceId{ match.captured(1), EventTime(date) };
    const QTime time = QTime::fromString(match.captured(3), u"HHmmss"_s);
    if (!time.isValid())
        return std::nullopt;
    return InstanceId{ match.captured(1), EventTime(ZonedTime{ QDateTime(date, time, Qt::UTC), {} }) };
}

} // namespace aria::calendar
