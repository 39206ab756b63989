// From when to when.
#include "phrase/readers.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

namespace {

using when::ClockTime;

constexpr int halfDay = minutesOfDay / 2;

// "2" or "2:30", beside something that says that it is a time. With a grammar also "two".
std::optional<ClockTime> bareClock(const QRegularExpressionMatch &match, const QString &hourGroup = u"hour"_s,
    const QString &minuteGroup = u"minute"_s, const when::Grammar *grammar = nullptr)
{
    const QString hours = match.captured(hourGroup);
    const QString minutes = match.captured(minuteGroup);
    const int hour = grammar ? when::numberOf(hours, *grammar) : hours.toInt();
    if (hours.isEmpty() || hour > 24 || minutes.toInt() > 59)
        return std::nullopt;
    const bool isOpen = hour >= 1 && hour <= 12 && !hours.startsWith(u'0');
    return ClockTime{ 60 * hour + minutes.toInt(), isOpen, isOpen && minutes.isEmpty() };
}

class Times
{
public:
    Times(Line &line, const Around &around, Reading &reading)
        : m_line(line)
        , m_around(around)
        , m_reading(reading)
        , m_folded(line.folded())
        , m_text(m_folded.text())
    {
    }

    bool readClear();
    bool readBareSpan();
    bool readBesideGap();
    bool readSpanAtEnd();
    bool readSpanAtStart();
    bool readDotted();

private:
    int minutesOf(const ClockTime &clock) const;
    bool isAGuess(const ClockTime &clock, int minutes) const;
    bool isThisEvening(const ClockTime &clock, int minutes) const;
    bool take(ClockTime first, std::optional<ClockTime> second, qsizetype start, qsizetype end);
    bool isCounted(qsizetype start) const; // "chapter" stands before it
    qsizetype withWordBefore(qsizetype start) const;

    Line &m_line;
    const Around &m_around;
    Reading &m_reading;
    when::Folded m_folded;
    QString m_text;
};

int Times::minutesOf(const ClockTime &clock) const
{
    if (!clock.isOpen)
        return clock.minutes;
    if (m_reading.part) {
        const bool isEvening = m_reading.part->minutes >= 18 * 60;
        if (isEvening && (clock.minutes >= halfDay || clock.minutes < 5 * 60)) // midnight and later
            return clock.minutes % halfDay + minutesOfDay;
        const bool isAfternoon = m_reading.part->isLate && (isEvening || clock.minutes < 9 * 60);
        return isAfternoon && clock.minutes < halfDay ? clock.minutes + halfDay : clock.minutes;
    }
    if (m_around.clocks.countsToTwelve())
        return m_around.clocks.timeOf(clock).msecsSinceStartOfDay() / 60000;
    // Nobody means three at night who says "um 3".
    return clock.isBare && clock.minutes < 6 * 60 ? clock.minutes + halfDay : clock.minutes;
}

bool Times::isAGuess(const ClockTime &clock, int minutes) const
{
    if (!clock.isOpen || m_reading.part)
        return false;
    if (m_around.clocks.countsToTwelve())
        return minutes % halfDay >= 6 * 60 && minutes % halfDay < 9 * 60;
    return clock.isBare && clock.minutes < 8 * 60;
}

// "Dinner at 8", said at noon without a day: eight in the morning is over.
bool Times::isThisEvening(const ClockTime &clock, int minutes) const
{
    const bool isUnclear = clock.isOpen && (clock.isBare || m_around.clocks.countsToTwelve());
    if (!isUnclear || m_reading.part || m_reading.day.isValid() || !m_reading.repeat.frequency.isEmpty())
        return false;
    const int now = m_around.now.time().msecsSinceStartOfDay() / 60000;
    return minutes < 9 * 60 && minutes < now && minutes + halfDay >= now;
}

bool Times::take(ClockTime first, std::optional<ClockTime> second, qsizetype start, qsizetype end)
{
    // "2-3pm" is after noon, "11-1pm" around it, "5-7am" before it: the last such hour before the end.
    if (second && first.isOpen && !second->isOpen) {
        const int early = first.minutes % halfDay;
        first.minutes =
            early + halfDay < second->minutes || early >= second->minutes ? early + halfDay : early;
        first.isOpen = false;
    }
    int minutes = minutesOf(first);
    const bool isLater = isThisEvening(first, minutes);
    if (isLater)
        minutes += halfDay;
    m_reading.from = minutes;
    if (second) {
        int last = second->minutes;
        if (second->isOpen && last <= minutes && last + halfDay > minutes)
            last += halfDay; // "from 2 to 3" after noon
        m_reading.to = last;
    }
    if (isLater || isAGuess(first, minutes))
        m_reading.doubts.append(m_line.words(m_folded, start, end - start));
    m_line.takeOut(m_folded, start, end - start);
    return true;
}

bool Times::isCounted(qsizetype start) const
{
    const QString before = m_text.left(start);
    const QList<Tongue> &tongues = m_around.tongues.all;
    return std::any_of(tongues.begin(), tongues.end(),
        [&before](const Tongue &tongue) { return tongue.counted.match(before).hasMatch(); });
}

qsizetype Times::withWordBefore(qsizetype start) const
{
    const Joints &joints = m_around.tongues.joints;
    const QRegularExpression word(u"(?:%1|%2|%3)$"_s.arg(joints.from, joints.between, joints.before));
    const QRegularExpressionMatch match = word.match(m_text.left(start));
    return match.hasMatch() ? match.capturedStart() : start;
}

// A time that is one by itself, with another that need not be.
bool Times::readClear()
{
    static const QString bare = u"(?<hour>\\d{1,2})(?:[:.h](?<minute>\\d{2}))?\\s?(?:h|uhr|点|时)?"_s;
    const Joints &joints = m_around.tongues.joints;
    const auto found = m_around.clocks.find(m_text);
    if (!found)
        return false;
    qsizetype start = found->start;
    qsizetype end = found->start + found->length;
    ClockTime first = found->clock;
    std::optional<ClockTime> second;
    const bool isBetween = QRegularExpression(joints.between).match(m_text.left(found->start + 1)).hasMatch();
    const QString to = isBetween ? joints.conjunction : joints.to;
    const QRegularExpression bareBefore(u"(?<=\\s|从|自|\\p{Han})%1(?:%2)$"_s.arg(bare, to));
    const QRegularExpression bareAfter(u"^(?:%1)%2(?=[\\s,;)]|\\p{Han}|$)"_s.arg(to, bare));
    const QRegularExpression clockAfter(u"^(?:%1)"_s.arg(to));
    // "von halb zehn bis elf"
    const when::Grammar &own = *m_around.tongues.own().grammar;
    const QRegularExpression wordAfter(
        u"^(?:%1)(?<hour>%2)(?=[\\s,;)]|$)"_s.arg(to, when::expanded(u"{hour}"_s, own)));
    // "de 14 à 16h": what was found may begin with the word between both.
    static const QRegularExpression digit(u"\\d"_s);
    const qsizetype number = std::max(start, m_text.indexOf(digit, start));
    for (const qsizetype last : { start, std::min(number, end) }) {
        const auto before = bareBefore.match(m_text.left(last));
        // "calle Goya 5 a las 15": only "de 5 a las 15" is a span.
        const bool hasArticle = last > start && m_text.mid(start, last - start).trimmed().contains(u' ');
        if (hasArticle && before.hasMatch()
            && withWordBefore(before.capturedStart(u"hour"_s)) == before.capturedStart(u"hour"_s))
            continue;
        const auto clock = before.hasMatch() ? bareClock(before) : std::nullopt;
        if (!clock)
            continue;
        second = std::exchange(first, *clock);
        start = before.capturedStart(u"hour"_s);
        break;
    }
    if (const auto joint = clockAfter.match(m_text.mid(end)); !second && joint.hasMatch()) {
        const qsizetype next = end + joint.capturedEnd();
        if (const auto other = m_around.clocks.find(m_text, next); other && other->start == next) {
            second = other->clock;
            end = other->start + other->length;
        } else if (const auto after = bareAfter.match(m_text.mid(end)); after.hasMatch()) {
            if ((second = bareClock(after)))
                end += after.capturedEnd();
        } else if (const auto word = wordAfter.match(m_text.mid(end)); word.hasMatch()) {
            if ((second = bareClock(word, u"hour"_s, u"minute"_s, &own)))
                end += word.capturedEnd();
        }
    }
    return take(first, second, withWordBefore(start), end);
}

// "from 2 to 4", "from two to four" at the end or beside a day; elsewhere it may count anything.
bool Times::readBareSpan()
{
    const when::Grammar &grammar = *m_around.tongues.own().grammar;
    for (const QRegularExpression &span : m_around.tongues.joints.spans) {
        const QRegularExpressionMatch match = span.match(m_text);
        if (!match.hasMatch() || isCounted(match.capturedStart()))
            continue;
        const auto first = bareClock(match, u"hour"_s, u"minute"_s, &grammar);
        const auto second = bareClock(match, u"hour2"_s, u"minute2"_s, &grammar);
        if (!first || !second)
            continue;
        return take(*first, second, match.capturedStart(), match.capturedEnd());
    }
    return false;
}

// Beside a day numbers need no word: "tonight 8", "Fri 10-12".
bool Times::readBesideGap()
{
    static const QString one = u"(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2}))?"_s;
    static const QString two = one + u"(?:%1)(?<hour2>\\d{1,2})(?:[:.](?<minute2>\\d{2}))?"_s;
    const QString span = two.arg(m_around.tongues.joints.to);
    const auto tryOut = [this](const QString &pattern, bool isSpan, bool isDoubtful) {
        const QRegularExpressionMatch match = QRegularExpression(pattern).match(m_text);
        if (!match.hasMatch())
            return false;
        const qsizetype start = match.capturedStart(u"hour"_s);
        const auto first = bareClock(match);
        const auto second = isSpan ? bareClock(match, u"hour2"_s, u"minute2"_s) : std::nullopt;
        if (!first || (isSpan && !second) || isCounted(start))
            return false;
        const qsizetype end = match.capturedEnd(isSpan ? u"hour2"_s : u"hour"_s);
        const qsizetype last = std::max(end, match.capturedEnd(isSpan ? u"minute2"_s : u"minute"_s));
        const QString words = m_line.words(m_folded, start, last - start);
        take(*first, second, start, last);
        if (isDoubtful && !m_reading.doubts.contains(words))
            m_reading.doubts.append(words);
        return true;
    };
    const bool hasPart = m_reading.part.has_value();
    const QString behind = u"\\x{FFFC}\\s+%1(?=[\\s,;]|\\p{Han}|$)"_s;
    const QString alone = u"\\x{FFFC}\\s+%1(?=\\s*(?:\\x{FFFC}|,|;|$))"_s;
    const QString before = u"(?<=\\s)%1\\s+\\x{FFFC}"_s;
    return tryOut(behind.arg(span), true, false) || (hasPart && tryOut(behind.arg(one), false, false))
        || tryOut(alone.arg(one), false, true)
        || tryOut(alone.arg(u"(?<hour>[01]\\d|2[0-3])(?<minute>[0-5]\\d)"_s), false, true)
        || tryOut(before.arg(span), true, true) || (hasPart && tryOut(before.arg(one), false, false));
}

// "Lunch 12-1", "Lunch 12-1 with Anna", which could also count something.
bool Times::readSpanAtEnd()
{
    static const QString span =
        u"(?<=\\s)(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2}))?(?:%1)(?<hour2>\\d{1,2})(?:[:.](?<minute2>\\d{2}))?(?=\\s*(?:\\x{FFFC}|,|$|@|(?:with|at|mit|im|bei|beim|avec|chez|con|en|مع|في)\\s))"_s;
    const QRegularExpressionMatch match =
        QRegularExpression(span.arg(m_around.tongues.joints.to)).match(m_text);
    if (!match.hasMatch() || isCounted(match.capturedStart()))
        return false;
    const auto first = bareClock(match);
    const auto second = bareClock(match, u"hour2"_s, u"minute2"_s);
    if (!first || !second || first->minutes == 0 || second->minutes == 0)
        return false;
    const int length = (second->minutes - first->minutes + minutesOfDay) % halfDay;
    if (first->isOpen && second->isOpen && length > 10 * 60) // "2-1" is a result
        return false;
    const QString words = m_line.words(m_folded, match.capturedStart(), match.capturedLength());
    take(*first, second, match.capturedStart(), match.capturedEnd());
    m_reading.doubts.append(words);
    return true;
}

// "from 2 to 3 meeting", which could also count something.
bool Times::readSpanAtStart()
{
    const QRegularExpressionMatch match = m_around.tongues.joints.spanAtStart.match(m_text);
    if (!match.hasMatch())
        return false;
    const when::Grammar &grammar = *m_around.tongues.own().grammar;
    const auto first = bareClock(match, u"hour"_s, u"minute"_s, &grammar);
    const auto second = bareClock(match, u"hour2"_s, u"minute2"_s, &grammar);
    if (!first || !second)
        return false;
    const QString words = m_line.words(m_folded, match.capturedStart(), match.capturedLength());
    take(*first, second, match.capturedStart(), match.capturedEnd());
    if (!m_reading.doubts.contains(words))
        m_reading.doubts.append(words);
    return true;
}

// "Essen 12.30", where times are written so; it could also be a version.
bool Times::readDotted()
{
    static const QRegularExpression dotted(
        u"(?<=\\s)(?<hour>\\d{1,2})\\.(?<minute>[0-5]\\d)(?=\\s*(?:\\x{FFFC}|,|$))"_s);
    const QRegularExpressionMatch match = dotted.match(m_text);
    const auto clock = match.hasMatch() ? bareClock(match) : std::nullopt;
    if (!clock || !m_around.tongues.own().grammar->hasDottedClocks || isCounted(match.capturedStart()))
        return false;
    const QString words = m_line.words(m_folded, match.capturedStart(), match.capturedLength());
    take(*clock, {}, match.capturedStart(), match.capturedEnd());
    if (!m_reading.doubts.contains(words))
        m_reading.doubts.append(words);
    return true;
}

} // namespace

void readTimes(Line &line, const Around &around, Reading &reading)
{
    if (Times(line, around, reading).readClear())
        return;
    const bool hasGap = line.text().contains(gap);
    Times times(line, around, reading);
    if (times.readBareSpan() || (hasGap && times.readBesideGap()))
        return;
    if (!times.readSpanAtEnd() && !times.readSpanAtStart())
        times.readDotted();
}

} // namespace aria::phrase
