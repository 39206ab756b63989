// The words of one language that are neither days nor times of day: repeats, lengths, parts of the day, places. Data,
// as patterns over folded text in the form of when/grammar.h.
#pragma once

#include "when/grammar.h"

namespace aria::phrase {

struct PartOfDay
{
    QString pattern;
    int minutes = 0; // when it begins, if no time is named
    bool isLate = false; // an hour from 1 to 11 is one after noon
};

struct Words
{
    QLocale::Language language = QLocale::English;
    // Groups: n or other (an interval); day, week, month, quarter, halfyear, year, workdays, weekend; list (weekdays);
    // first and last (weekdays); two (the dual of Arabic). Days of a month: nth with weekday, workday or monthday;
    // monthdays (numbers); lastday; with quarter: of each quarter; with more: only behind "every month". {days} is a list
    // of weekdays, {fulldays} one of names that are not shortened, {plural} one of those that say by themselves that they
    // repeat ("Mondays"), {range} is "Mon-Fri", {months} is any name of a month.
    QStringList repeats;
    QHash<QString, int> intervals; // words for n and other
    int fortnight = 14; // the days in "every 15 days", where that is said of two weeks
    QString except; // before the days on which it does not repeat; group list
    QString until; // before the last day of a repetition
    QString starting; // before its first
    QString times; // group n: how many times
    QString allDay;
    // Groups: n (1 if it is missing), plus (minutes more); hours, minutes, days, weeks; quarter, third, half and
    // threequarters (of an hour), onehalf (an hour and a half), more (half of one more), plusquarter (a quarter of an hour
    // more), hours2, days2 and weeks2 (two of them).
    QString span;
    QStringList lasts; // around {span}
    QStringList soon; // around {span}
    QList<PartOfDay> parts;
    QString joined; // weekdays and parts of the day that are written as one word; groups 1 and 2
    QString between; // before two days or times with `and` between them
    QString conjunction;
    QString from; // before the first of two days or times
    QString to; // between them
    QString before; // before a time, "at"
    QString counted; // before numbers that are no times: "chapter 10-12"
    QString company; // ends a place: "at Anna's with Paul"
    // Over the text as it was typed, behind a space; group 1 is the place. {rest}: up to its end.
    QStringList places;
};

Words english();
Words german();
Words french();
Words spanish();
Words chinese();
Words arabic();

} // namespace aria::phrase
