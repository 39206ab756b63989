// How the languages write days and times. Data, as patterns over folded text.
#pragma once

#include <QHash>
#include <QLocale>
#include <QSet>
#include <QStringList>

namespace aria::when {

// In patterns a space stands for any, and "_" for one that may be missing. {month}, {weekday}, {nth}, {number}, {hour},
// {at} and {mark} (morning or afternoon, may be missing) stand for the words below; {marked} is {mark} that is there,
// {fives} the words for 5, 10 … 55 minutes.
//
// Days: groups d, month (a name), m, y; weekday, also with nextweek, weekafter or later; n with days, weeks, months or
// years; nth (and weekday) with month, m, thismonth or nextmonth; nextweek, nextmonth (also with d), nextyear, weekend,
// monthend (also with nextmonth) and inmonth (with month or m); vague, where that is less than a day.
// Clocks: groups h and m; am, pm, night; what is added or taken away: half, quarter, third, threequarters, lesshalf,
// lessquarter, lessthird, lessthreequarters; past and less, in minutes.
struct Grammar
{
    QLocale::Language language = QLocale::English;
    bool hasSpaces = true; // false: words follow each other without
    QHash<QString, int> numbers; // words: "two"
    QHash<QString, int> ordinals; // words for {nth}: -1 the last
    QSet<QString> articles; // of these: no hours ("at a café")
    QHash<QString, int> hours; // further words for hours of the day
    QHash<QString, int> weekdays; // further words: 1 Monday … 7 Sunday
    QHash<QString, int> months; // further words: 1 to 12
    QList<std::pair<QString, int>> nearDays; // days from today
    QStringList days;
    // Pattern of short weekdays that are also other words; empty: none. They count in a field, where nothing follows, and
    // before afterBriefDay.
    QString briefDays;
    QString afterBriefDay;
    QStringList clocks; // clear among the words of any language
    QStringList ownClocks; // clear among the words of this one
    bool hasDottedClocks = false; // "12.30" alone may be a time
    QList<std::pair<QString, int>> namedClocks; // minutes of the day
    QString am;
    QString pm;
    QString night; // afternoon, but 12 is midnight
    QString at; // before an hour
    QString bareAt; // before one that is only a number
    QString clearAt; // the same, if the line may be in another language
};

const Grammar &grammarOf(QLocale::Language language); // English if there is none

// The person's own first, then the others: a line may be in another language than the desktop.
QList<const Grammar *> grammarsFor(const QLocale &locale);

// 0 for what is no number. `text`: folded; digits or a word.
int numberOf(const QString &text, const Grammar &grammar);

// The pattern with its words filled in, ready for QRegularExpression. months, weekdays: patterns.
QString expanded(
    const QString &pattern, const Grammar &grammar, const QString &months = {}, const QString &weekdays = {});

// Every one of `words`, the longest first.
QString anyOf(const QStringList &words);

} // namespace aria::when
