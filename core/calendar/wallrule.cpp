#include "calendar/wallrule.h"

#include <QDateTime>
#include <QStringList>

#include <libical/ical.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace aria::calendar {

namespace {

constexpr int MaxSteps = 100'000; // a quarter of a second
// libical's own horizon (MAX_TIME_T_YEAR); asking it for later is no use.
constexpr int LastYear = 2500;

struct IteratorDeleter
{
    void operator()(icalrecur_iterator *iterator) const { icalrecur_iterator_free(iterator); }
};

icaltimetype toIcal(qint64 wall, bool isDate)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(wall, Qt::UTC);
    icaltimetype result = icaltime_null_time();
    result.year = time.date().year();
    result.month = time.date().month();
    result.day = time.date().day();
    if (isDate) {
        result.is_date = 1;
    } else {
        result.hour = time.time().hour();
        result.minute = time.time().minute();
        result.second = time.time().second();
    }
    return result;
}

qint64 fromIcal(const icaltimetype &time)
{
    const QTime clock = time.is_date ? QTime(0, 0) : QTime(time.hour, time.minute, qMin(time.second, 59));
    return QDateTime(QDate(time.year, time.month, time.day), clock, Qt::UTC).toMSecsSinceEpoch();
}

// Only the parts of RFC 5545: UNTIL and COUNT are ours to watch, RSCALE would bring other calendars in.
QByteArray ruleText(const QMap<QString, QString> &parts)
{
    static const QStringList taken{ QStringLiteral("INTERVAL"), QStringLiteral("BYSECOND"),
        QStringLiteral("BYMINUTE"), QStringLiteral("BYHOUR"), QStringLiteral("BYDAY"),
        QStringLiteral("BYMONTHDAY"), QStringLiteral("BYYEARDAY"), QStringLiteral("BYWEEKNO"),
        QStringLiteral("BYMONTH"), QStringLiteral("BYSETPOS"), QStringLiteral("WKST") };
    QString text = QStringLiteral("FREQ=") + parts.value(QStringLiteral("FREQ"));
    for (const QString &name : taken) {
        if (parts.contains(name))
            text += u';' + name + u'=' + parts.value(name);
    }
    return text.toUtf8();
}

// libical (3.0.16) counts the weeks of INTERVAL wrongly for some starts and days. So it is asked for every week, and the
// weeks between are left out here.
class WeekFilter
{
public:
    WeekFilter(QMap<QString, QString> &parts, qint64 start)
    {
        static const QStringList names{ QStringLiteral("MO"), QStringLiteral("TU"), QStringLiteral("WE"),
            QStringLiteral("TH"), QStringLiteral("FR"), QStringLiteral("SA"), QStringLiteral("SU") };
        m_interval = qMax(1, parts.take(QStringLiteral("INTERVAL")).toInt());
        m_weekStart = qMax(0, static_cast<int>(names.indexOf(parts.value(QStringLiteral("WKST")))));
        m_first = weekOf(start);
    }
    bool leavesOut(qint64 wall) const { return (weekOf(wall) - m_first) % m_interval != 0; }

private:
    qint64 weekOf(qint64 wall) const
    {
        const qint64 monday = 2'440'588 + 4; // the first one after 1970-01-01, a Thursday
        return (QDateTime::fromMSecsSinceEpoch(wall, Qt::UTC).date().toJulianDay() - monday - m_weekStart + 70'000'000)
            / 7;
    }

    qint64 m_interval = 1;
    int m_weekStart = 0;
    qint64 m_first = 0;
};

} // namespace

bool visitRule(const WallRule &rule, qint64 start, bool allDay, qint64 from, qint64 to,
    const std::function<bool(qint64)> &visit)
{
    const QString frequency = rule.parts.value(QStringLiteral("FREQ"));
    if (frequency == QLatin1String("HOURLY") || frequency == QLatin1String("MINUTELY")
        || frequency == QLatin1String("SECONDLY"))
        return visitSubDailyRule(rule, start, from, to, visit);

    QMap<QString, QString> parts = rule.parts;
    std::optional<WeekFilter> weeks;
    if (frequency == QLatin1String("WEEKLY"))
        weeks.emplace(parts, start);
    const qint64 horizon = QDateTime(QDate(LastYear, 1, 1), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
    const qint64 last = std::min({ to, rule.until.value_or(to), horizon });
    if (last < start || last < from)
        return true;
    icalrecurrencetype recurrence = icalrecurrencetype_from_string(ruleText(parts).constData());
    if (recurrence.freq == ICAL_NO_RECURRENCE || recurrence.interval < 1)
        return true;
    // The end of the window ends libical's search as well, which matters for rules that never match.
    recurrence.until = toIcal(last, allDay);

    const std::unique_ptr<icalrecur_iterator, IteratorDeleter> iterator(
        icalrecur_iterator_new(recurrence, toIcal(start, allDay)));
    if (!iterator)
        return true;
    const int count = rule.parts.value(QStringLiteral("COUNT")).toInt();
    // What COUNT leaves over depends on everything before, so such rules are walked from the start.
    if (count == 0 && from > start && from <= last)
        icalrecur_iterator_set_start(iterator.get(), toIcal(from, allDay));

    int remaining = count > 0 ? count : std::numeric_limits<int>::max();
    bool first = true;
    for (int step = 0; step < MaxSteps; ++step) {
        const icaltimetype time = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(time))
            return true;
        const qint64 wall = fromIcal(time);
        if (weeks && wall <= last && weeks->leavesOut(wall))
            continue;
        if (first && count > 0 && wall != start)
            --remaining;
        first = false;
        if (wall > last || remaining-- <= 0)
            return true;
        if (wall >= from && !visit(wall))
            return true;
    }
    return false;
}

} // namespace aria::calendar
