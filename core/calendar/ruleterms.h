// What one recurrence rule says, with everything filled in that it leaves to the start; used only inside this room.
#pragma once

#include <QDate>
#include <QList>
#include <QMap>
#include <QString>

#include <array>
#include <optional>

namespace aria::calendar {

// RFC 5545, 3.3.10. Every BY… part is a condition on days or on times of the day. A period (FREQ) offers its days;
// those that meet all conditions are the period's set, from which BYSETPOS chooses.
class RuleTerms
{
public:
    enum class Frequency { Secondly, Minutely, Hourly, Daily, Weekly, Monthly, Yearly };

    // `start`: milliseconds on the wall. nullopt: the rule makes no sense. Parts that RFC 5545 does
    // not know are ignored.
    static std::optional<RuleTerms> of(const QMap<QString, QString> &parts, qint64 start);

    Frequency frequency() const { return m_frequency; }
    qint64 interval() const { return m_interval; }
    int weekStart() const { return m_weekStart; } // 0: Monday
    const QList<int> &positions() const { return m_positions; } // BYSETPOS

    bool takesMonth(int month) const { return m_months == 0 || (m_months >> month & 1U) != 0; }
    bool takesDay(const QDate &date) const;
    // Sorted. If the rule names none and its period is not finer, those of the start.
    const QList<int> &hours() const { return m_hours; }
    const QList<int> &minutes() const { return m_minutes; }
    const QList<int> &seconds() const { return m_seconds; }

    // What BYSETPOS chooses from a period's complete, sorted set.
    QList<qint64> chosen(const QList<qint64> &set) const;

private:
    struct NthDay
    {
        int nth;
        int weekday; // 1: Monday
    };

    bool readDays(const QString &text);
    void takeFromStart(const QDate &start);
    bool takesWeek(const QDate &date) const;
    bool takesWeekday(const QDate &date) const;

    Frequency m_frequency = Frequency::Daily;
    qint64 m_interval = 1;
    int m_weekStart = 0;
    quint32 m_months = 0; // bit 1: January
    quint32 m_weekdays = 0; // bit 1: Monday
    QList<NthDay> m_nthDays;
    QList<int> m_monthDays;
    QList<int> m_yearDays;
    QList<int> m_weeks;
    QList<int> m_hours;
    QList<int> m_minutes;
    QList<int> m_seconds;
    QList<int> m_positions;
};

} // namespace aria::calendar
