// Which day, which days, and which part of the day.
#include "phrase/readers.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

namespace {

// A day among the folded words, with what belongs to it.
struct Days
{
    qsizetype start = 0;
    qsizetype end = 0;
    QDate first;
    QDate last; // invalid: one day
};

bool isDate(const QString &text)
{
    static const QRegularExpression digit(u"\\d"_s);
    return text.contains(digit);
}

QRegularExpression atEnd(const QString &pattern)
{
    return QRegularExpression(u"(?:%1)$"_s.arg(pattern));
}

QRegularExpression atStart(const QString &pattern)
{
    return QRegularExpression(u"^(?:%1)"_s.arg(pattern));
}

// "Friday, 4 December" and "4 December (Friday)" are one day. False: the two contradict.
bool takeWeekdayBeside(const QString &text, const when::FoundDay &found, const Around &around, Days &days)
{
    static const QRegularExpression beside(u"^[\\s,(]*(?:den |der |le |el |the )?"_s);
    static const QRegularExpression alone(u"^[\\s,(]*"_s); // "Fri the 19th": the article is a part of the day
    qsizetype next = 0;
    std::optional<when::FoundDay> other;
    for (const QRegularExpression &between : { beside, alone }) {
        next = days.end + between.match(text.mid(days.end)).capturedEnd();
        other = around.days.find(text.mid(next), { around.now.date() });
        if (other && other->start == 0)
            break;
    }
    if (!other || other->start > 0 || isDate(other->text) == isDate(found.text))
        return true;
    const QDate date = isDate(found.text) ? found.day : other->day;
    const QDate weekday = isDate(found.text) ? other->day : found.day;
    static const QRegularExpression number(u"^\\s*\\d{1,2}\\s*$"_s); // "Fri 24" might be an hour
    if (number.match(other->text).hasMatch())
        return true;
    days.first = date;
    days.end = next + other->length;
    if (text.mid(days.end).startsWith(u')'))
        ++days.end;
    return date.dayOfWeek() == weekday.dayOfWeek();
}

// "the 24th", "am 24.", "24日": the month is said elsewhere, or is the next one that has the day. 0: it is more than that.
int bareNumber(const QString &text)
{
    static const QRegularExpression bare(u"^(?:\\D*\\s)?(\\d{1,2})\\s?(?:\\.|st|nd|rd|th|er|日|号)?$"_s);
    return bare.match(text).captured(1).toInt();
}

// "24-26 Dec", "du 24 au 28 décembre": the number before.
bool takeNumberBefore(const QString &text, const when::FoundDay &found, const Joints &joints, Days &days)
{
    const QRegularExpression before(
        u"(?<=\\s|从|自|^)(?:%1)?(?<number>\\d{1,2})(?:\\.|st|nd|rd|th|er|日|号)?(?:%2)$"_s.arg(
            joints.from, joints.to));
    const QRegularExpressionMatch match = before.match(text.left(days.start));
    if (!isDate(found.text) || !match.hasMatch())
        return false;
    QDate first(days.first.year(), days.first.month(), match.captured(u"number"_s).toInt());
    if (first.isValid() && first > days.first) // "30 to 2 January"
        first = first.addMonths(-1);
    if (!first.isValid() || first >= days.first)
        return false;
    days.last = std::exchange(days.first, first);
    days.start = match.capturedStart();
    return true;
}

// "24 Dec to 28": the number behind.
bool takeNumberBehind(const QString &text, const when::FoundDay &found, const Around &around, Days &days)
{
    const QRegularExpression behind(
        u"^(?:%1)(?<number>\\d{1,2})(?:\\.|st|nd|rd|th|er)?(?=[\\s,;]|$)(?!\\s*(?:uhr|[ap]\\.?m\\b|h\\b|:))"_s
            .arg(around.tongues.joints.to));
    const QRegularExpressionMatch match = behind.match(text.mid(days.end));
    if (!isDate(found.text) || !match.hasMatch())
        return false;
    // "3/2 a las 12" names a time.
    const auto time = around.clocks.find(text, days.end);
    if (time && time->start < days.end + match.capturedEnd())
        return false;
    const QDate last(days.first.year(), days.first.month(), match.captured(u"number"_s).toInt());
    if (!last.isValid() || last <= days.first)
        return false;
    days.last = last;
    days.end += match.capturedEnd();
    return true;
}

// "Mon-Wed", "from 24 Dec to 2 Jan".
bool takeSecondDay(
    const QString &text, const Around &around, const QString &joint, const when::FoundDay &found, Days &days)
{
    const QRegularExpressionMatch join =
        atStart(u"(?:%1)(?:(?:the|dem|den|zum|le)\\s+)?"_s.arg(joint)).match(text.mid(days.end));
    if (!join.hasMatch())
        return false;
    const qsizetype next = days.end + join.capturedEnd();
    const auto last = around.days.find(text.mid(next), { around.now.date() });
    if (!last || last->start > 0)
        return false;
    QDate first = days.first;
    QDate day = last->day;
    const int firstNumber = bareNumber(found.text);
    if (const int number = bareNumber(last->text); number > 0 && isDate(found.text)) {
        day = QDate(first.year(), first.month(), number);
        if (day.isValid() && day <= first)
            day = day.addMonths(1);
    } else if (firstNumber > 0 && isDate(last->text)) {
        first = QDate(day.year(), day.month(), firstNumber);
        if (first.isValid() && first >= day)
            first = first.addMonths(-1);
    }
    for (int i = 0; i < 3 && day <= first; ++i)
        day = isDate(last->text) && isDate(found.text) ? day.addYears(1) : day.addDays(7);
    if (!first.isValid() || day <= first)
        return false;
    days.first = first;
    days.last = day;
    days.end = next + last->length;
    return true;
}

// "July 4-18, 2025": the year of both.
void takeYearBehind(const QString &text, const when::FoundDay &found, Days &days)
{
    static const QRegularExpression year(u"\\d{4}"_s);
    static const QRegularExpression behind(u"^,?\\s(?:de\\s)?(?<year>20\\d\\d)(?=[\\s,;]|$)"_s);
    const QRegularExpressionMatch match = behind.match(text.mid(days.end));
    if (!match.hasMatch() || !isDate(found.text)
        || text.mid(days.start, days.end - days.start).contains(year))
        return;
    const int moved = match.captured(u"year"_s).toInt() - days.last.year();
    days.first = days.first.addYears(moved);
    days.last = days.last.addYears(moved);
    days.end += match.capturedEnd();
}

void takeWordBefore(const QString &text, const QString &pattern, Days &days)
{
    if (const auto word = atEnd(pattern).match(text.left(days.start)); word.hasMatch())
        days.start = word.capturedStart();
}

// "morning", "abends" beside the day.
void readPartBeside(Line &line, const Around &around, Reading &reading)
{
    const when::Folded folded = line.folded();
    const QString &text = folded.text();
    for (const Tongue &tongue : around.tongues.all) {
        for (const auto &[pattern, part] : tongue.parts) {
            auto all = pattern.globalMatch(text);
            while (all.hasNext()) {
                const QRegularExpressionMatch match = all.next();
                const bool isBehind = text.left(match.capturedStart()).trimmed().endsWith(gap);
                const bool isBefore = text.mid(match.capturedEnd()).trimmed().startsWith(gap);
                if (!isBehind && !isBefore)
                    continue;
                reading.part = part;
                reading.partWords = line.words(folded, match.capturedStart(), match.capturedLength());
                return line.takeOut(folded, match.capturedStart(), match.capturedLength());
            }
        }
    }
}

} // namespace

void readDays(Line &line, const Around &around, Reading &reading)
{
    for (const Tongue &tongue : around.tongues.all) {
        if (!tongue.joined.pattern().isEmpty())
            line.setText(QString(line.text()).replace(tongue.joined, u"\\1 \\2"_s));
    }
    // "jeden Morgen", "cada mañana": the part of the day, and not tomorrow.
    if (!reading.repeat.frequency.isEmpty())
        readPartBeside(line, around, reading);
    const when::Folded folded = line.folded();
    const QString &text = folded.text();
    const auto found = around.days.find(text, { around.now.date() });
    if (!found)
        return;
    const Joints &joints = around.tongues.joints;
    Days days{ found->start, found->start + found->length, found->day, {} };
    const auto doubt = [&] { reading.doubts.append(line.words(folded, days.start, days.end - days.start)); };
    if (!takeWeekdayBeside(text, *found, around, days))
        doubt();
    const bool isBetween = atEnd(joints.between).match(text.left(days.start)).hasMatch();
    if (takeNumberBefore(text, *found, joints, days)
        || takeSecondDay(text, around, isBetween ? joints.conjunction : joints.to, *found, days)
        || takeNumberBehind(text, *found, around, days))
        takeWordBefore(text, isBetween ? joints.between : joints.from, days);
    else if (!reading.repeat.frequency.isEmpty() || reading.length.value_or(0) >= 24 * 3600)
        takeWordBefore(text, joints.starting, days);
    if (days.last.isValid())
        takeYearBehind(text, *found, days);
    // "next Friday" is this week's for some and next week's for others.
    static const QRegularExpression next(
        u"\\b(?:next|nae?chste[nrms]?|prochaine?|proxim[oa]|que viene)\\b|القادم|المقبل"_s);
    static const QRegularExpression aMonth(u"month|monat|mois|mes|شهر"_s);
    const bool isUnclear =
        found->text.contains(next) && !found->text.contains(aMonth) && !found->isOfNextWeek;
    if (isUnclear || found->isVague)
        doubt();
    reading.day = days.first;
    reading.lastDay = days.last;
    line.takeOut(folded, days.start, days.end - days.start);
    // The part of the day may be the day itself ("tonight") or stand beside it.
    for (const Tongue &tongue : around.tongues.all) {
        for (const auto &[pattern, part] : tongue.parts) {
            if (!pattern.match(found->text).hasMatch())
                continue;
            reading.part = part;
            reading.partWords = line.words(folded, days.start, days.end - days.start);
            if (reading.partWords.isEmpty())
                reading.partWords = found->text;
            return;
        }
    }
    if (!reading.part)
        readPartBeside(line, around, reading);
}

} // namespace aria::phrase
