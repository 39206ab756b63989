#include "calendar/ruleterms.h"

#include <QDateTime>
#include <QSet>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

const QStringList &weekdayNames()
{
    static const QStringList names{ u"MO"_s, u"TU"_s, u"WE"_s, u"TH"_s, u"FR"_s, u"SA"_s, u"SU"_s };
    return names;
}

// Sorted, without duplicates; nullopt if an element is not a number from `least` to `most`.
std::optional<QList<int>> numberList(
    const QMap<QString, QString> &parts, const QString &name, int least, int most)
{
    QList<int> result;
    for (const QString &element : parts.value(name).split(u',', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const int value = element.toInt(&isNumber);
        if (!isNumber || value < least || value > most)
            return std::nullopt;
        result.append(value);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

// Counted from the front or from the end.
bool takesEither(const QList<int> &list, int value, int size)
{
    return list.isEmpty() || list.contains(value) || list.contains(value - size - 1);
}

} // namespace

std::optional<RuleTerms> RuleTerms::of(const QMap<QString, QString> &parts, qint64 start)
{
    static const QStringList frequencies{ u"SECONDLY"_s, u"MINUTELY"_s, u"HOURLY"_s, u"DAILY"_s, u"WEEKLY"_s,
        u"MONTHLY"_s, u"YEARLY"_s };
    const auto frequency = frequencies.indexOf(parts.value(u"FREQ"_s));
    const auto months = numberList(parts, u"BYMONTH"_s, 1, 12);
    const auto monthDays = numberList(parts, u"BYMONTHDAY"_s, -31, 31);
    const auto yearDays = numberList(parts, u"BYYEARDAY"_s, -366, 366);
    const auto weeks = numberList(parts, u"BYWEEKNO"_s, -53, 53);
    const auto hours = numberList(parts, u"BYHOUR"_s, 0, 23);
    const auto minutes = numberList(parts, u"BYMINUTE"_s, 0, 59);
    const auto seconds = numberList(parts, u"BYSECOND"_s, 0, 60);
    const auto positions = numberList(parts, u"BYSETPOS"_s, -366, 366);
    const int interval = parts.value(u"INTERVAL"_s, u"1"_s).toInt();
    const auto weekStart = weekdayNames().indexOf(parts.value(u"WKST"_s, u"MO"_s));
    RuleTerms terms;
    if (frequency < 0 || !months || !monthDays || !yearDays || !weeks || !hours || !minutes || !seconds
        || !positions || interval < 1 || weekStart < 0 || !terms.readDays(parts.value(u"BYDAY"_s)))
        return std::nullopt;

    terms.m_frequency = static_cast<Frequency>(frequency);
    terms.m_interval = interval;
    terms.m_weekStart = static_cast<int>(weekStart);
    for (const int month : *months)
        terms.m_months |= 1U << month;
    terms.m_monthDays = *monthDays;
    terms.m_yearDays = *yearDays;
    terms.m_weeks = *weeks;
    terms.m_hours = *hours;
    terms.m_minutes = *minutes;
    terms.m_seconds = *seconds;
    // Our clocks have no leap seconds.
    if (terms.m_seconds.contains(60)) {
        terms.m_seconds.removeAll(59);
        terms.m_seconds.replace(terms.m_seconds.size() - 1, 59);
    }
    terms.m_positions = *positions;

    const QDateTime first = QDateTime::fromMSecsSinceEpoch(start, Qt::UTC);
    terms.takeFromStart(first.date());
    if (terms.m_hours.isEmpty() && terms.m_frequency > Frequency::Hourly)
        terms.m_hours = { first.time().hour() };
    if (terms.m_minutes.isEmpty() && terms.m_frequency > Frequency::Minutely)
        terms.m_minutes = { first.time().minute() };
    if (terms.m_seconds.isEmpty() && terms.m_frequency > Frequency::Secondly)
        terms.m_seconds = { first.time().second() };
    return terms;
}

bool RuleTerms::readDays(const QString &text)
{
    for (const QString &element : text.split(u',', Qt::SkipEmptyParts)) {
        const auto weekday = static_cast<int>(weekdayNames().indexOf(element.right(2))) + 1;
        if (weekday == 0)
            return false;
        bool isNumber = true;
        const int nth = element.size() == 2 ? 0 : element.chopped(2).toInt(&isNumber);
        if (!isNumber)
            return false;
        if (nth == 0)
            m_weekdays |= 1U << weekday;
        else
            m_nthDays.append({ nth, weekday });
    }
    return true;
}

// "Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates
// are derived from the Start Time" (RFC 5545, 3.3.10).
void RuleTerms::takeFromStart(const QDate &start)
{
    // "The second Monday" makes sense only within months and years; elsewhere such a number means nothing.
    if (m_frequency < Frequency::Monthly) {
        for (const NthDay &day : std::as_const(m_nthDays))
            m_weekdays |= 1U << day.weekday;
        m_nthDays.clear();
    }
    const bool saysDay =
        m_weekdays != 0 || !m_nthDays.isEmpty() || !m_monthDays.isEmpty() || !m_yearDays.isEmpty();
    if (saysDay)
        return;
    if (m_frequency == Frequency::Weekly || (m_frequency == Frequency::Yearly && !m_weeks.isEmpty())) {
        m_weekdays = 1U << start.dayOfWeek();
    } else if (m_frequency >= Frequency::Monthly) {
        m_monthDays = { start.day() };
        if (m_frequency == Frequency::Yearly && m_months == 0)
            m_months = 1U << start.month();
    }
}

bool RuleTerms::takesDay(const QDate &date) const
{
    return takesMonth(date.month()) && takesWeekday(date)
        && takesEither(m_monthDays, date.day(), date.daysInMonth())
        && takesEither(m_yearDays, date.dayOfYear(), date.daysInYear()) && takesWeek(date);
}

bool RuleTerms::takesWeekday(const QDate &date) const
{
    if (m_weekdays == 0 && m_nthDays.isEmpty())
        return true;
    const int weekday = date.dayOfWeek();
    if ((m_weekdays >> weekday & 1U) != 0)
        return true;
    // Counted within the month, or within the year if the rule names no months.
    const bool ofYear = m_frequency == Frequency::Yearly && m_months == 0;
    const int day = ofYear ? date.dayOfYear() : date.day();
    const int size = ofYear ? date.daysInYear() : date.daysInMonth();
    const int fromFront = (day - 1) / 7 + 1;
    const int fromEnd = -((size - day) / 7 + 1);
    return std::any_of(m_nthDays.cbegin(), m_nthDays.cend(), [&](const NthDay &nthDay) {
        return nthDay.weekday == weekday && (nthDay.nth == fromFront || nthDay.nth == fromEnd);
    });
}

// A week belongs to the year that has most of its days.
bool RuleTerms::takesWeek(const QDate &date) const
{
    if (m_weeks.isEmpty())
        return true;
    const auto middleOf = [this](const QDate &day) {
        return day.addDays(3 - (day.dayOfWeek() - 1 - m_weekStart + 7) % 7);
    };
    const QDate middle = middleOf(date);
    // December 28 is in the last week of its year, whatever day weeks begin on.
    const int weeks = (middleOf(QDate(middle.year(), 12, 28)).dayOfYear() - 1) / 7 + 1;
    return takesEither(m_weeks, (middle.dayOfYear() - 1) / 7 + 1, weeks);
}

QList<qint64> RuleTerms::chosen(const QList<qint64> &set) const
{
    if (m_positions.isEmpty())
        return set;
    QSet<qint64> taken;
    for (const int position : m_positions) {
        const auto index = position > 0 ? position - 1 : set.size() + position;
        if (position != 0 && index >= 0 && index < set.size())
            taken.insert(set.at(index));
    }
    QList<qint64> result(taken.cbegin(), taken.cend());
    std::sort(result.begin(), result.end());
    return result;
}

} // namespace aria::calendar
