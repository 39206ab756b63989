#include "agenda/quickadd.h"

#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::agenda {

using calendar::EventTime;
using calendar::ZonedTime;

namespace {

constexpr int usualLength = 3600; // seconds
constexpr int minutesOfDay = 24 * 60;

// The part of the line that is still to be read; what was understood is removed from it.
class Reader
{
public:
    Reader(const QString &line, const QDateTime &now, const QTimeZone &zone, const QLocale &locale)
        : m_line(u' ' + line.simplified() + u' ')
        , m_now(now.toTimeZone(zone))
        , m_zone(zone)
        , m_locale(locale)
    {
    }

    QuickEvent read();

private:
    QRegularExpressionMatch takeOut(const QString &pattern);
    void readPlace();
    void readLength();
    void readDay();
    bool readNamedDay();
    bool readWeekday();
    bool readDate();
    void readTimes();
    void setDate(int year, int month, int day);
    QHash<QString, int> weekdays() const;
    QHash<QString, int> months() const;

    QString m_line; // as it was typed, for the title
    QDateTime m_now;
    QTimeZone m_zone;
    QLocale m_locale;
    QDate m_day; // invalid: none was named
    std::optional<int> m_from; // minutes of the day
    std::optional<int> m_to;
    std::optional<int> m_length; // seconds
    QString m_place;
};

// The same text, character by character, with the digits of every script as 0 to 9.
QString latinDigits(QString text)
{
    for (QChar &letter : text) {
        if (const int digit = letter.digitValue(); digit >= 0 && letter.isDigit())
            letter = QChar(u'0' + digit);
        else if (letter == u'\u066B') // the decimal point of Arabic
            letter = u'.';
        else if (letter == u'\uFF1A') // the colon among Chinese letters
            letter = u':';
    }
    return text;
}

// Removes whole words, with one of the little words before them.
QRegularExpressionMatch Reader::takeOut(const QString &pattern)
{
    const QRegularExpression expression(u"(?<=\\s)(?:%1)[,;]?(?=\\s)"_s.arg(pattern),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = expression.match(latinDigits(m_line));
    if (match.hasMatch())
        m_line.replace(match.capturedStart(), match.capturedLength(), u" "_s);
    return match;
}

void Reader::readPlace()
{
    static const QRegularExpression at(u"\\s@\\s*(\\S.*)$"_s);
    const QRegularExpressionMatch match = at.match(m_line);
    if (!match.hasMatch())
        return;
    m_line.truncate(match.capturedStart());
    m_line += u' ';
    // Times may come after the place.
    const QString rest = match.captured(1);
    static const QRegularExpression word(
        u"\\s(?=\\d{1,2}([:.h]\\d{2}|\\s?(am|pm|uhr))\\b)"_s, QRegularExpression::CaseInsensitiveOption);
    const qsizetype time = latinDigits(rest).indexOf(word);
    m_place = (time < 0 ? rest : rest.left(time)).trimmed();
    if (time >= 0)
        m_line += rest.mid(time) + u' ';
}

void Reader::readLength()
{
    const QString number = u"(\\d+(?:[.,]\\d+)?|a|an|eine|one)"_s;
    const auto match =
        takeOut(u"(?:for|für)\\s+%1\\s?(h|hours?|hrs?|stunden?|std|min|minutes?|minuten?|mins)"
                "(?:\\s+lang)?|(\\d+(?:[.,]\\d+)?)\\s?(h|stunden?|std|min|minuten?)\\s+lang"_s.arg(number));
    if (!match.hasMatch())
        return;
    const QString amount = match.captured(1) + match.captured(3);
    const QString unit = (match.captured(2) + match.captured(4)).toLower();
    bool isNumber = false;
    double value = QString(amount).replace(u',', u'.').toDouble(&isNumber);
    if (!isNumber)
        value = 1;
    const double seconds = value * (unit.startsWith(u'm') ? 60 : 3600);
    if (seconds >= 60 && seconds <= 14 * 24 * 3600.0)
        m_length = int(seconds);
}

void Reader::setDate(int year, int month, int day)
{
    if (year > 0) {
        m_day = QDate(year < 100 ? 2000 + year : year, month, day);
        return;
    }
    m_day = QDate(m_now.date().year(), month, day);
    if (!m_day.isValid() || m_day < m_now.date())
        m_day = QDate(m_now.date().year() + 1, month, day);
}

QHash<QString, int> Reader::weekdays() const
{
    QHash<QString, int> names;
    for (const QLocale &locale : { QLocale(QLocale::English), QLocale(QLocale::German), m_locale }) {
        for (int day = 1; day <= 7; ++day) {
            names.insert(locale.standaloneDayName(day, QLocale::LongFormat).toLower(), day);
            const QString brief = locale.standaloneDayName(day, QLocale::ShortFormat).toLower().remove(u'.');
            if (brief.size() > 2) // "so" and "do" are words of their own
                names.insert(brief, day);
        }
    }
    return names;
}

QHash<QString, int> Reader::months() const
{
    QHash<QString, int> names;
    for (const QLocale &locale : { QLocale(QLocale::English), QLocale(QLocale::German), m_locale }) {
        for (int month = 1; month <= 12; ++month) {
            for (const auto length : { QLocale::LongFormat, QLocale::ShortFormat }) {
                names.insert(locale.standaloneMonthName(month, length).toLower().remove(u'.'), month);
                names.insert(locale.monthName(month, length).toLower().remove(u'.'), month);
            }
        }
    }
    return names;
}

QString anyOf(const QHash<QString, int> &names)
{
    QStringList escaped;
    for (auto it = names.begin(); it != names.end(); ++it)
        escaped.append(QRegularExpression::escape(it.key()));
    // The longest first; otherwise "mon" would hide "monday".
    std::sort(escaped.begin(), escaped.end(),
        [](const QString &a, const QString &b) { return a.size() > b.size(); });
    return escaped.join(u'|');
}

bool Reader::readNamedDay()
{
    static const QList<std::pair<QString, int>> words{
        { u"(?:the )?day after tomorrow|übermorgen|après-demain|pasado mañana|后天|بعد غدٍ?"_s, 2 },
        { u"tomorrow|morgen|demain|mañana|明天|غدًا|غدا"_s, 1 },
        { u"today|tonight|heute|aujourd['’]hui|hoy|今天|اليوم"_s, 0 },
    };
    for (const auto &[word, days] : words) {
        if (takeOut(word).hasMatch()) {
            m_day = m_now.date().addDays(days);
            return true;
        }
    }
    const auto match = takeOut(u"in\\s+(\\d{1,3}|a|einem|einer)\\s+(days?|tage?n?|weeks?|wochen?)"_s);
    if (!match.hasMatch())
        return false;
    const int count = std::max(1, match.captured(1).toInt());
    m_day = m_now.date().addDays(match.captured(2).toLower().startsWith(u'w') ? 7 * count : count);
    return true;
}

bool Reader::readWeekday()
{
    const QHash<QString, int> names = weekdays();
    const auto match = takeOut(
        u"(?:(?:on|this|am|diesen|le|el|يوم)\\s+)?(?:(next|nächsten?|nächster|kommenden)\\s+)?(%1)"_s.arg(
            anyOf(names)));
    if (!match.hasMatch())
        return false;
    const QDate today = m_now.date();
    int days = (names.value(match.captured(2).toLower()) - today.dayOfWeek() + 7) % 7;
    if (days == 0)
        days = 7; // for the day itself there is "today"
    m_day = today.addDays(days);
    return true;
}

bool Reader::readDate()
{
    if (const auto iso = takeOut(u"(?:on\\s+|am\\s+)?(\\d{4})-(\\d{1,2})-(\\d{1,2})"_s); iso.hasMatch()) {
        setDate(iso.captured(1).toInt(), iso.captured(2).toInt(), iso.captured(3).toInt());
        return true;
    }
    if (const auto dotted = takeOut(u"(?:am\\s+|on\\s+)?(\\d{1,2})\\.\\s?(\\d{1,2})\\.(\\d{4}|\\d{2})?"_s);
        dotted.hasMatch()) {
        setDate(dotted.captured(3).toInt(), dotted.captured(2).toInt(), dotted.captured(1).toInt());
        return true;
    }
    const QHash<QString, int> names = months();
    const QString month = anyOf(names);
    const auto dayFirst = takeOut(
        u"(?:(?:on|am|le|el)\\s+)?(\\d{1,2})(?:\\.|st|nd|rd|th|er)?\\s+(?:de\\s+)?(%1)\\.?(?:\\s+(?:de\\s+)?(\\d{4}))?"_s
            .arg(month));
    if (dayFirst.hasMatch()) {
        setDate(dayFirst.captured(3).toInt(), names.value(dayFirst.captured(2).toLower()),
            dayFirst.captured(1).toInt());
        return true;
    }
    const auto monthFirst =
        takeOut(u"(?:on\\s+)?(%1)\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?"_s.arg(month));
    if (!monthFirst.hasMatch())
        return false;
    setDate(monthFirst.captured(3).toInt(), names.value(monthFirst.captured(1).toLower()),
        monthFirst.captured(2).toInt());
    return true;
}

void Reader::readDay()
{
    const QString before = m_line;
    if (!readNamedDay() && !readDate())
        readWeekday();
    if (!m_day.isValid())
        m_line = before; // "31.02." is no day
}

// Minutes since midnight; nullopt if there is no such time.
std::optional<int> minutesOf(const QString &hours, const QString &minutes, const QString &half)
{
    int hour = hours.toInt();
    const int minute = minutes.toInt();
    const QString letter = half.toLower().left(1);
    if (!letter.isEmpty() && (hour < 1 || hour > 12))
        return std::nullopt;
    if (letter == "p"_L1 && hour < 12)
        hour += 12;
    if (letter == "a"_L1 && hour == 12)
        hour = 0;
    if (hour > 24 || minute > 59 || hour * 60 + minute > minutesOfDay)
        return std::nullopt;
    return hour * 60 + minute;
}

void Reader::readTimes()
{
    const QString time = u"(\\d{1,2})(?:[:.h](\\d{2}))?\\s?(a\\.?m\\.?|p\\.?m\\.?)?(?:\\s?uhr)?"_s;
    const QString span =
        u"(?:(?:from|von|um|at|de(?: las?)?|من)\\s+)?%1\\s*(?:-|–|\\s(?:to|bis|until|à|a(?: las?)?|إلى|到)\\s)\\s*%1"_s
            .arg(time);
    const QString before = m_line;
    if (const auto match = takeOut(span); match.hasMatch()) {
        QString firstHalf = match.captured(3);
        if (firstHalf.isEmpty()) // "2-3pm"
            firstHalf = match.captured(6);
        m_from = minutesOf(match.captured(1), match.captured(2), firstHalf);
        m_to = minutesOf(match.captured(4), match.captured(5), match.captured(6));
        if (m_from && m_to && match.captured(3).isEmpty() && !match.captured(6).isEmpty() && *m_from > *m_to)
            m_from = minutesOf(match.captured(1), match.captured(2), u"am"_s); // "11-1pm"
        if (m_from && m_to)
            return;
        m_line = before;
        m_from.reset();
        m_to.reset();
    }
    static const QStringList single{
        u"(?:(?:at|um|ab|from|à|vers|a las?|الساعة)\\s+)?(\\d{1,2})[:h](\\d{2})\\s?(a\\.?m\\.?|p\\.?m\\.?)?(?:\\s?uhr)?"_s,
        u"(?:(?:at|um|ab|from)\\s+)?(\\d{1,2})(?:\\.(\\d{2}))?()\\s?uhr"_s,
        u"(?:(?:at|from)\\s+)?(\\d{1,2})(?:\\.(\\d{2}))?\\s?(a\\.?m\\.?|p\\.?m\\.?)"_s,
        u"(?:at|um|ab|a las?|الساعة)\\s+(\\d{1,2})(?:\\.(\\d{2}))?()"_s,
    };
    for (const QString &pattern : single) {
        const QString untouched = m_line;
        const auto match = takeOut(pattern);
        if (!match.hasMatch())
            continue;
        m_from = minutesOf(match.captured(1), match.captured(2), match.captured(3));
        if (m_from && *m_from < minutesOfDay)
            return;
        m_from.reset();
        m_line = untouched;
    }
    if (takeOut(u"(?:at\\s+)?noon|mittags|à midi|(?:al )?mediodía|中午|ظهرًا"_s).hasMatch())
        m_from = 12 * 60;
    else if (takeOut(u"(?:at\\s+)?midnight|mitternacht|(?:à )?minuit|(?:a )?medianoche|午夜"_s).hasMatch())
        m_from = 0;
}

QuickEvent Reader::read()
{
    readPlace();
    readLength();
    readDay();
    readTimes();

    QuickEvent event;
    event.place = m_place;
    event.title = m_line.simplified();
    static const QRegularExpression leftOver(u"[\\s,;–-]+$"_s);
    event.title.remove(leftOver);
    if (!m_from) {
        const QDate day = m_day.isValid() ? m_day : m_now.date();
        const int days = m_length ? std::max(1, *m_length / 86400) : 1;
        event.start = EventTime(day);
        event.end = EventTime(day.addDays(days));
        return event;
    }
    const auto instant = [this](QDate day, int minutes) {
        const QTime time = QTime(0, 0).addSecs(60 * (minutes % minutesOfDay));
        return QDateTime(day.addDays(minutes / minutesOfDay), time, m_zone).toUTC();
    };
    QDate day = m_day.isValid() ? m_day : m_now.date();
    QDateTime start = instant(day, *m_from);
    if (!m_day.isValid() && start < m_now) {
        day = day.addDays(1);
        start = instant(day, *m_from);
    }
    QDateTime end = start.addSecs(m_length.value_or(usualLength));
    if (m_to)
        end = instant(*m_to > *m_from ? day : day.addDays(1), *m_to);
    event.start = EventTime(ZonedTime{ start, m_zone.id() });
    event.end = EventTime(ZonedTime{ end, m_zone.id() });
    return event;
}

} // namespace

QuickEvent readQuickEvent(
    const QString &line, const QDateTime &now, const QTimeZone &zone, const QLocale &locale)
{
    return Reader(line, now, zone, locale).read();
}

} // namespace aria::agenda
