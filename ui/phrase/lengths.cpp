// How long an event is, and how soon it starts.
#include "phrase/readers.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace aria::phrase {

namespace {

constexpr int hour = 3600;
constexpr int day = 24 * hour;

// Of a match of {span}.
std::optional<int> secondsOf(const QRegularExpressionMatch &match, const Tongue &tongue)
{
    for (const auto &[group, minutes] : { std::pair{ u"quarter"_s, 15 }, { u"third"_s, 20 },
             { u"half"_s, 30 }, { u"threequarters"_s, 45 }, { u"onehalf"_s, 90 } }) {
        if (has(match, group))
            return 60 * minutes;
    }
    for (const auto &[group, unit] :
        { std::pair{ u"hours2"_s, hour }, { u"days2"_s, day }, { u"weeks2"_s, 7 * day } }) {
        if (has(match, group))
            return 2 * unit;
    }
    const QString amount = match.captured(u"n"_s);
    bool isNumber = false;
    double value = QString(amount).replace(u',', u'.').toDouble(&isNumber);
    if (!isNumber)
        value = amount.isEmpty() ? 1 : when::numberOf(amount, *tongue.grammar);
    const int unit = has(match, u"minutes"_s) ? 60
        : has(match, u"hours"_s)              ? hour
        : has(match, u"days"_s)               ? day
        : has(match, u"weeks"_s)              ? 7 * day
                                              : 0;
    double seconds = value * unit + 60 * match.captured(u"plus"_s).toInt();
    if (has(match, u"more"_s))
        seconds += unit / 2;
    if (has(match, u"plusquarter"_s))
        seconds += hour / 4;
    return seconds >= 60 && seconds <= 366.0 * day ? std::optional(int(std::lround(seconds))) : std::nullopt;
}

bool isOfDays(const QRegularExpressionMatch &match)
{
    return has(match, u"days"_s) || has(match, u"weeks"_s) || has(match, u"days2"_s)
        || has(match, u"weeks2"_s);
}

} // namespace

void readSoon(Line &line, const Around &around, Reading &reading)
{
    const when::Folded folded = line.folded();
    for (const Tongue &tongue : around.tongues.all) {
        for (const QRegularExpression &soon : tongue.soon) {
            const QRegularExpressionMatch match = soon.match(folded.text());
            if (!match.hasMatch() || isOfDays(match)) // which is a day, not a moment
                continue;
            if (const auto seconds = secondsOf(match, tongue)) {
                reading.soon = seconds;
                return line.takeOut(folded, match.capturedStart(), match.capturedLength());
            }
        }
    }
}

void readLength(Line &line, const Around &around, Reading &reading)
{
    const when::Folded folded = line.folded();
    for (const Tongue &tongue : around.tongues.all) {
        for (const QRegularExpression &lasts : tongue.lasts) {
            const QRegularExpressionMatch match = lasts.match(folded.text());
            const auto seconds = match.hasMatch() ? secondsOf(match, tongue) : std::nullopt;
            if (!seconds)
                continue;
            // "every day for two weeks" is when it ends, not how long one of them is.
            if (!reading.repeat.frequency.isEmpty() && isOfDays(match))
                reading.repeat.until = around.now.date().addDays(*seconds / day - 1);
            else
                reading.length = seconds;
            return line.takeOut(folded, match.capturedStart(), match.capturedLength());
        }
    }
}

void readLengthBesideTime(Line &line, const Around &around, Reading &reading)
{
    const when::Folded folded = line.folded();
    const Tongue &own = around.tongues.own();
    const QRegularExpressionMatch match = own.span.match(folded.text());
    if (!match.hasMatch() || isOfDays(match) || match.captured(u"n"_s).isEmpty())
        return;
    // "(30 min)" or beside the time; elsewhere it belongs to the title.
    const QString before = folded.text().left(match.capturedStart()).trimmed();
    const QString after = folded.text().mid(match.capturedEnd()).trimmed();
    if (!before.endsWith(gap) && !before.endsWith(u'(') && !after.startsWith(gap) && !after.isEmpty())
        return;
    if (const auto seconds = secondsOf(match, own)) {
        reading.length = seconds;
        line.takeOut(folded, match.capturedStart(), match.capturedLength());
    }
}

} // namespace aria::phrase
