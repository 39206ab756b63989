#include "phrase/phrase.h"

#include "calendar/walltime.h"
#include "phrase/readers.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

using calendar::EventTime;
using calendar::ZonedTime;

namespace {

constexpr int usualLength = 3600; // seconds

void readAllDay(Line &line, const Around &around, Reading &reading)
{
    const when::Folded folded = line.folded();
    for (const Tongue &tongue : around.tongues.all) {
        const QRegularExpressionMatch match = tongue.allDay.match(folded.text());
        if (!match.hasMatch())
            continue;
        reading.isAllDay = true;
        return line.takeOut(folded, match.capturedStart(), match.capturedLength());
    }
}

struct Span
{
    EventTime start;
    EventTime end;
};

Span wholeDays(const Reading &reading, const Around &around)
{
    const QDate named = reading.day.isValid() ? reading.day : around.now.date();
    const QDate day = firstDay(reading.repeat, named, -1, around);
    const int days = reading.length ? std::max(1, *reading.length / 86400) : 1;
    return { EventTime(day),
        EventTime(reading.lastDay.isValid() ? reading.lastDay.addDays(1) : day.addDays(days)) };
}

Span times(const Reading &reading, const Around &around)
{
    const auto zoned = [&around](const QDateTime &utc) {
        return EventTime(ZonedTime{ utc, around.zone.id() });
    };
    const int length = reading.length.value_or(usualLength);
    if (reading.soon) {
        const qint64 minutes = (around.now.toSecsSinceEpoch() + *reading.soon + 59) / 60;
        const QDateTime start = QDateTime::fromSecsSinceEpoch(minutes * 60, Qt::UTC);
        return { zoned(start), zoned(start.addSecs(length)) };
    }
    const auto instant = [&around](QDate day, int minutes) {
        const QTime time = QTime(0, 0).addSecs(60 * (minutes % minutesOfDay));
        return calendar::wallToUtc(day.addDays(minutes / minutesOfDay), time, around.zone);
    };
    const int from = *reading.from;
    QDate day = reading.day.isValid() ? reading.day : around.now.date();
    if (!reading.repeat.days.isEmpty() || !reading.repeat.monthDays.isEmpty())
        day = firstDay(reading.repeat, day, from, around);
    else if (!reading.day.isValid() && instant(day, from) < around.now)
        day = day.addDays(1);
    const QDateTime start = instant(day, from);
    QDateTime end = start.addSecs(length);
    if (reading.lastDay.isValid())
        end = instant(reading.lastDay, reading.to.value_or(from + 60));
    else if (reading.to)
        end = instant(*reading.to > from ? day : day.addDays(1), *reading.to);
    return { zoned(start), zoned(end) };
}

} // namespace

Phrase readPhrase(const QString &typed, const QDateTime &now, const QTimeZone &zone, const QLocale &locale)
{
    const Around around{ now.toTimeZone(zone), zone, locale, when::DayReader(locale),
        when::ClockReader(locale), tonguesFor(locale) };
    static const QRegularExpression iso(u"(?<=\\b\\d{4}-\\d{2}-\\d{2})T(?=\\d{2}:\\d{2})"_s);
    static const QRegularExpression atHour(u"(?<=\\s)@(?=\\d{1,2}(?:[:.]\\d{2})?(?:[ap]m?|h)?(?:\\s|$))"_s);
    Line line(QString(typed).replace(iso, u" "_s).replace(atHour, u"@ "_s));
    Reading reading;
    readRepeat(line, around, reading);
    readSoon(line, around, reading);
    readLength(line, around, reading);
    readAllDay(line, around, reading);
    readDays(line, around, reading);
    if (!reading.isAllDay && !reading.soon)
        readTimes(line, around, reading);
    if (reading.from && !reading.length && !reading.to)
        readLengthBesideTime(line, around, reading);
    readPlace(line, around, reading);

    if (!reading.from && !reading.soon && !reading.isAllDay && reading.part) {
        reading.from = reading.part->minutes;
        reading.doubts.append(reading.partWords);
    }
    const bool isTimed = reading.from || reading.soon;
    const Span span = isTimed ? times(reading, around) : wholeDays(reading, around);
    Phrase phrase;
    phrase.title = line.rest();
    phrase.place = reading.place;
    phrase.start = span.start;
    phrase.end = span.end;
    phrase.recurrence = ruleOf(reading.repeat, !isTimed, zone);
    phrase.doubts = reading.doubts;
    phrase.doubts.removeDuplicates();
    return phrase;
}

} // namespace aria::phrase
