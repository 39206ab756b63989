#include "support/testmain.h"
#include "when/dayreader.h"
#include "when/folded.h"

#include <QTest>

namespace tst_dayreader {

using namespace Qt::StringLiterals;
using aria::when::DayReader;

namespace {

const QDate today(2026, 11, 29); // a Sunday

void columns()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("day");
}

// day: "" where it is none.
void row(const char *locale, const char *text, const char *day)
{
    QTest::addRow("%s: %s", locale, text)
        << QString::fromLatin1(locale) << QString::fromUtf8(text) << QString::fromLatin1(day);
}

} // namespace

class TestDayReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAField_data()
    {
        columns();
        row("en_US", "12/24/2026", "2026-12-24");
        row("en_US", "12/24/26", "2026-12-24");
        row("en_US", "12/24", "2026-12-24");
        row("en_US", "1/5", "2027-01-05");
        row("en_US", "12-24-2026", "2026-12-24");
        row("en_US", "24.12.2026", "2026-12-24");
        row("en_US", "Dec 24", "2026-12-24");
        row("en_US", "December 24, 2026", "2026-12-24");
        row("en_US", "24 December", "2026-12-24");
        row("en_US", "24th of December", "2026-12-24");
        row("en_US", "Thu, Dec 24, 2026", "2026-12-24");
        row("en_US", "Fri, Dec 24, 2026", "");
        row("en_US", "2026-12-24", "2026-12-24");
        row("en_US", "tomorrow", "2026-11-30");
        row("en_US", "Friday", "2026-12-04");
        row("en_US", "next fri", "2026-12-04");
        row("en_US", "in 3 days", "2026-12-02");
        row("en_US", "in two weeks", "2026-12-13");
        row("en_US", "+3", "2026-12-02");
        row("en_US", "24", "2026-12-24");
        row("en_US", "the 1st", "2026-12-01");
        row("en_US", "12242026", "2026-12-24");
        row("en_US", "122426", "2026-12-24");
        row("en_US", "1224", "2026-12-24");
        row("en_US", "13/13/2026", "");
        row("en_US", "2/30/2027", "");
        row("en_US", "soon", "");
        row("en_US", "Sept 3", "2027-09-03");
        row("de_DE", "24.12.2026", "2026-12-24");
        row("de_DE", "24.12.26", "2026-12-24");
        row("de_DE", "24.12.", "2026-12-24");
        row("de_DE", "24.12", "2026-12-24");
        row("de_DE", "24. 12. 2026", "2026-12-24");
        row("de_DE", "24/12/2026", "2026-12-24");
        row("de_DE", "24-12", "2026-12-24");
        row("de_DE", "24. Dezember 2026", "2026-12-24");
        row("de_DE", "24 Dez", "2026-12-24");
        row("de_DE", "24. Dez.", "2026-12-24");
        row("de_DE", "3. März", "2027-03-03");
        row("de_DE", "3. Maerz", "2027-03-03");
        row("de_DE", "Do", "2026-12-03");
        row("de_DE", "Do.", "2026-12-03");
        row("de_DE", "Do, 24.12.2026", "2026-12-24");
        row("de_DE", "Do. 24.12.", "2026-12-24");
        row("de_DE", "Fr. 24.12.2026", "");
        row("de_DE", "morgen", "2026-11-30");
        row("de_DE", "Übermorgen", "2026-12-01");
        row("de_DE", "nächsten Montag", "2026-11-30");
        row("de_DE", "in einer Woche", "2026-12-06");
        row("de_DE", "24.", "2026-12-24");
        row("de_DE", "24122026", "2026-12-24");
        row("de_DE", "241226", "2026-12-24");
        row("de_DE", "2026-12-24", "2026-12-24");
        row("de_DE", "32.12.2026", "");
        row("fr_FR", "24/12/2026", "2026-12-24");
        row("fr_FR", "24 décembre 2026", "2026-12-24");
        row("fr_FR", "24 dec", "2026-12-24");
        row("fr_FR", "1er janvier", "2027-01-01");
        row("fr_FR", "jeudi 24 décembre", "2026-12-24");
        row("fr_FR", "demain", "2026-11-30");
        row("fr_FR", "après-demain", "2026-12-01");
        row("fr_FR", "lundi prochain", "2026-11-30");
        row("fr_FR", "dans 3 jours", "2026-12-02");
        row("es_ES", "24/12/2026", "2026-12-24");
        row("es_ES", "24 de diciembre de 2026", "2026-12-24");
        row("es_ES", "24 dic", "2026-12-24");
        row("es_ES", "mañana", "2026-11-30");
        row("es_ES", "pasado manana", "2026-12-01");
        row("es_ES", "miércoles", "2026-12-02");
        row("es_ES", "el lunes que viene", "2026-11-30");
        row("zh_CN", "2026/12/24", "2026-12-24");
        row("zh_CN", "2026年12月24日", "2026-12-24");
        row("zh_CN", "12月24日", "2026-12-24");
        row("zh_CN", "12/24", "2026-12-24");
        row("zh_CN", "24日", "2026-12-24");
        row("zh_CN", "明天", "2026-11-30");
        row("zh_CN", "后天", "2026-12-01");
        row("zh_CN", "周五", "2026-12-04");
        row("zh_CN", "三天后", "2026-12-02");
        row("zh_CN", "20261224", "2026-12-24");
        row("ar_EG", "٢٤/١٢/٢٠٢٦", "2026-12-24");
        row("ar_EG", "24/12/2026", "2026-12-24");
        row("ar_EG", "٢٤ ديسمبر", "2026-12-24");
        row("ar_EG", "غدًا", "2026-11-30");
        row("ar_EG", "بعد غد", "2026-12-01");
        row("ar_EG", "الخميس", "2026-12-03");
        row("ar_EG", "بعد ثلاثة أيام", "2026-12-02");
        row("ar_EG", "بعد يومين", "2026-12-01");
        row("it_IT", "24 dicembre", "2026-12-24");
        row("it_IT", "lunedì", "2026-11-30");
        row("en_GB", "24/12/2026", "2026-12-24");
        row("zh_CN", "下周五", "2026-12-04");
        row("ar_EG", "\u202B٢٤\u200F/١٢\u200F/٢٠٢٦\u202C", "2026-12-24"); // with marks of direction
    }
    void readsAField()
    {
        QFETCH(QString, locale);
        QFETCH(QString, text);
        const auto day = DayReader(QLocale(locale)).read(text, { today });
        QTEST(day ? day->toString(Qt::ISODate) : QString(), "day");
    }

    void findsADayInALine_data()
    {
        columns();
        row("en_GB", "Saturation talk", "");
        row("en_GB", "Dentiste après-demain à 9h30", "2026-12-01");
        row("en_GB", "Do 3 things", "");
        row("de_DE", "Sport Do 9 Uhr", "2026-12-03");
        row("de_DE", "So ein Tag", "");
        row("en_GB", "Holiday Dec 24, 2025", "2025-12-24");
        row("en_GB", "Urlaub am 24.12.", "2026-12-24");
        row("en_GB", "与安娜午餐 明天 12:30", "2026-11-30");
        row("en_GB", "غداء مع آنا غدًا 12:30", "2026-11-30");
    }
    void findsADayInALine()
    {
        QFETCH(QString, locale);
        QFETCH(QString, text);
        const auto found = DayReader(QLocale(locale)).find(aria::when::folded(text), { today });
        QTEST(found ? found->day.toString(Qt::ISODate) : QString(), "day");
    }

    // Each locale reads what it writes, in every form.
    void readsEveryFormOfEveryDay_data()
    {
        QTest::addColumn<QString>("locale");
        for (const char *name : { "en_US", "en_GB", "de_DE", "de_AT", "fr_FR", "fr_CA", "es_ES", "es_MX",
                 "zh_CN", "ar_EG", "ar_SA", "ja_JP", "sv_SE", "it_IT" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void readsEveryFormOfEveryDay()
    {
        QFETCH(QString, locale);
        const QLocale person(locale);
        const DayReader reader(person);
        for (QDate day(2027, 1, 1); day.year() == 2027; day = day.addDays(5)) {
            const QString brief = person.toString(day,
                person.dateFormat(QLocale::ShortFormat)
                    .replace(QRegularExpression(u"\\by{2}\\b"_s), u"yyyy"_s));
            QVERIFY2(reader.read(brief, { today }) == day, qPrintable(brief));
            const QString named = person.toString(day, QLocale::LongFormat);
            QVERIFY2(reader.read(named, { today }) == day, qPrintable(named));
        }
    }

    void completesAPastEventsDateAroundIt()
    {
        const DayReader reader(QLocale(u"en_US"_s));
        QCOMPARE(*reader.read(u"11/21"_s, { today, QDate(2026, 11, 20) }), QDate(2026, 11, 21));
        QCOMPARE(*reader.read(u"11/21"_s, { today, QDate(2026, 12, 20) }), QDate(2027, 11, 21));
        QCOMPARE(*reader.read(u"21"_s, { today, QDate(2024, 5, 20) }), QDate(2024, 5, 21));
    }

    // An event far ahead stays in its year, but nothing is meant that is over.
    void completesALaterEventsDateAroundIt()
    {
        const DayReader reader(QLocale(u"en_US"_s));
        QCOMPARE(*reader.read(u"12/24"_s, { today, QDate(2028, 12, 20) }), QDate(2028, 12, 24));
        QCOMPARE(*reader.read(u"1/3"_s, { today, QDate(2028, 12, 20) }), QDate(2029, 1, 3));
        QCOMPARE(*reader.read(u"12/1"_s, { today, QDate(2028, 12, 20) }), QDate(2028, 12, 1));
        QCOMPARE(*reader.read(u"24"_s, { today, QDate(2028, 12, 20) }), QDate(2028, 12, 24));
        QCOMPARE(*reader.read(u"7/5"_s, { today, today }), QDate(2027, 7, 5));
        QCOMPARE(*reader.read(u"7/5"_s, { today, today.addDays(1) }), QDate(2027, 7, 5));
    }
};

ARIA_TEST(TestDayReader)

} // namespace tst_dayreader

#include "tst_dayreader.moc"
