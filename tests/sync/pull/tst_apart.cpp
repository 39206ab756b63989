// One bad event stops nothing: what the database cannot hold stands aside, on either side, and the others go on.
#include "support/testmain.h"
#include "sync/rig.h"

namespace tst_apart {

using namespace aria;
using namespace aria::test;

class ApartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eventsOfGoogle_data();
    void eventsOfGoogle();
    void isStoredWhenItCanBe();
    void rowsOfAria_data();
    void rowsOfAria();
    void rowsThatTheDatabaseGuards();
    void anAnswerThatCannotBeStored();
    void textsGoRound_data();
    void textsGoRound();
};

namespace {

// A rule of whoever runs the database.
void guard(SyncRig &rig, const QString &condition)
{
    if (isPostgres()) {
        rig.sql(QStringLiteral("ALTER TABLE aria_calendar_events ADD CONSTRAINT guard CHECK (NOT COALESCE(%1, false))"
                               " NOT VALID")
                    .arg(condition));
        return;
    }
    for (const auto *when : { "INSERT", "UPDATE" }) {
        rig.sql(QStringLiteral("CREATE TRIGGER guard_%1 BEFORE %1 ON aria_calendar_events WHEN NEW.%2 BEGIN"
                               " SELECT RAISE(ABORT, 'guarded'); END")
                    .arg(QLatin1String(when), condition));
    }
}

void noGuard(SyncRig &rig)
{
    if (isPostgres()) {
        rig.sql(QStringLiteral("ALTER TABLE aria_calendar_events DROP CONSTRAINT guard"));
        return;
    }
    rig.sql(QStringLiteral("DROP TRIGGER guard_INSERT"));
    rig.sql(QStringLiteral("DROP TRIGGER guard_UPDATE"));
}

QJsonObject onDay(const QString &start, const QString &end)
{
    return { { QStringLiteral("start"), QJsonObject{ { QStringLiteral("date"), start } } },
        { QStringLiteral("end"), QJsonObject{ { QStringLiteral("date"), end } } } };
}

} // namespace

void ApartTest::eventsOfGoogle_data()
{
    QTest::addColumn<QJsonObject>("more");
    QTest::newRow("year 1") << onDay(QStringLiteral("0001-01-01"), QStringLiteral("0001-01-02"));
    QTest::newRow("last year") << onDay(QStringLiteral("9999-12-30"), QStringLiteral("9999-12-31"));
    QTest::newRow("lone surrogate") << titled(QStringLiteral("a") + QChar(0xd800) + QStringLiteral("b"));
    QTest::newRow("NUL") << titled(QStringLiteral("a") + QChar(u'\0'));
    QTest::newRow("huge number") << QJsonObject{ { QStringLiteral("sequence"), 1e308 } };
    QTest::newRow("year 0") << QJsonObject{ { QStringLiteral("start"),
                                                 QJsonObject{ { QStringLiteral("dateTime"),
                                                     QStringLiteral("0001-01-01T00:00:00+02:00") } } },
        { QStringLiteral("end"),
            QJsonObject{ { QStringLiteral("dateTime"), QStringLiteral("0001-01-01T01:00:00+02:00") } } } };
}

void ApartTest::eventsOfGoogle()
{
    QFETCH(QJsonObject, more);
    SyncRig rig;
    for (const auto *id : { "good1", "good2", "good3" })
        rig.google.put(meeting(QString::fromLatin1(id)));
    auto bad = meeting(QStringLiteral("bad"), QStringLiteral("Bad"), more);
    rig.google.put(bad);
    rig.google.put(meeting(QStringLiteral("zood")));
    must(rig.runSync());
    for (const auto *id : { "good1", "good2", "good3", "zood" })
        QCOMPARE(rig.status(QString::fromLatin1(id)), QStringLiteral("synced"));
    const auto status = rig.status(QStringLiteral("bad"));
    QVERIFY2(status == u"synced" || status == u"error", qPrintable(status));
    if (more.contains(QStringLiteral("summary"))) {
        QCOMPARE(status, QStringLiteral("synced"));
        QCOMPARE(rig.title(QStringLiteral("bad")), more.value(QStringLiteral("summary")).toString());
    }
    rig.google.forgetCalls();
    must(rig.runSync()); // no echo
    QCOMPARE(rig.google.writes().size(), 0);
}

void ApartTest::isStoredWhenItCanBe()
{
    SyncRig rig;
    must(rig.runSync());
    guard(rig, QStringLiteral("location = 'nowhere'"));
    const auto nowhere = QJsonObject{ { QStringLiteral("location"), QStringLiteral("nowhere") } };
    for (int i = 0; i < 20; ++i) {
        rig.google.put(meeting(QStringLiteral("e%1").arg(i), QStringLiteral("Meeting %1").arg(i),
            i % 7 == 3 ? nowhere : QJsonObject()));
    }
    auto pulled = must(rig.runPull());
    QCOMPARE(pulled.changes.created, 17);
    QCOMPARE(pulled.changes.errors, 3);
    must(rig.runPush());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(rig.status(QStringLiteral("e%1").arg(i)), i % 7 == 3 ? QStringLiteral("error") : QStringLiteral("synced"));
    const auto record = rig.record(QStringLiteral("e3"));
    QVERIFY2(record->errorMessage.contains(u"cannot be stored"), qPrintable(record->errorMessage));
    QCOMPARE(record->columns.title, QStringLiteral("Meeting 3"));
    QCOMPARE(rig.one(QStringLiteral("SELECT sync_status FROM aria_calendar_events WHERE title = 'Meeting 3'")),
        QStringLiteral("error"));
    // An edit of one that was stored: ARIA keeps what it has.
    rig.google.edit(QStringLiteral("e0"), nowhere);
    must(rig.runSync());
    QCOMPARE(rig.status(QStringLiteral("e0")), QStringLiteral("error"));
    QCOMPARE(rig.title(QStringLiteral("e0")), QStringLiteral("Meeting 0"));
    // Nothing of them is written to Google, also when they are tried again.
    must(rig.store->write([](store::Session &session) { return session.toDo().retryErrors({ QStringLiteral("primary") }); }));
    rig.google.forgetCalls();
    must(rig.runSync());
    QCOMPARE(rig.google.at(QStringLiteral("e3")).location(), QStringLiteral("nowhere"));
    QCOMPARE(rig.status(QStringLiteral("e3")), QStringLiteral("error"));

    for (const auto *id : { "e0", "e3" })
        rig.google.edit(QString::fromLatin1(id), { { QStringLiteral("location"), QStringLiteral("here") } });
    must(rig.runSync());
    for (const auto *id : { "e0", "e3" }) {
        QCOMPARE(rig.status(QString::fromLatin1(id)), QStringLiteral("synced"));
        QCOMPARE(rig.record(QString::fromLatin1(id))->columns.location, QStringLiteral("here"));
        QVERIFY(rig.record(QString::fromLatin1(id))->errorMessage.isEmpty());
    }
    noGuard(rig);
    rig.google.edit(QStringLiteral("e10"), titled(QStringLiteral("Renamed")));
    must(rig.runSync());
    QCOMPARE(rig.title(QStringLiteral("e10")), QStringLiteral("Renamed"));
    QCOMPARE(rig.record(QStringLiteral("e10"))->columns.startTime, rig.record(QStringLiteral("e1"))->columns.startTime);
}

void ApartTest::rowsOfAria_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("values");
    const auto row = [](const char *name, const char *columns, const char *values) {
        QTest::newRow(name) << QString::fromLatin1(columns) << QString::fromLatin1(values);
    };
    row("year 1", "title, start_time, end_time, all_day", "'bad', '0001-01-01', '0001-01-02', true");
    row("infinity", "title, start_time, end_time", "'bad', '-infinity', 'infinity'");
    row("never ends", "title, start_time, end_time, all_day", "'bad', '2024-01-01', 'infinity', true");
    row("before Christ", "title, start_time, end_time, all_day",
        "'bad', '0044-03-15 00:00:00 BC', '0044-03-16 00:00:00 BC', true");
    row("before everything", "title, start_time, end_time", "'bad', '4713-01-01 BC', '4713-01-02 BC'");
    row("after everything", "title, start_time, end_time", "'bad', '294276-12-31', '294276-12-31'");
    row("year 10000", "title, start_time, end_time", "'bad', '10000-01-01T00:00:00Z', '10000-01-01T01:00:00Z'");
    row("no time", "title, start_time, end_time", "'bad', NULL, NULL");
    row("no guests", "title, start_time, end_time, attendees",
        "'bad', '2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z', '[1, null, {\"a\": 1e308}]'");
    row("id 0", "id, title, start_time, end_time", "0, 'bad', '2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z'");
    row("last id", "id, title, start_time, end_time",
        "9223372036854775807, 'bad', '2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z'");
    row("deleted at infinity", "title, start_time, end_time, updated_at",
        "'bad', '2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z', 'infinity'");
}

void ApartTest::rowsOfAria()
{
    QFETCH(QString, columns);
    QFETCH(QString, values);
    SyncRig rig;
    must(rig.runSync());
    rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
                           " ('good', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z')"));
    rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (%1) VALUES (%2)").arg(columns, values));
    rig.google.put(meeting(QStringLiteral("theirs")));
    must(rig.runSync());
    QCOMPARE(rig.status(QStringLiteral("theirs")), QStringLiteral("synced"));
    const auto statusOf = [&rig](const QString &title) {
        return rig.one(QStringLiteral("SELECT sync_status FROM aria_calendar_events WHERE title = '%1'").arg(title));
    };
    QCOMPARE(statusOf(QStringLiteral("good")), QStringLiteral("synced"));
    const auto bad = statusOf(QStringLiteral("bad")).toString();
    QVERIFY2(bad == u"synced" || bad == u"error", qPrintable(bad));
    if (bad == u"error") {
        QVERIFY(!rig.one(QStringLiteral("SELECT s.error_message FROM aria_calendar_sync s JOIN aria_calendar_events e"
                                        " ON e.id = s.local_event_id WHERE e.title = 'bad'"))
                     .toString()
                     .isEmpty());
    }
    rig.sql(QStringLiteral("UPDATE aria_calendar_events SET start_time = '2024-01-18T10:00:00Z',"
                           " end_time = '2024-01-18T11:00:00Z', all_day = false, attendees = '[]'"
                           " WHERE title = 'bad'"));
    must(rig.runSync());
    QCOMPARE(statusOf(QStringLiteral("bad")), QStringLiteral("synced"));
}

void ApartTest::rowsThatTheDatabaseGuards()
{
    SyncRig rig;
    must(rig.runSync());
    for (int i = 0; i < 10; ++i) {
        rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
                               " ('row %1', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z')")
                    .arg(i));
    }
    guard(rig, QStringLiteral("title = 'row 4'"));
    must(rig.runSync());
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'synced'")), 9);
    QCOMPARE(rig.google.living(), 9);
    noGuard(rig);
    rig.sql(QStringLiteral("UPDATE aria_calendar_events SET title = 'mended' WHERE title = 'row 4'"));
    must(rig.runSync());
    QCOMPARE(rig.google.living(), 10);
}

void ApartTest::anAnswerThatCannotBeStored()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("e")));
    must(rig.runSync());
    rig.setTitle(QStringLiteral("e"), QStringLiteral("Edited"));
    guard(rig, QStringLiteral("sync_status = 'synced'"));
    rig.createInAria(QStringLiteral("New"));
    must(rig.runPush());
    QCOMPARE(rig.google.at(QStringLiteral("e")).summary(), QStringLiteral("Edited"));
    QCOMPARE(rig.status(QStringLiteral("e")), QStringLiteral("error"));
}

void ApartTest::textsGoRound_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("NUL") << QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    QTest::newRow("lone surrogate") << QStringLiteral("a") + QChar(0xd800) + QStringLiteral("b");
    QTest::newRow("NFD") << QStringLiteral("u\u0308 \ufeff");
}

// What an edit through the service writes arrives at Google as it was, and comes back as no news.
void ApartTest::textsGoRound()
{
    QFETCH(QString, text);
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("e")));
    must(rig.runSync());
    auto record = *rig.record(QStringLiteral("e"));
    record.columns.title = text;
    ++record.revision;
    record.status = store::SyncStatus::PendingToGoogle;
    must(rig.store->write([&record](store::Session &session) { return session.events().save(record); }));
    must(rig.runSync());
    QCOMPARE(rig.google.at(QStringLiteral("e")).summary(), text);
    QCOMPARE(rig.title(QStringLiteral("e")), text);
    rig.google.forgetCalls();
    must(rig.runSync());
    QCOMPARE(rig.google.writes().size(), 0);
    QCOMPARE(rig.status(QStringLiteral("e")), QStringLiteral("synced"));
}

ARIA_TEST(ApartTest)

} // namespace tst_apart

#include "tst_apart.moc"
