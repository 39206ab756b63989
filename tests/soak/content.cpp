#include "soak/content.h"

#include <QJsonArray>

namespace aria::soak {

using namespace Qt::StringLiterals;
using calendar::EventTime;

namespace {

constexpr int hourSeconds = 3600;

QString localText(const QDateTime &instant, const QByteArray &zone)
{
    return instant.toTimeZone(QTimeZone(zone)).toString(u"yyyy-MM-ddTHH:mm:ss"_s);
}

QJsonObject timed(const QDateTime &instant, const QByteArray &zone)
{
    return { { "dateTime"_L1, localText(instant, zone) }, { "timeZone"_L1, QString::fromLatin1(zone) } };
}

QJsonObject allDay(const QDate &date)
{
    return { { "date"_L1, date.toString(Qt::ISODate) } };
}

} // namespace

Shape shapeOf(const Step &step)
{
    // Without BYDAY: what COUNT means for a start that its rule misses is undefined (RFC 5545 3.8.5.3).
    static const QStringList rules{ u"RRULE:FREQ=DAILY;COUNT=6"_s, u"RRULE:FREQ=WEEKLY;COUNT=5"_s,
        u"RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260409T235959Z"_s, u"RRULE:FREQ=MONTHLY;COUNT=3"_s };
    static const QList<QByteArray> zones{ "Europe/Berlin", "UTC", "America/New_York" };
    Shape shape;
    shape.isSeries = step.a % 3 == 0;
    shape.isAllDay = step.a % 5 == 0;
    shape.zone = zones[step.a % 7 % 3];
    shape.start = QDateTime(
        QDate(2026, 3, 24).addDays(step.b % 11), QTime(static_cast<int>(step.b % 17) + 3, 30), Qt::UTC);
    shape.rule = rules[step.b % 4];
    if (shape.isAllDay)
        shape.rule.replace(u"20260409T235959Z"_s, u"20260409"_s);
    return shape;
}

service::EventInput inputFor(const Shape &shape, const QString &title)
{
    service::EventInput input;
    input.title = title;
    if (shape.isAllDay) {
        input.start = EventTime(shape.start.date());
        input.end = EventTime(shape.start.date().addDays(1));
    } else {
        input.start = EventTime(calendar::ZonedTime{ shape.start, shape.zone });
        input.end = EventTime(calendar::ZonedTime{ shape.start.addSecs(hourSeconds), shape.zone });
    }
    if (shape.isSeries)
        input.recurrence = QStringList{ shape.rule };
    return input;
}

QJsonObject googleJsonFor(const Shape &shape, const QString &title)
{
    QJsonObject json{ { "summary"_L1, title } };
    if (shape.isAllDay) {
        json["start"_L1] = allDay(shape.start.date());
        json["end"_L1] = allDay(shape.start.date().addDays(1));
    } else {
        json["start"_L1] = timed(shape.start, shape.zone);
        json["end"_L1] = timed(shape.start.addSecs(hourSeconds), shape.zone);
    }
    if (shape.isSeries)
        json["recurrence"_L1] = QJsonArray{ shape.rule };
    return json;
}

QJsonObject movedTimes(const QJsonObject &event, const Step &step)
{
    const QJsonObject start = event["start"_L1].toObject();
    if (start.contains("date"_L1)) {
        const QDate date =
            QDate::fromString(start["date"_L1].toString(), Qt::ISODate).addDays(step.b % 3 + 1);
        return { { "start"_L1, allDay(date) }, { "end"_L1, allDay(date.addDays(1)) } };
    }
    QByteArray zone = start["timeZone"_L1].toString().toLatin1();
    if (zone.isEmpty())
        zone = "Europe/Berlin";
    const QDateTime moved = QDateTime::fromString(start["dateTime"_L1].toString(), Qt::ISODate)
                                .toUTC()
                                .addSecs(hourSeconds * (1 + static_cast<int>(step.b % 5)));
    return { { "start"_L1, timed(moved, zone) }, { "end"_L1, timed(moved.addSecs(hourSeconds), zone) } };
}

} // namespace aria::soak
