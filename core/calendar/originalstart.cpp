#include "calendar/originalstart.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {
const QString keyFormat = u"yyyy-MM-ddTHH:mm:ssZ"_s;
} // namespace

QString originalStartKey(const EventTime &originalStart)
{
    if (originalStart.isDate())
        return originalStart.date().toString(Qt::ISODate);
    if (originalStart.isTimed())
        return originalStart.zoned().utc.toUTC().toString(keyFormat);
    return {};
}

EventTime originalStartFromKey(const QString &key)
{
    if (key.size() == 10)
        return EventTime(QDate::fromString(key, Qt::ISODate));
    QDateTime utc = QDateTime::fromString(key, keyFormat);
    if (!utc.isValid())
        return {};
    utc.setTimeSpec(Qt::UTC);
    return EventTime(ZonedTime{ utc, {} });
}

} // namespace aria::calendar
