#include "agenda/quickadd.h"

#include "when/clockreader.h"
#include "when/dayreader.h"
#include "when/folded.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::agenda {

using calendar::EventTime;
using calendar::ZonedTime;
using when::ClockTime;

namespace {

constexpr int usualLength = 3600; // seconds
constexpr int minutesOfDay = 24 * 60;

// The part of the line that is still to be read; what was understood is removed from it.
class Reader
{
public:
    Reader(const QString &line, const QDateTime &now, const QTimeZone &zone, const QLocale &locale)
        : m_line(u' ' + line.simplified() + u' ')
        , m_now(now.toTimeZone(zone))
        , m_zone(zone)
        , m_days(locale)
        , m_clocks(locale)
    {
    }

    QuickEvent read();

private:
    QRegularExpressionMatch takeOut(const QString &pattern);
    void readPlace();
    void readLength();
    void takeOut(const when::Folded &line, qsizetype start, qsizetype length);
    void readDay();
    void readTimes();

    QString m_line; // as it was typed, for the title
    QDateTime m_now;
    QTimeZone m_zone;
    when::DayReader m_days;
    when::ClockReader m_clocks;
    QDate m_day; // invalid: none was named
    std::optional<int> m_from; // minutes of the day
    std::optional<int> m_to;
    std::optional<int> m_length; // seconds
    QString m_place;
};

// Removes whole words, with one of the little words before them.
QRegularExpressionMatch Reader::takeOut(const QString &pattern)
{
    const QRegularExpression expression(u"(?<=\\s)(?:%1)[,;]?(?=\\s)"_s.arg(pattern),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = expression.match(m_line);
    if (match.hasMatch())
        m_line.replace(match.capturedStart(), match.capturedLength(), u" "_s);
    return match;
}

void Reader::readPlace()
{
    static const QRegularExpression at(u"\\s@\\s*(\\S.*)$"_s);
    const QRegularExpressionMatch match = at.match(m_line);
    if (!match.hasMatch())
        return;
    m_line.truncate(match.capturedStart());
    m_line += u' ';
    // Times may come after the place.
    const QString rest = match.captured(1);
    static const QRegularExpression word(
        u"\\s(?=\\d{1,2}([:.h]\\d{2}|\\s?(am|pm|uhr))\\b)"_s, QRegularExpression::CaseInsensitiveOption);
    const qsizetype time = when::folded(rest).indexOf(word);
    m_place = (time < 0 ? rest : rest.left(time)).trimmed();
    if (time >= 0)
        m_line += rest.mid(time) + u' ';
}

void Reader::readLength()
{
    const QString number = u"(\\d+(?:[.,]\\d+)?|a|an|eine|one)"_s;
    const auto match =
        takeOut(u"(?:for|für)\\s+%1\\s?(h|hours?|hrs?|stunden?|std|min|minutes?|minuten?|mins)"
                "(?:\\s+lang)?|(\\d+(?:[.,]\\d+)?)\\s?(h|stunden?|std|min|minuten?)\\s+lang"_s.arg(number));
    if (!match.hasMatch())
        return;
    const QString amount = match.captured(1) + match.captured(3);
    const QString unit = (match.captured(2) + match.captured(4)).toLower();
    bool isNumber = false;
    double value = QString(amount).replace(u',', u'.').toDouble(&isNumber);
    if (!isNumber)
        value = 1;
    const double seconds = value * (unit.startsWith(u'm') ? 60 : 3600);
    if (seconds >= 60 && seconds <= 14 * 24 * 3600.0)
        m_length = int(seconds);
}

// Positions are those of the folded line.
void Reader::takeOut(const when::Folded &line, qsizetype start, qsizetype length)
{
    const qsizetype from = line.original(start);
    const qsizetype to = line.original(start + length);
    static const QRegularExpression comma(u"^[,;\u060C\uFF0C]"_s);
    QString rest = m_line.mid(to);
    m_line = m_line.left(from) + u' ' + rest.remove(comma);
}

void Reader::readDay()
{
    const when::Folded line(m_line);
    if (const auto found = m_days.find(line.text(), { m_now.date() })) {
        m_day = found->day;
        takeOut(line, found->start, found->length);
    }
}

// "2" or "2:30", beside a time that is clear: "2-3pm", "from 2:30 to 4".
std::optional<ClockTime> bareClock(const QRegularExpressionMatch &match)
{
    const int hour = match.captured(u"hour"_s).toInt();
    const int minute = match.captured(u"minute"_s).toInt();
    if (hour > 24 || minute > 59)
        return std::nullopt;
    return ClockTime{ 60 * hour + minute,
        hour >= 1 && hour <= 12 && !match.captured(u"hour"_s).startsWith(u'0') };
}

void Reader::readTimes()
{
    static const QString bare = u"(?<hour>\\d{1,2})(?:[:.h](?<minute>\\d{2}))?\\s?(?:h|uhr)?"_s;
    static const QString to = u"\\s*(?:-|\\s(?:to|until|till|bis|a(?: las?)?|الى|到|至)\\s)\\s*"_s;
    static const QString from = u"(?:(?:from|von|um|at|de(?: las?)?|من|从)\\s+)?"_s;
    static const QRegularExpression bareBefore(u"(?<=\\s)%1%2%3$"_s.arg(from, bare, to));
    static const QRegularExpression bareAfter(u"^%1%2(?=\\s|$)"_s.arg(to, bare));
    static const QRegularExpression clockAfter(u"^%1"_s.arg(to));
    static const QRegularExpression beforeIt(
        u"(?<=\\s)(?:from|von|de|at|um|ab|a(?: las?)?|vers|الساعة|من)\\s+$"_s);

    const when::Folded line(m_line);
    const QString &text = line.text();
    const auto found = m_clocks.find(text);
    if (!found)
        return;
    qsizetype start = found->start;
    qsizetype end = found->start + found->length;
    std::optional<ClockTime> first = found->clock;
    std::optional<ClockTime> second;
    if (const auto before = bareBefore.match(text.left(start)); before.hasMatch()) {
        if (const auto clock = bareClock(before)) {
            second = std::exchange(first, clock);
            start = before.capturedStart();
        }
    }
    if (const auto connector = clockAfter.match(text.mid(end)); !second && connector.hasMatch()) {
        const qsizetype next = end + connector.capturedEnd();
        if (const auto other = m_clocks.find(text, next); other && other->start == next) {
            second = other->clock;
            end = other->start + other->length;
        } else if (const auto after = bareAfter.match(text.mid(end)); after.hasMatch()) {
            if ((second = bareClock(after)))
                end += after.capturedEnd();
        }
    }
    if (const auto before = beforeIt.match(text.left(start)); before.hasMatch())
        start = before.capturedStart();
    // "2-3pm": both after noon; "11-1pm": the first before it.
    if (second && first->isOpen && !second->isOpen && second->minutes > minutesOfDay / 2) {
        const int later = first->minutes % (minutesOfDay / 2) + minutesOfDay / 2;
        if (later < second->minutes)
            first->minutes = later;
        first->isOpen = false;
    }
    if (first->minutes >= minutesOfDay)
        return;
    const auto minutesOf = [this](const ClockTime &clock, QTime after = {}) {
        return m_clocks.timeOf(clock, after).msecsSinceStartOfDay() / 60000;
    };
    m_from = minutesOf(*first);
    if (second) {
        m_to = second->minutes == minutesOfDay ? minutesOfDay
                                               : minutesOf(*second, QTime(0, 0).addSecs(60 * *m_from));
    }
    takeOut(line, start, end - start);
}

QuickEvent Reader::read()
{
    readPlace();
    readLength();
    readDay();
    readTimes();

    QuickEvent event;
    event.place = m_place;
    event.title = m_line.simplified();
    static const QRegularExpression leftOver(u"[\\s,;–-]+$"_s);
    event.title.remove(leftOver);
    if (!m_from) {
        const QDate day = m_day.isValid() ? m_day : m_now.date();
        const int days = m_length ? std::max(1, *m_length / 86400) : 1;
        event.start = EventTime(day);
        event.end = EventTime(day.addDays(days));
        return event;
    }
    const auto instant = [this](QDate day, int minutes) {
        const QTime time = QTime(0, 0).addSecs(60 * (minutes % minutesOfDay));
        return QDateTime(day.addDays(minutes / minutesOfDay), time, m_zone).toUTC();
    };
    QDate day = m_day.isValid() ? m_day : m_now.date();
    QDateTime start = instant(day, *m_from);
    if (!m_day.isValid() && start < m_now) {
        day = day.addDays(1);
        start = instant(day, *m_from);
    }
    QDateTime end = start.addSecs(m_length.value_or(usualLength));
    if (m_to)
        end = instant(*m_to > *m_from ? day : day.addDays(1), *m_to);
    event.start = EventTime(ZonedTime{ start, m_zone.id() });
    event.end = EventTime(ZonedTime{ end, m_zone.id() });
    return event;
}

} // namespace

QuickEvent readQuickEvent(
    const QString &line, const QDateTime &now, const QTimeZone &zone, const QLocale &locale)
{
    return Reader(line, now, zone, locale).read();
}

} // namespace aria::agenda
