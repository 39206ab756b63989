#include "freebusy/freetimes.h"

#include "calendar/walltime.h"

#include <algorithm>

namespace aria::freebusy {

namespace {

constexpr qint64 quarter = 15LL * 60; // seconds

bool overlap(const BusySpan &a, const BusySpan &b)
{
    return a.start < b.end && b.start < a.end;
}

QDateTime upToQuarter(const QDateTime &time)
{
    const qint64 seconds = time.toSecsSinceEpoch();
    return QDateTime::fromSecsSinceEpoch((seconds + quarter - 1) / quarter * quarter, Qt::UTC);
}

} // namespace

QList<BusyTimes> busyBetween(const QList<BusyTimes> &all, const BusySpan &wanted)
{
    QList<BusyTimes> busy;
    for (const BusyTimes &times : all) {
        BusyTimes there{ times.id, {}, {} };
        for (const BusySpan &span : times.spans) {
            if (overlap(span, wanted))
                there.spans.append(span);
        }
        if (!there.spans.isEmpty())
            busy.append(there);
    }
    return busy;
}

QList<BusyTimes> without(QList<BusyTimes> all, const BusySpan &own)
{
    for (BusyTimes &times : all) {
        QList<BusySpan> left;
        for (const BusySpan &span : std::as_const(times.spans)) {
            if (!overlap(span, own)) {
                left.append(span);
                continue;
            }
            if (span.start < own.start)
                left.append({ span.start, own.start });
            if (own.end < span.end)
                left.append({ own.end, span.end });
        }
        times.spans = left;
    }
    return all;
}

MeetingHours::MeetingHours(const BusySpan &chosen, const QTimeZone &zone, const QLocale &locale)
    : m_zone(zone)
    , m_days(locale.weekdays())
    , m_from(8, 0)
    , m_until(18, 0)
{
    if (contain(chosen))
        return;
    m_days = { Qt::Monday, Qt::Tuesday, Qt::Wednesday, Qt::Thursday, Qt::Friday, Qt::Saturday, Qt::Sunday };
    m_from = QTime(7, 0);
    m_until = QTime(22, 0);
}

bool MeetingHours::contain(const BusySpan &span) const
{
    const QDateTime start = span.start.toTimeZone(m_zone);
    const QDateTime end = span.end.toTimeZone(m_zone);
    return m_days.contains(Qt::DayOfWeek(start.date().dayOfWeek())) && start.time() >= m_from
        && end.date() == start.date() && end.time() <= m_until;
}

QDateTime MeetingHours::nextOpening(const QDateTime &after) const
{
    const QDateTime there = after.toTimeZone(m_zone);
    QDate day = there.time() < m_from ? there.date() : there.date().addDays(1);
    while (!m_days.contains(Qt::DayOfWeek(day.dayOfWeek())))
        day = day.addDays(1);
    return calendar::wallToUtc(day, m_from, m_zone);
}

std::optional<BusySpan> nextFree(
    const QList<BusyTimes> &all, const BusySpan &chosen, const MeetingHours &hours, const QDateTime &end)
{
    QList<BusySpan> busy;
    for (const BusyTimes &times : all)
        busy += times.spans;
    const qint64 length = chosen.start.secsTo(chosen.end);
    QDateTime start = upToQuarter(chosen.start);
    while (start < end) {
        const BusySpan here{ start, start.addSecs(length) };
        if (!hours.contain(here)) {
            const QDateTime opening = upToQuarter(hours.nextOpening(start));
            if (!(opening > start))
                return std::nullopt;
            start = opening;
            // Longer than a day has hours.
            if (!hours.contain({ start, start.addSecs(length) }))
                return std::nullopt;
            continue;
        }
        const auto clash = std::find_if(
            busy.begin(), busy.end(), [&here](const BusySpan &span) { return overlap(span, here); });
        if (clash == busy.end())
            return here;
        start = upToQuarter(clash->end);
    }
    return std::nullopt;
}

} // namespace aria::freebusy
