#include "dayview/dayblocks.h"

#include "calendar/ownanswer.h"
#include "calendar/walltime.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::dayview {

using calendar::EventTime;
using calendar::ZonedTime;

namespace {

// Those that overlap share the width: each takes the first column that is free.
void shareWidth(QList<Block> &blocks)
{
    qsizetype first = 0; // of the group that hangs together
    int groupEnd = 0;
    QList<int> ends; // of the columns
    const auto close = [&](qsizetype last) {
        for (qsizetype i = first; i < last; ++i)
            blocks[i].columns = int(ends.size());
        first = last;
        ends.clear();
    };
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        Block &block = blocks[i];
        if (block.start >= groupEnd)
            close(i);
        const auto free =
            std::find_if(ends.begin(), ends.end(), [&block](int end) { return end <= block.start; });
        block.column = int(free - ends.begin());
        if (free == ends.end())
            ends.append(block.end);
        else
            *free = block.end;
        groupEnd = std::max(groupEnd, block.end);
    }
    close(blocks.size());
}

EventTime at(const QDateTime &utc, const EventTime &like)
{
    return EventTime(ZonedTime{ utc, like.zoned().tzid });
}

} // namespace

QList<Block> blocksOf(const QList<service::EventView> &views, QDate day, const uicommon::UiFormat &format)
{
    QList<Block> blocks;
    for (const service::EventView &view : views) {
        if (!view.event.start().isTimed())
            continue;
        const QDateTime start = view.event.start().zoned().utc.toTimeZone(format.zone);
        const QDateTime end =
            view.event.end().isTimed() ? view.event.end().zoned().utc.toTimeZone(format.zone) : start;
        const auto minutesOf = [day](const QDateTime &time) {
            return int(day.daysTo(time.date())) * minutesOfDay + time.time().hour() * 60
                + time.time().minute();
        };
        Block block;
        block.view = view;
        const int from = minutesOf(start);
        const int to = std::max(minutesOf(end), from);
        block.beginsBefore = from < 0;
        block.endsAfter = to > minutesOfDay;
        const bool isThere = from < minutesOfDay && (to > 0 || from >= 0);
        if (!isThere)
            continue;
        block.start = std::clamp(from, 0, minutesOfDay - step);
        block.end = std::clamp(std::max(to, block.start + step), step, minutesOfDay);
        blocks.append(block);
    }
    std::stable_sort(blocks.begin(), blocks.end(), [](const Block &a, const Block &b) {
        return a.start != b.start ? a.start < b.start : a.end > b.end;
    });
    shareWidth(blocks);
    return blocks;
}

bool isDeclined(const calendar::Event &event)
{
    return calendar::ownAttendee(event).value("responseStatus"_L1) == "declined"_L1;
}

Times moved(const calendar::Event &event, int minutes, const uicommon::UiFormat &format)
{
    const QDateTime start = event.start().zoned().utc;
    const qint64 length = event.end().isTimed() ? start.secsTo(event.end().zoned().utc) : 0;
    const QDateTime wall = start.toTimeZone(format.zone);
    const qint64 minute = wall.time().hour() * 60 + wall.time().minute() + minutes;
    const qint64 days = minute >= 0 ? minute / minutesOfDay : -((minutesOfDay - 1 - minute) / minutesOfDay);
    const QTime time = QTime(0, 0).addSecs(int(60 * (minute - days * minutesOfDay)));
    const QDateTime later = calendar::wallToUtc(wall.date().addDays(days), time, format.zone);
    return { at(later, event.start()), at(later.addSecs(length), event.start()) };
}

Times lengthened(const calendar::Event &event, int minutes)
{
    const QDateTime start = event.start().zoned().utc;
    const QDateTime end = event.end().isTimed() ? event.end().zoned().utc : start;
    return { event.start(),
        at(std::max(start.addSecs(60 * step), end.addSecs(60 * minutes)), event.start()) };
}

} // namespace aria::dayview
