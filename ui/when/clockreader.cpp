#include "when/clockreader.h"

#include "when/folded.h"
#include "when/pattern.h"

using namespace Qt::StringLiterals;

namespace aria::when {

namespace {

constexpr int minutesOfDay = 24 * 60;

// "ten", "10", "10 minutes"; 0 for nothing.
int minutesIn(const QString &text, const Grammar &grammar)
{
    return text.isEmpty() ? 0 : numberOf(text.at(0).isDigit() ? text.section(u' ', 0, 0) : text, grammar);
}

} // namespace

// How one language writes times.
struct ClockReader::Tongue
{
    const Grammar *grammar;
    QList<Pattern> patterns;

    Tongue(const Grammar &of, const QLocale &locale, bool isOwn);
    void add(const QString &pattern, bool isInLines, std::optional<int> named = {});
    std::optional<ClockTime> meaning(const QRegularExpressionMatch &match, const Pattern &pattern) const;
};

ClockReader::Tongue::Tongue(const Grammar &of, const QLocale &locale, bool isOwn)
    : grammar(&of)
{
    Grammar words = of;
    // As the locale itself writes them, so that a field reads what it shows.
    const auto addOwn = [](QString &pattern, const QString &text) {
        const QString own = QRegularExpression::escape(folded(text)).replace(u"\\ "_s, u" "_s);
        if (!own.isEmpty())
            pattern = pattern.isEmpty() ? own : own + u'|' + pattern;
    };
    if (isOwn) {
        addOwn(words.am, locale.amText());
        addOwn(words.pm, locale.pmText());
    }
    const QString at = words.at.isEmpty() ? QString() : u"(?:{at}_)?"_s;
    const auto add = [this, &words](const QString &pattern, bool isInLines) {
        this->add(expanded(pattern, words), isInLines);
    };
    for (const QString &pattern : of.clocks)
        add(pattern, true);
    if (isOwn && of.hasSpaces && !locale.amText().isEmpty()) // in front, as in Korean
        add(u"(?:(?<am>%1)|(?<pm>%2)) (?<h>\\d{1,2})(?:_:_(?<m>\\d{2}))?"_s.arg(
                QRegularExpression::escape(folded(locale.amText())),
                QRegularExpression::escape(folded(locale.pmText()))),
            true);
    for (const QString &pattern : of.ownClocks)
        add(pattern, isOwn);
    add(at + u"(?<h>\\d{1,2})_:_(?<m>\\d{2})(?::\\d{2})?{mark}"_s, true);
    add(at + u"(?<h>\\d{1,2})_h_(?<m>\\d{2}){mark}"_s, true);
    if (of.hasSpaces)
        add(at + u"(?<h>\\d{1,2})(?:\\.(?<m>\\d{2}))?{marked}"_s, true);
    const QString before = isOwn ? of.bareAt : of.clearAt;
    if (!before.isEmpty())
        add(u"(?:%1) (?<h>\\d{1,2})(?:\\.(?<m>\\d{2}))?{mark}"_s.arg(before), true);
    for (const auto &[pattern, minutes] : of.namedClocks)
        this->add(expanded(pattern, words), true, minutes);
    // In a field nothing else can be meant.
    add(u"(?<h>\\d{1,2})_[.,h:]_(?<m>\\d{2}){mark}"_s, false);
    add(u"(?<h>\\d{1,2}) (?<m>\\d{2}){mark}"_s, false);
    add(u"(?<h>{hour})_[h:.]?{mark}"_s, false);
    add(u"(?<h>\\d{1,2})(?<m>\\d{2})(?<digits>){mark}"_s, false);
    if (of.language == QLocale::English)
        add(u"(?<h>\\d{1,2})(?:_[.:]?_(?<m>\\d{2}))?_(?:(?<am>a\\.?)|(?<pm>p\\.?))"_s, false);
}

void ClockReader::Tongue::add(const QString &pattern, bool isInLines, std::optional<int> named)
{
    patterns.append(Pattern(pattern, isInLines, grammar->hasSpaces, named));
}

std::optional<ClockTime> ClockReader::Tongue::meaning(
    const QRegularExpressionMatch &match, const Pattern &pattern) const
{
    if (pattern.known)
        return ClockTime{ *pattern.known };
    const auto has = [&match](const QString &name) { return match.capturedStart(name) >= 0; };
    const QString hours = match.captured(u"h"_s);
    int hour = numberOf(hours, *grammar);
    if (hour == 0 && !hours.startsWith(u'0'))
        return std::nullopt;
    const QString minutes = match.captured(u"m"_s);
    const int minute = minutes.isEmpty() ? 0 : numberOf(minutes, *grammar);
    if (hour > 24 || minute > 59 || (minute < 0))
        return std::nullopt;
    const bool isMarked = has(u"am"_s) || has(u"pm"_s) || has(u"night"_s);
    if (isMarked && hour > 12 && has(u"am"_s))
        return std::nullopt;
    bool isOpen = !isMarked && hour >= 1 && hour <= 12 && !hours.startsWith(u'0');
    if (has(u"am"_s) && hour == 12)
        hour = 0;
    else if (has(u"pm"_s) && hour >= 1 && hour < 12)
        hour += 12;
    else if (has(u"night"_s))
        hour = hour == 12 ? 24 : (hour >= 6 && hour < 12 ? hour + 12 : hour);
    int total = 60 * hour + minute;
    if (has(u"half"_s))
        total += 30;
    else if (has(u"quarter"_s))
        total += 15;
    else if (has(u"threequarters"_s))
        total += 45;
    else if (has(u"third"_s))
        total += 20;
    if (has(u"lesshalf"_s))
        total -= 30;
    else if (has(u"lessquarter"_s))
        total -= 15;
    else if (has(u"lessthird"_s))
        total -= 20;
    else if (has(u"lessthreequarters"_s)) // "viertel acht"
        total -= 45;
    const int past = minutesIn(match.captured(u"past"_s), *grammar);
    const int less = minutesIn(match.captured(u"less"_s), *grammar);
    if (past > 59 || less > 59)
        return std::nullopt;
    total += past - less;
    if (total < 0)
        total += isOpen || !isMarked ? minutesOfDay / 2 : minutesOfDay;
    if (total > minutesOfDay)
        return std::nullopt;
    return ClockTime{ total, isOpen, isOpen && minutes.isEmpty() };
}

ClockReader::ClockReader(const QLocale &locale)
    : m_countsToTwelve(locale.timeFormat(QLocale::ShortFormat).contains(u"ap"_s, Qt::CaseInsensitive)
        || locale.timeFormat(QLocale::ShortFormat).contains(u'a', Qt::CaseInsensitive))
{
    // Making the patterns takes longer than reading a line.
    static QHash<QString, QList<std::shared_ptr<const Tongue>>> known;
    QList<std::shared_ptr<const Tongue>> &tongues = known[locale.name()];
    if (tongues.isEmpty()) {
        for (const Grammar *grammar : grammarsFor(locale)) {
            const bool isOwn = tongues.isEmpty();
            tongues.append(std::make_shared<Tongue>(*grammar, isOwn ? locale : QLocale::c(), isOwn));
        }
    }
    m_tongues = tongues;
}

ClockReader::~ClockReader() = default;

std::optional<ClockTime> ClockReader::read(const QString &text) const
{
    const QString line = folded(text).simplified();
    for (const auto &tongue : m_tongues) {
        for (const Pattern &pattern : tongue->patterns) {
            const QRegularExpressionMatch match = pattern.whole.match(line);
            if (!match.hasMatch())
                continue;
            if (const auto clock = tongue->meaning(match, pattern))
                return clock;
        }
    }
    return std::nullopt;
}

QTime ClockReader::timeOf(const ClockTime &clock, QTime after) const
{
    int minutes = clock.minutes;
    if (m_countsToTwelve && clock.isOpen) {
        const int half = minutesOfDay / 2;
        const int first = minutes % half;
        const int earliest = after.isValid() ? after.msecsSinceStartOfDay() / 60000 + 1 : 7 * 60;
        minutes = first >= earliest || first + half < earliest ? first : first + half;
    }
    return QTime(0, 0).addSecs(60 * (minutes % minutesOfDay));
}

std::optional<FoundClock> ClockReader::find(const QString &line, qsizetype from) const
{
    for (const auto &tongue : m_tongues) {
        std::optional<FoundClock> best; // the leftmost, and of these the longest
        for (const Pattern &pattern : tongue->patterns) {
            if (pattern.inLine.pattern().isEmpty())
                continue;
            const QRegularExpressionMatch match = pattern.inLine.match(line, from);
            const bool isBetter = match.hasMatch()
                && (!best || match.capturedStart() < best->start
                    || (match.capturedStart() == best->start && match.capturedLength() > best->length));
            if (!isBetter)
                continue;
            if (const auto clock = tongue->meaning(match, pattern))
                best = FoundClock{ match.capturedStart(), match.capturedLength(), *clock };
        }
        if (best)
            return best;
    }
    return std::nullopt;
}

} // namespace aria::when
