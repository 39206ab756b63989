#include "uicommon/uiformat.h"

using namespace Qt::StringLiterals;

namespace aria::uicommon {

using calendar::EventTime;

namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;

// The locale's long date without its year: "Wednesday, 17 January". Locales write the year with its own punctuation
// around it, so it is cut out of the format rather than out of the text.
QString formatWithoutYear(const QLocale &locale)
{
    QString format = locale.dateFormat(QLocale::LongFormat);
    const qsizetype year = format.indexOf("yyyy"_L1);
    if (year < 0)
        return format;
    // A quoted suffix belongs to the year ("'de' yyyy", "yyyy年").
    static const QStringList around{ u" 'de' yyyy"_s, u" 'del' yyyy"_s, u"yyyy年"_s, u"yyyy 'г'."_s,
        u"، yyyy"_s, u", yyyy"_s, u" yyyy"_s, u"yyyy, "_s, u"yyyy. "_s, u"yyyy "_s, u"yyyy"_s };
    for (const QString &part : around) {
        const qsizetype at = format.indexOf(part);
        if (at >= 0)
            return format.remove(at, part.size()).trimmed();
    }
    return format;
}

} // namespace

QString UiFormat::time(const QDateTime &instant) const
{
    QString format = locale.timeFormat(QLocale::ShortFormat);
    format.remove(":ss"_L1); // the C locale's
    return locale.toString(instant.toTimeZone(zone).time(), format);
}

QString UiFormat::date(QDate day) const
{
    // English is written in two orders; as in day(), the locale knows its own.
    if (locale.language() == QLocale::English) {
        QString format = locale.dateFormat(QLocale::LongFormat);
        return locale.toString(day, format.replace("dddd"_L1, "ddd"_L1).replace("MMMM"_L1, "MMM"_L1));
    }
    return locale.toString(
        day, tr("ddd, d MMM yyyy", "format of a date with its weekday, see QDate::toString()"));
}

QString UiFormat::dateTime(const QDateTime &instant) const
{
    return tr("%1, %2", "a date and a time").arg(date(instant.toTimeZone(zone).date()), time(instant));
}

QString UiFormat::day(QDate day, QDate today) const
{
    if (day == today)
        return tr("Today");
    if (day == today.addDays(1))
        return tr("Tomorrow");
    if (day == today.addDays(-1))
        return tr("Yesterday");
    if (day.year() == today.year())
        return locale.toString(day, formatWithoutYear(locale));
    return locale.toString(day, QLocale::LongFormat);
}

QString UiFormat::range(const QDateTime &start, const QDateTime &end) const
{
    if (start == end)
        return time(start);
    return tr("%1–%2", "from one time to another").arg(time(start), time(end));
}

QString UiFormat::span(const EventTime &start, const EventTime &end, QDate today) const
{
    if (start.isDate()) {
        const QDate last = end.isDate() ? end.date().addDays(-1) : start.date();
        return last <= start.date()
            ? tr("%1, all day").arg(day(start.date(), today))
            : tr("%1 – %2", "from one date to another").arg(date(start.date()), date(last));
    }
    if (!start.isTimed())
        return {};
    const QDateTime from = start.zoned().utc;
    const QDateTime to = end.isTimed() ? end.zoned().utc : from;
    const QDate firstDay = from.toTimeZone(zone).date();
    const QDate lastDay = to.toTimeZone(zone).addMSecs(from < to ? -1 : 0).date();
    if (firstDay == lastDay)
        return tr("%1, %2", "a day and times").arg(day(firstDay, today), range(from, to));
    return tr("%1 – %2", "from one date and time to another").arg(dateTime(from), dateTime(to));
}

QString UiFormat::ago(const QDateTime &then, const QDateTime &now) const
{
    const qint64 seconds = then.secsTo(now);
    if (seconds < minute)
        return tr("just now");
    if (seconds < hour)
        return tr("%n min ago", "minutes", int(seconds / minute));
    if (seconds < 24 * hour)
        return tr("%n h ago", "hours", int(seconds / hour));
    return dateTime(then);
}

QString UiFormat::until(const QDateTime &then, const QDateTime &now) const
{
    const qint64 seconds = now.secsTo(then);
    if (seconds < minute)
        return tr("now");
    if (seconds < hour)
        return tr("in %n min", "minutes", int(seconds / minute));
    if (seconds < 24 * hour)
        return tr("in %n h", "hours", int(seconds / hour));
    return dateTime(then);
}

QString UiFormat::number(qint64 value) const
{
    return locale.toString(value);
}

QString titleOf(const calendar::Event &event)
{
    const QString title = event.summary().trimmed();
    return title.isEmpty() ? UiFormat::tr("(no title)") : title;
}

} // namespace aria::uicommon
