#include "calendar/originalstart.h"

#include "base/isotext.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {
const QString keyFormat = u"yyyy-MM-ddTHH:mm:ssZ"_s;
} // namespace

QString originalStartKey(const EventTime &originalStart)
{
    if (originalStart.isDate())
        return isoText(originalStart.date());
    if (originalStart.isTimed())
        return isoText(originalStart.zoned().utc.toUTC(), Fraction::None) + u'Z';
    return {};
}

EventTime originalStartFromKey(const QString &key)
{
    if (key.size() == 10) {
        const QDate date = QDate::fromString(key, Qt::ISODate);
        return date.isValid() && isoText(date) == key ? EventTime(date)
                                                      : EventTime(); // Qt takes any separator
    }
    QDateTime utc = QDateTime::fromString(key, keyFormat);
    if (!utc.isValid())
        return {};
    utc.setTimeSpec(Qt::UTC);
    return EventTime(ZonedTime{ utc, {} });
}

} // namespace aria::calendar
