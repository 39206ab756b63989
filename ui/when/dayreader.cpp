#include "when/dayreader.h"

#include "when/folded.h"
#include "when/pattern.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::when {

namespace {

constexpr auto options = QRegularExpression::UseUnicodePropertiesOption;

QString orderOf(const QLocale &locale)
{
    const QString format = locale.dateFormat(QLocale::ShortFormat).toLower();
    QString order;
    for (const QChar letter : format) {
        if ((letter == u'd' || letter == u'm' || letter == u'y') && !order.contains(letter))
            order.append(letter);
    }
    return order.size() == 3 ? order : u"dmy"_s;
}

// "26" is 2026.
int fullYear(const QString &text)
{
    return text.size() <= 2 ? 2000 + text.toInt() : text.toInt();
}

// The year that a person means who writes none: the nearest to the day that stood there before. Only for a past event
// that may be over already.
QDate inTheYear(int month, int day, const Today &today)
{
    const bool isPast = today.before.isValid() && today.before < today.date;
    const QDate around = today.before.isValid() ? today.before : today.date;
    QDate best;
    for (int year = around.year() - 1; year <= around.year() + 8; ++year) { // 29 February may be far
        const QDate date(year, month, day);
        if (!date.isValid() || (!isPast && date < today.date))
            continue;
        if (!best.isValid() || std::abs(around.daysTo(date)) < std::abs(around.daysTo(best)))
            best = date;
    }
    return best;
}

// The next month that has the day, from that of the day that stood there before.
QDate inTheMonth(int day, const Today &today)
{
    const bool isPast = today.before.isValid() && today.before < today.date;
    QDate around = today.before.isValid() ? QDate(today.before.year(), today.before.month(), 1) : today.date;
    if (!isPast)
        around = std::max(around, today.date);
    for (int months = 0; months < 3; ++months) {
        const QDate first = QDate(around.year(), around.month(), 1).addMonths(months);
        const QDate date(first.year(), first.month(), day);
        if (date.isValid() && date >= around)
            return date;
    }
    return {};
}

// Two numbers without a year. What can only be meant the other way round is taken that way.
QDate dayAndMonth(int first, int second, const QString &order, const Today &today)
{
    const bool dayFirst = order.indexOf(u'd') < order.indexOf(u'm');
    const QDate date = dayFirst ? inTheYear(second, first, today) : inTheYear(first, second, today);
    if (date.isValid())
        return date;
    return dayFirst ? inTheYear(first, second, today) : inTheYear(second, first, today);
}

QDate threeNumbers(const QString &a, const QString &b, const QString &c, const QString &order)
{
    if (a.size() == 4)
        return QDate(a.toInt(), b.toInt(), c.toInt());
    if (order == "ymd"_L1 && c.size() < 4)
        return QDate(fullYear(a), b.toInt(), c.toInt());
    const bool dayFirst = order == "dmy"_L1;
    const int year = fullYear(c);
    const QDate date = dayFirst ? QDate(year, b.toInt(), a.toInt()) : QDate(year, a.toInt(), b.toInt());
    if (date.isValid())
        return date;
    return dayFirst ? QDate(year, a.toInt(), b.toInt()) : QDate(year, b.toInt(), a.toInt());
}

// "24122026", "241226", "2412", in the order of the locale.
QDate digitsAlone(const QString &digits, const QString &order, const Today &today)
{
    if (digits.size() == 4)
        return dayAndMonth(digits.left(2).toInt(), digits.mid(2).toInt(), order, today);
    const bool yearFirst = order == "ymd"_L1;
    const qsizetype year = digits.size() - 4;
    if (yearFirst)
        return threeNumbers(digits.left(year), digits.mid(year, 2), digits.mid(year + 2), order);
    const QDate date = threeNumbers(digits.left(2), digits.mid(2, 2), digits.mid(4), order);
    if (date.isValid() || year < 4)
        return date;
    return QDate(digits.left(4).toInt(), digits.mid(4, 2).toInt(), digits.mid(6).toInt());
}

void addName(QHash<QString, int> &names, const QString &name, int number)
{
    const QString word = folded(name).remove(u'.').trimmed();
    if (word.size() > 1 && !word.at(0).isDigit()) // Chinese months begin with their number
        names.insert(word, number);
}

// The first, …, or the last (-1) such day of a month.
QDate nthOfMonth(int nth, int weekday, int year, int month)
{
    const QDate first(year, month, 1);
    if (nth == -1) {
        const QDate last(year, month, first.daysInMonth());
        return last.addDays(-((last.dayOfWeek() - weekday + 7) % 7));
    }
    return first.addDays((weekday - first.dayOfWeek() + 7) % 7 + 7 * (nth - 1));
}

QDate lastOfMonth(QDate day)
{
    return QDate(day.year(), day.month(), day.daysInMonth());
}

QDate nextMonth(QDate today)
{
    return QDate(today.year(), today.month(), 1).addMonths(1);
}

// "in March": its first day, or today if it is this month.
QDate nextSuchMonth(int month, QDate today)
{
    if (month == today.month())
        return today;
    return QDate(today.year() + (month < today.month() ? 1 : 0), month, 1);
}

QDate afterAWhile(const QRegularExpressionMatch &match, int count, QDate today)
{
    const auto has = [&match](const QString &name) { return match.capturedStart(name) >= 0; };
    if (has(u"days"_s))
        return today.addDays(count);
    if (has(u"weeks"_s))
        return today.addDays(7 * count);
    if (has(u"months"_s))
        return today.addMonths(count);
    return has(u"years"_s) ? today.addYears(count) : QDate();
}

} // namespace

QHash<QString, int> weekdaysOf(const Grammar &grammar, const QLocale &locale)
{
    QHash<QString, int> names = grammar.weekdays;
    for (const auto length : { QLocale::LongFormat, QLocale::ShortFormat }) {
        for (int day = 1; day <= 7; ++day) {
            addName(names, locale.standaloneDayName(day, length), day);
            addName(names, locale.dayName(day, length), day);
        }
    }
    return names;
}

QHash<QString, int> monthsOf(const Grammar &grammar, const QLocale &locale)
{
    QHash<QString, int> names = grammar.months;
    for (const auto length : { QLocale::LongFormat, QLocale::ShortFormat }) {
        for (int month = 1; month <= 12; ++month) {
            addName(names, locale.standaloneMonthName(month, length), month);
            addName(names, locale.monthName(month, length), month);
        }
    }
    return names;
}

// How one language writes days.
struct DayReader::Tongue
{
    const Grammar *grammar;
    QHash<QString, int> months;
    QHash<QString, int> weekdays;
    QRegularExpression weekdayBefore; // "Thu, " in front of a date
    QRegularExpression weekdayAfter;
    QRegularExpression monthInFront; // a name alone
    int weekend; // its first day
    QList<Pattern> patterns;

    Tongue(const Grammar &of, const QLocale &locale, bool isOwn);
    void add(const QString &pattern, bool isInLines, std::optional<int> near = {});
    QDate meaning(const QRegularExpressionMatch &match, const Pattern &pattern, const QString &order,
        const Today &today) const;
    QDate nthDay(const QRegularExpressionMatch &match, QDate today) const;
    int monthIn(const QRegularExpressionMatch &match) const;
};

DayReader::Tongue::Tongue(const Grammar &of, const QLocale &locale, bool isOwn)
    : grammar(&of)
    , months(monthsOf(of, locale))
    , weekdays(weekdaysOf(of, locale))
    , weekend(locale.weekdays().contains(Qt::Friday) ? Qt::Saturday : Qt::Friday)
{
    const QString monthNames = anyOf(months.keys());
    const QString allWeekdays = anyOf(weekdays.keys());
    monthInFront =
        QRegularExpression(of.hasSpaces ? u"^\\s?(?<month>%1)(?=$|[\\s),;])(?!\\s\\d)"_s.arg(monthNames)
                                        : u"^(?<m>\\d{1,2})月(?![\\d一-十])"_s,
            options);
    const QStringList brief = of.briefDays.split(u'|');
    QStringList clear;
    for (auto it = weekdays.constBegin(); it != weekdays.constEnd(); ++it) {
        // "mon" is Monday, but also French.
        const bool isBrief = it.key().size() < 3 || brief.contains(it.key());
        if (!of.hasSpaces || (isOwn ? !isBrief : it.key().size() > 3))
            clear.append(it.key());
    }
    weekdayBefore =
        QRegularExpression(u"^(?<weekday>%1)\\.?(?:,\\s?|\\s+|$)(?=.)"_s.arg(allWeekdays), options);
    weekdayAfter = QRegularExpression(u"(?<=.)(?:,\\s?|\\s*)(?<weekday>%1)\\.?$"_s.arg(allWeekdays), options);
    // Behind "the first" every name of a weekday is one, in Arabic also without its article.
    QStringList anyName = weekdays.keys();
    for (const QString &name : weekdays.keys()) {
        if (of.language != QLocale::Arabic || !name.startsWith(u"ال"_s))
            continue;
        anyName.append(name.mid(2));
        weekdays.insert(name.mid(2), weekdays.value(name));
    }
    const QString behindNth = anyOf(anyName);
    for (const auto &[words, days] : of.nearDays)
        this->add(expanded(words, of), true, days);
    for (const QString &pattern : of.days)
        this->add(
            expanded(pattern, of, monthNames,
                pattern.contains(u"{nth}"_s) || pattern.contains(u"<nextweek>"_s) ? behindNth : anyOf(clear)),
            true);
    if (isOwn && !of.briefDays.isEmpty()) {
        // "so", "sat" and "mer" are words of their own: only where a time follows, or nothing.
        const QString pattern =
            u"(?:(?:am|on|le|el) )?(?:(?:next|nachste[nrms]?|diesen|diesem|this|ce) )?(?<weekday>%1)(?:\\.(?=[^\\p{L}]|$)|(?=\\s*(?:$|\\d|,|-|\\x{FFFC}|(?:%2)(?!\\p{L}))))"_s
                .arg(of.briefDays, of.afterBriefDay.isEmpty() ? u"\\d"_s : of.afterBriefDay);
        this->add(expanded(pattern, of), true);
    }
    this->add(expanded(u"{weekday}"_s, of, {}, allWeekdays), false);
}

void DayReader::Tongue::add(const QString &pattern, bool isInLines, std::optional<int> near)
{
    patterns.append(Pattern(pattern, isInLines, grammar->hasSpaces, near));
}

// Of a name or a number; 0: none.
int DayReader::Tongue::monthIn(const QRegularExpressionMatch &match) const
{
    const QString name = match.captured(u"month"_s);
    return name.isEmpty() ? numberOf(match.captured(u"m"_s), *grammar) : months.value(name);
}

// "the last Friday of March", which is the next such day if no year is named.
QDate DayReader::Tongue::nthDay(const QRegularExpressionMatch &match, QDate today) const
{
    const int nth = grammar->ordinals.value(match.captured(u"nth"_s));
    const int weekday = weekdays.value(match.captured(u"weekday"_s));
    if (match.capturedStart(u"thismonth"_s) >= 0)
        return nthOfMonth(nth, weekday, today.year(), today.month());
    if (match.capturedStart(u"nextmonth"_s) >= 0) {
        const QDate next = QDate(today.year(), today.month(), 1).addMonths(1);
        return nthOfMonth(nth, weekday, next.year(), next.month());
    }
    const int month = monthIn(match);
    if (month < 1 || month > 12)
        return {};
    if (const QString year = match.captured(u"y"_s); !year.isEmpty())
        return nthOfMonth(nth, weekday, year.toInt(), month);
    const QDate day = nthOfMonth(nth, weekday, today.year(), month);
    return day < today ? nthOfMonth(nth, weekday, today.year() + 1, month) : day;
}

QDate DayReader::Tongue::meaning(const QRegularExpressionMatch &match, const Pattern &pattern,
    const QString &order, const Today &today) const
{
    if (pattern.known)
        return today.date.addDays(*pattern.known);
    if (match.capturedStart(u"nth"_s) >= 0)
        return nthDay(match, today.date);
    if (const QString weekday = match.captured(u"weekday"_s); !weekday.isEmpty()) {
        if (match.capturedStart(u"nextweek"_s) >= 0)
            return today.date.addDays(7 - today.date.dayOfWeek() + weekdays.value(weekday));
        if (match.capturedStart(u"weekafter"_s) >= 0)
            return today.date.addDays(14 - today.date.dayOfWeek() + weekdays.value(weekday));
        const int days = (weekdays.value(weekday) - today.date.dayOfWeek() + 7) % 7;
        const int later = match.capturedStart(u"later"_s) >= 0 ? 7 : 0;
        return today.date.addDays((days == 0 ? 7 : days) + later); // for the day itself there is "today"
    }
    if (const QString digits = match.captured(u"digits"_s); !digits.isEmpty())
        return digitsAlone(digits, order, today);
    const QString a = match.captured(u"a"_s);
    if (!a.isEmpty()) {
        const QString b = match.captured(u"b"_s);
        const QString c = match.captured(u"c"_s);
        return c.isEmpty() ? dayAndMonth(a.toInt(), b.toInt(), order, today) : threeNumbers(a, b, c, order);
    }
    if (match.capturedStart(u"nextweek"_s) >= 0)
        return today.date.addDays(8 - today.date.dayOfWeek());
    const QString day = match.captured(u"d"_s);
    const bool isNextMonth = match.capturedStart(u"nextmonth"_s) >= 0;
    const QDate near = isNextMonth ? nextMonth(today.date) : today.date;
    if (match.capturedStart(u"monthend"_s) >= 0)
        return lastOfMonth(near);
    if (match.capturedStart(u"weekend"_s) >= 0)
        return today.date.addDays((weekend - today.date.dayOfWeek() + 7) % 7);
    if (match.capturedStart(u"nextyear"_s) >= 0)
        return QDate(today.date.year() + 1, 1, 1);
    if (isNextMonth)
        return day.isEmpty() ? near : QDate(near.year(), near.month(), day.toInt());
    if (match.capturedStart(u"inmonth"_s) >= 0) {
        const int named = monthIn(match);
        const QString year = match.captured(u"y"_s);
        return year.isEmpty() ? nextSuchMonth(named, today.date) : QDate(fullYear(year), named, 1);
    }
    if (day.isEmpty()) {
        const QString count = match.captured(u"n"_s);
        // A dual says the number itself.
        const int two = match.captured().endsWith(u"ين"_s) ? 2 : 1;
        return afterAWhile(match, count.isEmpty() ? two : numberOf(count, *grammar), today.date);
    }
    const int number = numberOf(day, *grammar);
    const int month = monthIn(match);
    if (month == 0)
        return inTheMonth(number, today);
    const QString year = match.captured(u"y"_s);
    return year.isEmpty() ? inTheYear(month, number, today) : QDate(fullYear(year), month, number);
}

DayReader::DayReader(const QLocale &locale)
    : m_order(orderOf(locale))
{
    // Making the patterns takes longer than reading a line.
    static QHash<QString, QList<std::shared_ptr<const Tongue>>> known;
    QList<std::shared_ptr<const Tongue>> &tongues = known[locale.name()];
    if (tongues.isEmpty()) {
        for (const Grammar *grammar : grammarsFor(locale)) {
            const bool isOwn = grammar->language == locale.language();
            tongues.append(
                std::make_shared<Tongue>(*grammar, isOwn ? locale : QLocale(grammar->language), isOwn));
        }
        if (grammarOf(locale.language()).language != locale.language()) // its names of days and months
            tongues.prepend(std::make_shared<Tongue>(grammarOf(QLocale::English), locale, false));
    }
    m_tongues = tongues;
    static const std::shared_ptr<const Tongue> figures = [] {
        auto made = std::make_shared<Tongue>(grammarOf(QLocale::English), QLocale::c(), false);
        made->patterns.clear();
        const auto add = [&made](const QString &pattern, bool isInLines) {
            made->add(expanded(pattern, *made->grammar), isInLines);
        };
        const QString on = u"(?:(?:on|am|den|vom|le|el) )?"_s;
        add(on + u"(?<a>\\d{4})_([-/.])_(?<b>\\d{1,2})_\\g{-2}_(?<c>\\d{1,2})\\.?"_s, true);
        const QString two = on + u"(?<a>\\d{1,2})_([-/.])_(?<b>\\d{1,2})_\\g{-2}"_s;
        add(two + u"_(?<c>\\d{4})\\.?"_s, true);
        add(two + u"(?<c>\\d{2})\\.?"_s, true);
        add(two + u"_(?<c>\\d{2})\\.?"_s, false); // in a line, "3.2. 12 Uhr" is a time
        add(on + u"(?<d>\\d{1,2})\\._(?<m>\\d{1,2})\\."_s, true);
        add(u"(?:am|den|vom|zum) (?<d>\\d{1,2})\\.(?<m>0?[1-9]|1[0-2])"_s, true); // without a point behind it
        add(on + u"(?<a>\\d{1,2})/(?<b>\\d{1,2})"_s, true);
        add(u"(?<a>\\d{1,2})(?:_[-/.]_| )(?<b>\\d{1,2})[./]?"_s, false);
        add(u"(?<a>\\d{1,2}) (?<b>\\d{1,2}) (?<c>\\d{4}|\\d{2})"_s, false);
        add(u"(?<digits>\\d{8}|\\d{6}|\\d{4})"_s, false);
        add(u"(?<d>\\d{1,2})\\.?"_s, false);
        add(u"\\+_(?<n>\\d{1,3})(?<days>)"_s, false);
        return made;
    }();
    m_figures = figures;
}

DayReader::~DayReader() = default;

std::optional<QDate> DayReader::read(const QString &text, const Today &today) const
{
    const QString line = folded(text).simplified();
    if (line.isEmpty())
        return std::nullopt;
    const auto readAs = [&](const QString &words) -> QDate {
        for (const auto &tongue : QList{ m_figures } + m_tongues) {
            for (const Pattern &pattern : tongue->patterns) {
                const QRegularExpressionMatch match = pattern.whole.match(words);
                if (!match.hasMatch() || match.capturedStart(u"vague"_s) >= 0)
                    continue;
                if (const QDate day = tongue->meaning(match, pattern, m_order, today); day.isValid())
                    return day;
            }
        }
        return {};
    };
    if (const QDate day = readAs(line); day.isValid())
        return day;
    // A weekday beside it must be that of the date.
    for (const auto &tongue : m_tongues) {
        for (const QRegularExpression &beside : { tongue->weekdayBefore, tongue->weekdayAfter }) {
            const QRegularExpressionMatch match = beside.match(line);
            if (!match.hasMatch())
                continue;
            const int weekday = tongue->weekdays.value(match.captured(u"weekday"_s));
            const QString rest = line.left(match.capturedStart()) + line.mid(match.capturedEnd());
            if (const QDate day = readAs(rest.trimmed()); day.isValid() && day.dayOfWeek() == weekday)
                return day;
        }
    }
    return std::nullopt;
}

std::optional<FoundDay> DayReader::find(const QString &line, const Today &today) const
{
    std::optional<FoundDay> best; // one that is not vague; the leftmost, and of these the longest
    const auto lookIn = [&](const Tongue &tongue) {
        for (const Pattern &pattern : tongue.patterns) {
            if (pattern.inLine.pattern().isEmpty())
                continue;
            const QRegularExpressionMatch match = pattern.inLine.match(line);
            if (!match.hasMatch())
                continue;
            const bool isVague = match.capturedStart(u"vague"_s) >= 0;
            const bool isBetter = !best
                || (best->isVague != isVague ? best->isVague
                                             : match.capturedStart() < best->start
                            || (match.capturedStart() == best->start
                                && match.capturedLength() > best->length));
            if (!isBetter)
                continue;
            if (const QDate day = tongue.meaning(match, pattern, m_order, today); day.isValid())
                best =
                    FoundDay{ match.capturedStart(), match.capturedLength(), day, match.captured(), isVague,
                        match.capturedStart(u"nextweek"_s) >= 0 && match.capturedStart(u"weekday"_s) >= 0 };
        }
    };
    lookIn(*m_tongues.constFirst());
    lookIn(*m_figures); // which are everybody's
    for (qsizetype i = 1; i < m_tongues.size() && !best; ++i)
        lookIn(*m_tongues.at(i));
    return best;
}

std::optional<FoundDay> DayReader::findMonth(const QString &line, const Today &today) const
{
    for (const auto &tongue : m_tongues) {
        const QRegularExpressionMatch match = tongue->monthInFront.match(line);
        const int month = match.hasMatch() ? tongue->monthIn(match) : 0;
        if (month < 1 || month > 12)
            continue;
        const QDate first(today.date.year() + (month <= today.date.month() ? 1 : 0), month, 1);
        return FoundDay{ match.capturedStart(), match.capturedLength(), first, match.captured(), true };
    }
    return std::nullopt;
}

} // namespace aria::when
