// The words of one language, ready to be looked for in a line.
#pragma once

#include "phrase/words.h"

#include <QRegularExpression>

namespace aria::phrase {

struct Tongue
{
    const when::Grammar *grammar;
    Words words;
    QHash<QString, int> weekdays; // folded: 1 Monday … 7 Sunday
    QString weekdayNames; // pattern
    QList<QRegularExpression> repeats;
    QRegularExpression dayRange; // groups first, last
    QRegularExpression dayPair; // group list
    QList<QRegularExpression> lasts;
    QList<QRegularExpression> soon;
    QList<std::pair<QRegularExpression, PartOfDay>> parts;
    QRegularExpression until;
    QRegularExpression except; // group list
    QRegularExpression times;
    QRegularExpression allDay;
    QRegularExpression span; // a length that stands alone
    QRegularExpression joined;
    QRegularExpression counted; // at the end of what stands before a number
    QList<QRegularExpression> places;

    Tongue(const when::Grammar &of, const QLocale &locale);
};

// The words around two days or two times, of all languages: a line may mix them.
struct Joints
{
    QString to; // patterns
    QString conjunction;
    QString from;
    QString between;
    QString before;
    QString starting;
    // "from 2 to 4" and "between 2 and 4", also in words of the person's own language. Groups hour, minute, hour2, minute2.
    QList<QRegularExpression> spans;
    QRegularExpression spanAtStart; // the first, with the title behind it
};

struct Tongues
{
    QList<Tongue> all; // the person's own first
    Joints joints;

    const Tongue &own() const { return all.constFirst(); }
};

// Made once for a locale; used on one thread only.
const Tongues &tonguesFor(const QLocale &locale);

inline bool has(const QRegularExpressionMatch &match, const QString &group)
{
    return match.capturedStart(group) >= 0;
}

} // namespace aria::phrase
