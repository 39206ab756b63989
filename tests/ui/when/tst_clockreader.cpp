#include "support/testmain.h"
#include "when/clockreader.h"
#include "when/folded.h"

#include <QTest>

namespace tst_clockreader {

using namespace Qt::StringLiterals;
using aria::when::ClockReader;

namespace {

void columns()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("time");
}

// time: "" where it is none.
void row(const char *locale, const char *text, const char *time)
{
    QTest::addRow("%s: %s", locale, text)
        << QString::fromLatin1(locale) << QString::fromUtf8(text) << QString::fromLatin1(time);
}

} // namespace

class TestClockReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAField_data()
    {
        columns();
        row("en_US", "14:30", "14:30");
        row("en_US", "2:30 PM", "14:30");
        row("en_US", "2:30pm", "14:30");
        row("en_US", "2:30 p.m.", "14:30");
        row("en_US", "2:30p", "14:30");
        row("en_US", "2p", "14:00");
        row("en_US", "2 pm", "14:00");
        row("en_US", "2:30", "14:30");
        row("en_US", "02:30", "02:30");
        row("en_US", "9", "09:00");
        row("en_US", "9:15", "09:15");
        row("en_US", "1430", "14:30");
        row("en_US", "930", "09:30");
        row("en_US", "930am", "09:30");
        row("en_US", "12:00 AM", "00:00");
        row("en_US", "12 am", "00:00");
        row("en_US", "12", "12:00");
        row("en_US", "noon", "12:00");
        row("en_US", "midnight", "00:00");
        row("en_US", "half past 7", "07:30");
        row("en_US", "quarter to eight", "07:45");
        row("en_US", "14.30", "14:30");
        row("en_US", "14h30", "14:30");
        row("en_US", "25:00", "");
        row("en_US", "9:75", "");
        row("en_US", "later", "");
        row("en_US", "11:59 PM", "23:59");
        row("de_DE", "14:30", "14:30");
        row("de_DE", "14.30", "14:30");
        row("de_DE", "14,30", "14:30");
        row("de_DE", "14 Uhr", "14:00");
        row("de_DE", "14 Uhr 30", "14:30");
        row("de_DE", "14:30 Uhr", "14:30");
        row("de_DE", "14.30 Uhr", "14:30");
        row("de_DE", "1430", "14:30");
        row("de_DE", "2:30", "02:30");
        row("de_DE", "halb acht", "07:30");
        row("de_DE", "halb 8", "07:30");
        row("de_DE", "halb acht abends", "19:30");
        row("de_DE", "viertel nach 7", "07:15");
        row("de_DE", "dreiviertel acht", "07:45");
        row("de_DE", "8 Uhr abends", "20:00");
        row("de_DE", "mittags", "12:00");
        row("de_DE", "24:00", "00:00");
        row("de_DE", "0:15", "00:15");
        row("de_DE", "9h", "09:00");
        row("de_DE", "9", "09:00");
        row("fr_FR", "14h30", "14:30");
        row("fr_FR", "14 h", "14:00");
        row("fr_FR", "14 heures", "14:00");
        row("fr_FR", "8 heures et demie", "08:30");
        row("fr_FR", "midi", "12:00");
        row("fr_FR", "huit heures du soir", "20:00");
        row("fr_FR", "midi et demi", "12:30");
        row("es_ES", "14:30", "14:30");
        row("es_ES", "las 8 y media", "08:30");
        row("es_ES", "a las 8 de la tarde", "20:00");
        row("es_ES", "8 y cuarto", "08:15");
        row("es_ES", "9 menos cuarto", "08:45");
        row("es_ES", "mediodía", "12:00");
        row("es_MX", "2:30 p. m.", "14:30");
        row("zh_CN", "下午2:30", "14:30");
        row("zh_CN", "下午两点半", "14:30");
        row("zh_CN", "14点30分", "14:30");
        row("zh_CN", "上午9点", "09:00");
        row("zh_CN", "晚上八点一刻", "20:15");
        row("zh_CN", "中午", "12:00");
        row("zh_CN", "中午12点", "12:00");
        row("zh_CN", "14:30", "14:30");
        row("ar_EG", "٢:٣٠ م", "14:30");
        row("ar_EG", "2:30 ص", "02:30");
        row("ar_EG", "الثامنة والنصف", "08:30");
        row("ar_EG", "الساعة ٩ مساءً", "21:00");
        row("ar_EG", "٩ صباحًا", "09:00");
    }
    void readsAField()
    {
        QFETCH(QString, locale);
        QFETCH(QString, text);
        const ClockReader reader{ QLocale(locale) };
        const auto clock = reader.read(text);
        QTEST(clock ? reader.timeOf(*clock).toString(u"HH:mm"_s) : QString(), "time");
    }

    void findsATimeInALine_data()
    {
        columns();
        row("en_GB", "Version 2.10", "");
        row("en_GB", "Room 101", "");
        row("en_GB", "Team of 5 meets 16:00", "16:00");
        row("en_GB", "a 5 km run", "");
        row("en_GB", "Call at 3pm", "15:00");
        row("en_GB", "Zahnarzt um 9 Uhr", "09:00");
        row("en_GB", "Read chapter 10-12", "");
        row("en_GB", "Dentista a las 9", "09:00");
        row("en_GB", "الفصل ٣ الساعة ٩", "09:00");
        row("en_GB", "à 9h30", "09:30");
    }
    void findsATimeInALine()
    {
        QFETCH(QString, locale);
        QFETCH(QString, text);
        const ClockReader reader{ QLocale(locale) };
        const auto found = reader.find(aria::when::folded(text));
        QTEST(found ? reader.timeOf(found->clock).toString(u"HH:mm"_s) : QString(), "time");
    }

    // Each locale reads what it writes.
    void readsEveryTimeItShows_data()
    {
        QTest::addColumn<QString>("locale");
        for (const char *name : { "en_US", "en_GB", "de_DE", "fr_FR", "fr_CA", "es_ES", "es_MX", "zh_CN",
                 "ar_EG", "ar_SA", "ko_KR", "fi_FI", "it_IT" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void readsEveryTimeItShows()
    {
        QFETCH(QString, locale);
        const QLocale person(locale);
        const ClockReader reader(person);
        for (int minutes = 0; minutes < 24 * 60; minutes += 15) {
            const QTime time = QTime(0, 0).addSecs(60 * minutes);
            const QString text = person.toString(time, person.timeFormat(QLocale::ShortFormat));
            const auto clock = reader.read(text);
            QVERIFY2(clock && reader.timeOf(*clock) == time, qPrintable(text));
        }
    }

    void anOpenHourIsTheNextOne()
    {
        const ClockReader reader(QLocale(u"en_US"_s));
        QCOMPARE(reader.timeOf(*reader.read(u"9"_s), QTime(19, 0)), QTime(21, 0));
        QCOMPARE(reader.timeOf(*reader.read(u"2"_s), QTime(1, 0)), QTime(2, 0));
        QCOMPARE(reader.timeOf(*reader.read(u"9 AM"_s), QTime(19, 0)), QTime(9, 0)); // this was said
    }
};

ARIA_TEST(TestClockReader)

} // namespace tst_clockreader

#include "tst_clockreader.moc"
