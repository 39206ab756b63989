// What is read out of a line, one kind after the other. Each reader takes what it understood out of the line.
#pragma once

#include "phrase/line.h"
#include "phrase/tongue.h"
#include "when/clockreader.h"
#include "when/dayreader.h"

#include <QDateTime>
#include <QTimeZone>

namespace aria::phrase {

constexpr int minutesOfDay = 24 * 60;

struct Around
{
    QDateTime now; // in `zone`
    QTimeZone zone;
    QLocale locale;
    when::DayReader days;
    when::ClockReader clocks;
    const Tongues &tongues;
};

struct Repeat
{
    QString frequency; // of RFC 5545; empty: none
    int interval = 1;
    QStringList days; // "MO", "-1FR"
    QList<int> monthDays; // -1: the last
    int position = 0; // among the days of a month: -1 is the last of them
    bool isOfQuarter = false; // in the first month of a quarter, or counted from its end in the last
    QDate until;
    int count = 0;
};

struct Reading
{
    Repeat repeat;
    QDate day; // invalid: none was named
    QDate lastDay; // of a range of days
    std::optional<PartOfDay> part;
    QString partWords; // as they were typed
    bool isAllDay = false;
    std::optional<int> from; // minutes of the day; over 24 hours: of the next one
    std::optional<int> to;
    std::optional<int> length; // seconds
    std::optional<int> soon; // seconds from now
    QString place;
    QStringList doubts;
};

void readRepeat(Line &line, const Around &around, Reading &reading);
QStringList ruleOf(const Repeat &repeat, bool isAllDay, const QTimeZone &zone);
// The first day from `day` on on which the repetition takes place. minutes: when it starts, so that a time that is over
// today does not count; -1: all day.
QDate firstDay(const Repeat &repeat, QDate day, int minutes, const Around &around);

void readSoon(Line &line, const Around &around, Reading &reading);
void readLength(Line &line, const Around &around, Reading &reading);
void readLengthBesideTime(Line &line, const Around &around, Reading &reading); // "9:15 30 min"
void readDays(Line &line, const Around &around, Reading &reading); // with the part of the day
void readTimes(Line &line, const Around &around, Reading &reading);
void readPlace(Line &line, const Around &around, Reading &reading);

} // namespace aria::phrase
