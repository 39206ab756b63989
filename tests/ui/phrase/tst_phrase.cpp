#include "phrase/phrase.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_phrase {

using namespace Qt::StringLiterals;
using aria::phrase::Phrase;
using aria::phrase::readPhrase;

class TestPhrase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // It is Monday 2024-01-15, 12:00 in London.
    void reads_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        const auto row = [](const char *line, const char *title, const char *start, const char *end) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(title)
                                << QString::fromLatin1(start) << QString::fromLatin1(end);
        };
        row("Lunch with Anna tomorrow 12:30", "Lunch with Anna", "2024-01-16T12:30", "2024-01-16T13:30");
        row("Lunch", "Lunch", "2024-01-15", "2024-01-16");
        row("Tea 15:00", "Tea", "2024-01-15T15:00", "2024-01-15T16:00");
        row("Tea 9:00", "Tea", "2024-01-16T09:00", "2024-01-16T10:00"); // over for today
        row("today 9:00 Tea", "Tea", "2024-01-15T09:00", "2024-01-15T10:00"); // but this was said
        row("Call at 3pm", "Call", "2024-01-15T15:00", "2024-01-15T16:00");
        row("Call 12am tomorrow", "Call", "2024-01-16T00:00", "2024-01-16T01:00");
        row("Call 11:30pm", "Call", "2024-01-15T23:30", "2024-01-16T00:30");
        row("Workshop 2-3pm", "Workshop", "2024-01-15T14:00", "2024-01-15T15:00");
        row("Workshop 11-1pm tomorrow", "Workshop", "2024-01-16T11:00", "2024-01-16T13:00");
        row("Workshop from 14:00 to 16:30", "Workshop", "2024-01-15T14:00", "2024-01-15T16:30");
        row("Party 22:00-02:00", "Party", "2024-01-15T22:00", "2024-01-16T02:00");
        row("Standup 14:15 for 15 min", "Standup", "2024-01-15T14:15", "2024-01-15T14:30");
        row("Dentist Friday 9:00", "Dentist", "2024-01-19T09:00", "2024-01-19T10:00");
        row("Dentist on Monday at noon", "Dentist", "2024-01-22T12:00", "2024-01-22T13:00");
        row("Review next tue 10:00", "Review", "2024-01-16T10:00", "2024-01-16T11:00");
        row("Holiday 24 Dec", "Holiday", "2024-12-24", "2024-12-25");
        row("Holiday Dec 24, 2025", "Holiday", "2025-12-24", "2025-12-25");
        row("Tax 2024-04-05", "Tax", "2024-04-05", "2024-04-06");
        row("New Year 1 Jan", "New Year", "2025-01-01", "2025-01-02");
        row("Rent in 3 days", "Rent", "2024-01-18", "2024-01-19");
        row("Zahnarzt morgen um 9 Uhr", "Zahnarzt", "2024-01-16T09:00", "2024-01-16T10:00");
        row("Zahnarzt Freitag 14.30 Uhr", "Zahnarzt", "2024-01-19T14:30", "2024-01-19T15:30");
        row("Essen übermorgen von 12 bis 13 Uhr", "Essen", "2024-01-17T12:00", "2024-01-17T13:00");
        row("Urlaub am 24.12.", "Urlaub", "2024-12-24", "2024-12-25");
        row("Treffen am 3. März 10:00 für 2 Stunden", "Treffen", "2024-03-03T10:00", "2024-03-03T12:00");
        row("Déjeuner avec Anna demain 12:30", "Déjeuner avec Anna", "2024-01-16T12:30", "2024-01-16T13:30");
        row("Dentiste après-demain à 9h30", "Dentiste", "2024-01-17T09:30", "2024-01-17T10:30");
        row("Atelier aujourd’hui de 14:00 à 16:30", "Atelier", "2024-01-15T14:00", "2024-01-15T16:30");
        row("Comida con Ana mañana 12:30", "Comida con Ana", "2024-01-16T12:30", "2024-01-16T13:30");
        row("Dentista pasado mañana a las 9", "Dentista", "2024-01-17T09:00", "2024-01-17T10:00");
        row("与安娜午餐 明天 12:30", "与安娜午餐", "2024-01-16T12:30", "2024-01-16T13:30");
        row("غداء مع آنا غدًا 12:30", "غداء مع آنا", "2024-01-16T12:30", "2024-01-16T13:30");
        row("غداء مع آنا غدًا ١٢:٣٠", "غداء مع آنا", "2024-01-16T12:30", "2024-01-16T13:30");
        row("الفصل ٣ الساعة ٩", "الفصل ٣", "2024-01-16T09:00",
            "2024-01-16T10:00"); // the title stays as it is
        row("ناهار فردا ۲۰۲۴-۰۴-۰۵ ۱۴:۰۰-۱۵:۳۰", "ناهار فردا", "2024-04-05T14:00", "2024-04-05T15:30");
        row("चाय १५:००", "चाय", "2024-01-15T15:00", "2024-01-15T16:00");
        row("会议 １５：００", "会议", "2024-01-15T15:00", "2024-01-15T16:00");
        row("Team of 5 meets 16:00", "Team of 5 meets", "2024-01-15T16:00", "2024-01-15T17:00");
        row("Room 101", "Room 101", "2024-01-15", "2024-01-16"); // a number is no time
        row("Version 2.10", "Version 2.10", "2024-01-15", "2024-01-16");
        row("Saturation talk", "Saturation talk", "2024-01-15", "2024-01-16"); // nor half a word a day
        row("Trip 31.02.", "Trip 31.02.", "2024-01-15", "2024-01-16"); // there is no such day
        row("Meet 25:00", "Meet 25:00", "2024-01-15", "2024-01-16");
    }

    void reads()
    {
        QFETCH(QString, line);
        const QTimeZone london("Europe/London");
        const Phrase event =
            readPhrase(line, QDateTime({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC), london, QLocale(u"en_GB"_s));
        const auto text = [&london](const aria::calendar::EventTime &time) {
            return time.isDate() ? time.date().toString(Qt::ISODate)
                                 : time.zoned().utc.toTimeZone(london).toString(u"yyyy-MM-ddTHH:mm"_s);
        };
        QTEST(event.title, "title");
        QTEST(text(event.start), "start");
        QTEST(text(event.end), "end");
    }

    void readsTheLocalesOwnDays()
    {
        const QTimeZone paris("Europe/Paris");
        const QDateTime now({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);
        const Phrase event = readPhrase(u"Dentiste vendredi 9:00"_s, now, paris, QLocale(u"fr_FR"_s));
        QCOMPARE(event.title, u"Dentiste"_s);
        QCOMPARE(event.start.zoned().utc, QDateTime({ 2024, 1, 19 }, { 8, 0 }, Qt::UTC));
        QCOMPARE(event.start.zoned().tzid, QByteArray("Europe/Paris"));
    }

    void readsAPlace()
    {
        const QDateTime now({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);
        const Phrase event = readPhrase(u"Lunch @ Café Einstein 13:30"_s, now, QTimeZone::utc());
        QCOMPARE(event.title, u"Lunch"_s);
        QCOMPARE(event.place, u"Café Einstein"_s);
        QCOMPARE(event.start.zoned().utc.time(), QTime(13, 30));
    }

    void findsNothingInNothing()
    {
        const QDateTime now({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);
        QVERIFY(readPhrase(u"  "_s, now, QTimeZone::utc()).title.isEmpty());
        QVERIFY(readPhrase(u"tomorrow 12:30"_s, now, QTimeZone::utc()).title.isEmpty());
    }
};

ARIA_TEST(TestPhrase)

} // namespace tst_phrase

#include "tst_phrase.moc"
