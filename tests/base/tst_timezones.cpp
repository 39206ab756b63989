// Zones by every name that Google, ARIA and people use, also where the system knows few of them.
#include "base/timezones.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_timezones {

using namespace aria;

namespace {

const QDateTime January = QDateTime(QDate(2024, 1, 15), QTime(12, 0), Qt::UTC);
const QDateTime July = QDateTime(QDate(2024, 7, 15), QTime(12, 0), Qt::UTC);

// A system without tzdata-legacy: of the names below it has none. Of a word that it does not have, Qt makes a zone without
// an offset.
QTimeZone withoutLegacy(const QByteArray &name)
{
    static const QSet<QByteArray> words{ "Japan", "Singapore", "Cuba", "MST", "EET" };
    if (words.contains(name))
        return QTimeZone("Mars");
    static const QSet<QByteArray> legacy{ "Asia/Calcutta", "US/Eastern", "Asia/Saigon", "Europe/Kiev",
        "America/Buenos_Aires", "GB", "EST5EDT", "EST", "CET", "Asia/Katmandu", "America/Indianapolis" };
    return legacy.contains(name) ? QTimeZone() : QTimeZone(name);
}

} // namespace

class TestTimeZones : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formerNames_data();
    void formerNames();
    void offsets_data();
    void offsets();
    void namesForGoogle_data();
    void namesForGoogle();
    void namesThatGoogleTakes_data();
    void namesThatGoogleTakes();
};

void TestTimeZones::formerNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("january"); // minutes east of UTC
    QTest::addColumn<int>("july");
    const auto row = [](const char *name, int january, int july) {
        QTest::newRow(name) << QByteArray(name) << january << july;
    };
    row("Asia/Calcutta", 330, 330);
    row("US/Eastern", -300, -240);
    row("Asia/Saigon", 420, 420);
    row("Europe/Kiev", 120, 180);
    row("America/Buenos_Aires", -180, -180);
    row("GB", 0, 60);
    row("EST5EDT", -300, -240);
    row("EST", -300, -300);
    row("CET", 60, 120);
    row("Japan", 540, 540);
    row("Singapore", 480, 480);
    row("Cuba", -300, -240);
    row("MST", -420, -420);
    row("EET", 120, 180);
    row("japan", 540, 540);
    row("asia/calcutta", 330, 330);
    row("India Standard Time", 330, 330); // Windows' name for it leads to the former one
    row("Nepal Standard Time", 345, 345);
    row("US Eastern Standard Time", -300, -240);
    row("Europe/Berlin", 60, 120);
}

void TestTimeZones::formerNames()
{
    QFETCH(QByteArray, name);
    const auto zone = zoneNamed(name, withoutLegacy);
    QVERIFY(zone.has_value());
    QTEST(zone->offsetFromUtc(January) / 60, "january");
    QTEST(zone->offsetFromUtc(July) / 60, "july");
    const auto usual = zoneNamed(name);
    QVERIFY(usual.has_value());
    QCOMPARE(usual->offsetFromUtc(July), zone->offsetFromUtc(July));
    QCOMPARE(usual->offsetFromUtc(January), zone->offsetFromUtc(January));
}

void TestTimeZones::offsets_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<std::optional<int>>("minutes");
    const auto row = [](const char *name, std::optional<int> minutes) {
        QTest::newRow(*name ? name : "(empty)") << QByteArray(name) << minutes;
    };
    for (const char *name :
        { "UTC", "GMT", "Z", "z", "Etc/UTC", "Etc/GMT", "Zulu", "GMT+0", "GMT0", "UTC+00:00" })
        row(name, 0);
    for (const char *name : { "GMT+02:00", "GMT+2", "GMT+02", "GMT+0200", "UTC+02:00", "UTC+2", "UT+2",
             "+02:00", "+2", "Etc/GMT-2" })
        row(name, 120);
    row("GMT-03:30", -210);
    row("UTC-9:30", -570);
    row("Etc/GMT+12", -720);
    row("+05:45", 345);
    row("GMT+14", 840);
    for (const char *name : { "", "GMT+15", "GMT+2:0", "GMT+02:60", "GMT +2", "Etc/GMT+2:00", "Etc/GMT+15",
             "2", "02:00", "Europe/Berlin", "EST", "GMT+", "GMT+002", "UTC+٢" })
        row(name, std::nullopt);
}

void TestTimeZones::offsets()
{
    QFETCH(QByteArray, name);
    QFETCH(std::optional<int>, minutes);
    const auto offset = fixedOffsetOf(name);
    QCOMPARE(offset.has_value(), minutes.has_value());
    if (!minutes)
        return;
    QCOMPARE(*offset, *minutes * 60);
    QCOMPARE(zoneNamed(name).value().offsetFromUtc(July), *minutes * 60);
}

void TestTimeZones::namesForGoogle_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("nameFor");
    const auto row = [](const char *name, const char *nameFor) {
        QTest::newRow(*name ? name : "(empty)") << QByteArray(name) << QByteArray(nameFor);
    };
    for (const char *asItCame : { "Europe/Berlin", "Asia/Calcutta", "US/Eastern", "GMT+02:00", "GMT+2", "UTC",
             "Etc/GMT-2", "EST5EDT", "America/Argentina/Buenos_Aires" })
        row(asItCame, asItCame);
    row("Z", "UTC");
    row("Pacific Standard Time", "America/Los_Angeles");
    row("pacific standard time", "America/Los_Angeles");
    row("W. Europe Standard Time", "Europe/Berlin");
    row("europe/berlin", "Europe/Berlin");
    row("us/eastern", "US/Eastern");
    for (const char *unknown : { "", "Mars", "Mars/Base", "Customized Time Zone", "Europe", "../UTC",
             "CET-1CEST", "GMT+99", "posix/Europe/Berlin" })
        row(unknown, "");
}

void TestTimeZones::namesForGoogle()
{
    QFETCH(QByteArray, name);
    QTEST(zoneNameFor(name), "nameFor");
    QFETCH(QByteArray, nameFor);
    QCOMPARE(zoneNamed(name).has_value(), !nameFor.isEmpty());
}

void TestTimeZones::namesThatGoogleTakes_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("atGoogle");
    const auto row = [](const char *name, const char *atGoogle) {
        QTest::newRow(name) << QByteArray(name) << QByteArray(atGoogle);
    };
    for (const char *asItCame :
        { "Europe/Berlin", "Asia/Calcutta", "UTC", "GMT", "Zulu", "Etc/GMT-2", "Etc/GMT+0" })
        row(asItCame, asItCame);
    row("Pacific Standard Time", "America/Los_Angeles");
    for (const char *east : { "GMT+02:00", "GMT+2", "UTC+02", "+0200", "+2" })
        row(east, "Etc/GMT-2");
    row("UTC-3", "Etc/GMT+3");
    row("GMT+14", "Etc/GMT-14");
    row("-12:00", "Etc/GMT+12");
    row("UTC+00:00", "UTC");
    row("-0", "UTC");
    for (const char *none : { "+05:45", "GMT-03:30", "-13:00", "-14", "Mars" })
        row(none, "");
}

void TestTimeZones::namesThatGoogleTakes()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, atGoogle);
    QCOMPARE(zoneNameForGoogle(name), atGoogle);
    if (!atGoogle.isEmpty())
        QCOMPARE(
            zoneNamed(atGoogle).value().offsetFromUtc(July), zoneNamed(name).value().offsetFromUtc(July));
}

ARIA_TEST(TestTimeZones)

} // namespace tst_timezones

#include "tst_timezones.moc"
