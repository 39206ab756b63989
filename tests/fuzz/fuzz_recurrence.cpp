// Recurrence lines: the first line is the start, the others are the series. Whatever they say, looking is bounded.
#include "bytes.h"
#include "calendar/recurrence.h"

using namespace Qt::StringLiterals;

using namespace aria;
using calendar::Event;
using calendar::EventTime;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes = fuzz::bytesOf(data, size);
    const QString text = QString::fromUtf8(fuzz::takeLine(bytes));
    const bool isDay = text.size() == 10;
    const QJsonObject start = isDay
        ? QJsonObject{ { u"date"_s, text } }
        : QJsonObject{ { u"dateTime"_s, text }, { u"timeZone"_s, u"Europe/Berlin"_s } };
    const auto time = EventTime::fromGoogle(start);
    if (!time || time->isNull())
        return 0;
    QStringList lines;
    while (!bytes.isEmpty() && lines.size() < 20)
        lines.append(QString::fromUtf8(fuzz::takeLine(bytes)));
    if (const auto checked = calendar::checkRecurrence(lines, *time))
        fuzz::require(
            calendar::checkRecurrence(*checked, *time).has_value(), "a checked rule is checked again");
    Event event;
    event.set(u"id"_s, u"series"_s);
    event.setTimes(*time, *time);
    event.set(u"recurrence"_s, QJsonArray::fromStringList(lines));
    calendar::spanOf(event, QTimeZone::utc());
    const QDateTime from({ 2026, 1, 1 }, { 0, 0 }, Qt::UTC);
    const QDateTime to = from.addDays(30);
    const auto starts = calendar::expandStarts(event, from, to, QTimeZone::utc(), 50);
    fuzz::require(starts.size() <= 50, "no more than was asked for");
    return 0;
}
