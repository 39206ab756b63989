#include "phrase/phrase.h"
#include "support/testmain.h"

#include <QFile>
#include <QTest>

namespace tst_phrases {

using namespace Qt::StringLiterals;
using aria::calendar::EventTime;
using aria::phrase::Phrase;

namespace {

const QTimeZone zone("Europe/London");

QString timeText(const EventTime &time)
{
    return time.zoned().utc.toTimeZone(zone).toString(u"yyyy-MM-dd HH:mm"_s);
}

// "2024-01-16 12:30 - 13:30", "2024-12-24 - 2024-12-26" with the last day, "2024-12-24".
QString spanText(const EventTime &start, const EventTime &end)
{
    if (start.isDate()) {
        const QString first = start.date().toString(Qt::ISODate);
        const QString last = end.date().addDays(-1).toString(Qt::ISODate);
        return first == last ? first : first + u" - "_s + last;
    }
    const QString from = timeText(start);
    const QString to = timeText(end);
    return from + u" - "_s + (from.left(11) == to.left(11) ? to.mid(11) : to);
}

// As the files have it: title | when | @place; *how it repeats; ?doubtful words
QString textOf(const Phrase &phrase)
{
    QStringList more;
    if (!phrase.place.isEmpty())
        more.append(u'@' + phrase.place);
    for (const QString &line : phrase.recurrence)
        more.append(u'*' + QString(line).remove(u"RRULE:FREQ="_s));
    for (const QString &words : phrase.doubts)
        more.append(u'?' + words);
    QStringList parts{ phrase.title, spanText(phrase.start, phrase.end) };
    if (!more.isEmpty())
        parts.append(more.join(u"; "_s));
    return parts.join(u" | "_s);
}

} // namespace

// What people write in each language: phrases_<language>.txt has a line for each, with what it means on Monday,
// 15 January 2024, at noon.
class TestPhrases : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("meaning");
        for (const QString &locale :
            { u"en_US"_s, u"de_DE"_s, u"fr_FR"_s, u"es_ES"_s, u"zh_CN"_s, u"ar_EG"_s }) {
            const QString name = u"" ARIA_TESTS "/ui/phrase/phrases_%1.txt"_s.arg(locale.left(2));
            QFile file(name);
            if (!file.open(QFile::ReadOnly))
                qFatal("%s cannot be read", qPrintable(name));
            const QStringList rows = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
            if (rows.size() < 60)
                qFatal("%s has only %d phrases", qPrintable(name), int(rows.size()));
            for (const QString &row : rows) {
                const QString line = row.section(u" | "_s, 0, 0);
                QTest::addRow("%s: %s", qPrintable(locale), qPrintable(line))
                    << locale << line << row.section(u" | "_s, 1);
            }
        }
    }

    void reads()
    {
        QFETCH(QString, locale);
        QFETCH(QString, line);
        const QDateTime now({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);
        QTEST(textOf(aria::phrase::readPhrase(line, now, zone, QLocale(locale))), "meaning");
    }
};

ARIA_TEST(TestPhrases)

} // namespace tst_phrases

#include "tst_phrases.moc"
