#include "phrase/tongue.h"

#include "when/dayreader.h"
#include "when/pattern.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

namespace {

constexpr auto options = QRegularExpression::UseUnicodePropertiesOption;

Words wordsOf(QLocale::Language language)
{
    switch (language) {
    case QLocale::German:
        return german();
    case QLocale::French:
        return french();
    case QLocale::Spanish:
        return spanish();
    case QLocale::Chinese:
        return chinese();
    case QLocale::Arabic:
        return arabic();
    default:
        return english();
    }
}

// Up to the end of the place, which also ends where the words go on with whom or what.
QString restOfPlace(const Words &words, bool hasSpaces)
{
    if (!hasSpaces)
        return u"[^\\s\\x{FFFC}]*?(?=(?:%1)|开会|见面|吃饭|聚会|讨论|聚餐|面试|上课|会面|碰头|\\s|\\x{FFFC})"_s
            .arg(words.company);
    return u"[^\\x{FFFC}]*?(?=\\s+(?:%1)\\s|\\s*\\x{FFFC}|\\s*$)"_s.arg(words.company);
}

QString joinedBy(const QList<Tongue> &tongues, QString Words::*member, bool hasSpaces)
{
    QStringList parts;
    for (const Tongue &tongue : tongues) {
        if (tongue.grammar->hasSpaces == hasSpaces && !(tongue.words.*member).isEmpty())
            parts.append(
                QString(tongue.words.*member).replace(u' ', u"\\s+"_s).replace(u'ى', u'ي')); // as folded
    }
    return parts.join(u'|');
}

} // namespace

Tongue::Tongue(const when::Grammar &of, const QLocale &locale)
    : grammar(&of)
    , words(wordsOf(of.language))
    , weekdays(when::weekdaysOf(of, locale))
{
    QStringList names;
    QStringList full; // a short one with an s would be another word
    const QList<QString> known = weekdays.keys();
    const auto add = [&](const QString &name) {
        names.append(name);
        if (name.size() > 4)
            full.append(name);
    };
    for (const QString &name : known) {
        add(name);
        if (of.language == QLocale::Arabic && name.startsWith(u"ال"_s)) { // the article
            add(name.mid(2));
            weekdays.insert(name.mid(2), weekdays.value(name));
        }
    }
    weekdayNames = when::anyOf(names);
    const QString fullNames = when::anyOf(full);
    const QString and_ = u"(?:\\s?[,&/+]\\s?|\\s(?:%1)\\s?)+(?:(?:les?|el|los|am|on|den)\\s)?"_s.arg(
        words.conjunction.section(u'(', 0, 0)); // without articles behind it
    const QString monthNames = when::anyOf(when::monthsOf(of, locale).keys());
    const QString range = grammar->hasSpaces
        ? u"(?<first>%1)\\.?(?:\\s?-\\s?|\\s(?:%2)\\s)(?<last>%1)\\.?"_s.arg(weekdayNames, words.to)
        : u"(?<first>%1)_(?:-|%2)_(?<last>%1|[一二三四五六日天])"_s.arg(weekdayNames, words.to);
    const auto line = [&](QString pattern) {
        pattern.replace(u"{range}"_s, range);
        pattern.replace(u"{days}"_s, u"(?:%1)s?\\.?(?:%2(?:%1)s?)*"_s.arg(weekdayNames, and_));
        pattern.replace(u"{fulldays}"_s, u"(?:%1)s?(?:%2(?:%1)s?)*"_s.arg(fullNames, and_));
        pattern.replace(u"{plural}"_s, u"(?:%1)s(?:%2(?:%1)s)*"_s.arg(fullNames, and_));
        pattern.replace(u"{span}"_s, u"(?:%1)"_s.arg(words.span));
        pattern.replace(u"{months}"_s, u"(?:%1)"_s.arg(monthNames));
        return when::Pattern(when::expanded(pattern, *grammar, {}, weekdayNames), true, grammar->hasSpaces)
            .inLine;
    };
    const auto lines = [&line](const QStringList &patterns) {
        QList<QRegularExpression> made;
        for (const QString &pattern : patterns)
            made.append(line(pattern));
        return made;
    };
    repeats = lines(words.repeats);
    if (!grammar->hasSpaces) {
        dayRange = line(u"(?:%1)?{range}(?!个|月)"_s.arg(words.from));
        dayPair =
            line(u"(?<list>(?:%1)(?:[,和及](?:%1|[一二三四五六日天])(?!个|月|[点时]))+)"_s.arg(weekdayNames));
    } else {
        const QString on = u"(?:(?:%1|on|am|den|les?|los|el) )?"_s.arg(words.from);
        dayRange = line(on + u"{range}"_s);
        dayPair = line(on + u"(?<list>(?:%1)\\.?(?:%2(?:%1)\\.?)+)"_s.arg(weekdayNames, and_));
    }
    lasts = lines(words.lasts);
    soon = lines(words.soon);
    for (const PartOfDay &part : std::as_const(words.parts))
        parts.append({ line(part.pattern), part });
    until = line(words.until);
    if (!words.except.isEmpty())
        except = line(words.except);
    times = line(words.times);
    allDay = line(words.allDay);
    span = line(u"{span}"_s);
    if (!words.joined.isEmpty())
        joined = QRegularExpression(
            u"(?<=\\s)%1(?=\\s)"_s.arg(words.joined), QRegularExpression::CaseInsensitiveOption | options);
    counted = grammar->hasSpaces ? QRegularExpression(u"(?:^|\\s)(?:%1)\\s*$"_s.arg(words.counted), options)
                                 : QRegularExpression(u"(?:%1)\\s*$"_s.arg(words.counted), options);
    const QString before = grammar->hasSpaces ? u"(?<=\\s)"_s : QString();
    for (QString place : std::as_const(words.places))
        places.append(QRegularExpression(
            before + place.replace(u"{rest}"_s, restOfPlace(words, grammar->hasSpaces)), options));
}

const Tongues &tonguesFor(const QLocale &locale)
{
    static QHash<QString, Tongues> known; // making the patterns takes longer than reading a line
    Tongues &tongues = known[locale.name()];
    if (!tongues.all.isEmpty())
        return tongues;
    for (const when::Grammar *grammar : when::grammarsFor(locale)) {
        const bool isOwn = grammar->language == locale.language();
        tongues.all.append(Tongue(*grammar, isOwn ? locale : QLocale(grammar->language)));
    }
    const auto spaced = [&](QString Words::*member) { return joinedBy(tongues.all, member, true); };
    const auto unspaced = [&](QString Words::*member) { return joinedBy(tongues.all, member, false); };
    tongues.joints.to = u"\\s*(?:-|\\s(?:%1)\\s|%2)\\s*"_s.arg(spaced(&Words::to), unspaced(&Words::to));
    tongues.joints.conjunction =
        u"\\s*(?:-|\\s(?:%1)|%2)\\s*"_s.arg(spaced(&Words::conjunction), unspaced(&Words::conjunction));
    tongues.joints.from =
        u"(?:(?<=\\s)(?:%1)(?: the)?\\s+|%2)"_s.arg(spaced(&Words::from), unspaced(&Words::from));
    tongues.joints.between = u"(?<=\\s)(?:%1)\\s+"_s.arg(spaced(&Words::between));
    tongues.joints.before = u"(?:(?<=\\s)(?:%1)\\s+)"_s.arg(spaced(&Words::before));
    tongues.joints.starting =
        u"(?:(?<=\\s)(?:%1)\\s+|%2)"_s.arg(spaced(&Words::starting), unspaced(&Words::starting));
    const QString hour = when::expanded(u"{hour}"_s, *tongues.own().grammar);
    for (const auto &[from, to] : { std::pair{ tongues.joints.from, tongues.joints.to },
             { tongues.joints.between, tongues.joints.conjunction } }) {
        tongues.joints.spans.append(QRegularExpression(
            u"%1(?<hour>%3)(?:[:.](?<minute>\\d{2}))?(?:%2)(?<hour2>%3)(?:[:.](?<minute2>\\d{2}))?(?=\\s*(?:\\x{FFFC}|,|$))"_s
                .arg(from, to, hour)));
    }
    tongues.joints.spanAtStart = QRegularExpression(
        u"^\\s%1(?<hour>%3)(?:[:.](?<minute>\\d{2}))?(?:%2)(?<hour2>%3)(?:[:.](?<minute2>\\d{2}))?(?=\\s+\\p{L})"_s
            .arg(tongues.joints.from, tongues.joints.to, hour),
        options);
    return tongues;
}

} // namespace aria::phrase
