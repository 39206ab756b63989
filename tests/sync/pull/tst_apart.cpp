// One bad event stops nothing: what the database cannot hold stands aside, on either side, and the others go on.
#include "support/testmain.h"
#include "sync/rig.h"

using namespace Qt::StringLiterals;

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
        rig.sql(u"ALTER TABLE aria_calendar_events ADD CONSTRAINT guard CHECK (NOT COALESCE(%1, false))"
                u" NOT VALID"_s.arg(condition));
        return;
    }
    for (const auto *when : { "INSERT", "UPDATE" }) {
        rig.sql(u"CREATE TRIGGER guard_%1 BEFORE %1 ON aria_calendar_events WHEN NEW.%2 BEGIN"
                u" SELECT RAISE(ABORT, 'guarded'); END"_s.arg(QLatin1String(when), condition));
    }
}

void noGuard(SyncRig &rig)
{
    if (isPostgres()) {
        rig.sql(u"ALTER TABLE aria_calendar_events DROP CONSTRAINT guard"_s);
        return;
    }
    rig.sql(u"DROP TRIGGER guard_INSERT"_s);
    rig.sql(u"DROP TRIGGER guard_UPDATE"_s);
}

QJsonObject onDay(const QString &start, const QString &end)
{
    return { { u"start"_s, QJsonObject{ { u"date"_s, start } } },
        { u"end"_s, QJsonObject{ { u"date"_s, end } } } };
}

} // namespace

void ApartTest::eventsOfGoogle_data()
{
    QTest::addColumn<QJsonObject>("more");
    QTest::newRow("year 1") << onDay(u"0001-01-01"_s, u"0001-01-02"_s);
    QTest::newRow("last year") << onDay(u"9999-12-30"_s, u"9999-12-31"_s);
    QTest::newRow("lone surrogate") << titled(u"a"_s + QChar(0xd800) + u"b"_s);
    QTest::newRow("NUL") << titled(u"a"_s + QChar(u'\0'));
    QTest::newRow("huge number") << QJsonObject{ { u"sequence"_s, 1e308 } };
    QTest::newRow("year 0") << QJsonObject{
        { u"start"_s, QJsonObject{ { u"dateTime"_s, u"0001-01-01T00:00:00+02:00"_s } } },
        { u"end"_s, QJsonObject{ { u"dateTime"_s, u"0001-01-01T01:00:00+02:00"_s } } }
    };
}

void ApartTest::eventsOfGoogle()
{
    QFETCH(QJsonObject, more);
    SyncRig rig;
    for (const auto *id : { "good1", "good2", "good3" })
        rig.google.put(meeting(QString::fromLatin1(id)));
    auto bad = meeting(u"bad"_s, u"Bad"_s, more);
    rig.google.put(bad);
    rig.google.put(meeting(u"zood"_s));
    must(rig.runSync());
    for (const auto *id : { "good1", "good2", "good3", "zood" })
        QCOMPARE(rig.status(QString::fromLatin1(id)), u"synced"_s);
    const auto status = rig.status(u"bad"_s);
    QVERIFY2(status == u"synced" || status == u"error", qPrintable(status));
    if (more.contains(u"summary"_s)) {
        QCOMPARE(status, u"synced"_s);
        QCOMPARE(rig.title(u"bad"_s), more.value(u"summary"_s).toString());
    }
    rig.google.forgetCalls();
    must(rig.runSync()); // no echo
    QCOMPARE(rig.google.writes().size(), 0);
}

void ApartTest::isStoredWhenItCanBe()
{
    SyncRig rig;
    must(rig.runSync());
    guard(rig, u"location = 'nowhere'"_s);
    const auto nowhere = QJsonObject{ { u"location"_s, u"nowhere"_s } };
    for (int i = 0; i < 20; ++i) {
        rig.google.put(
            meeting(u"e%1"_s.arg(i), u"Meeting %1"_s.arg(i), i % 7 == 3 ? nowhere : QJsonObject()));
    }
    auto pulled = must(rig.runPull());
    QCOMPARE(pulled.changes.created, 17);
    QCOMPARE(pulled.changes.errors, 3);
    must(rig.runPush());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(rig.status(u"e%1"_s.arg(i)), i % 7 == 3 ? u"error"_s : u"synced"_s);
    const auto record = rig.record(u"e3"_s);
    QVERIFY2(record->errorMessage.contains(u"cannot be stored"), qPrintable(record->errorMessage));
    QCOMPARE(record->columns.title, u"Meeting 3"_s);
    QCOMPARE(
        rig.one(u"SELECT sync_status FROM aria_calendar_events WHERE title = 'Meeting 3'"_s), u"error"_s);
    // An edit of one that was stored: ARIA keeps what it has.
    rig.google.edit(u"e0"_s, nowhere);
    must(rig.runSync());
    QCOMPARE(rig.status(u"e0"_s), u"error"_s);
    QCOMPARE(rig.title(u"e0"_s), u"Meeting 0"_s);
    // Nothing of them is written to Google, also when they are tried again.
    must(rig.store->write(
        [](store::Session &session) { return session.backlog().retryErrors({ u"primary"_s }); }));
    rig.google.forgetCalls();
    must(rig.runSync());
    QCOMPARE(rig.google.at(u"e3"_s).location(), u"nowhere"_s);
    QCOMPARE(rig.status(u"e3"_s), u"error"_s);

    for (const auto *id : { "e0", "e3" })
        rig.google.edit(QString::fromLatin1(id), { { u"location"_s, u"here"_s } });
    must(rig.runSync());
    for (const auto *id : { "e0", "e3" }) {
        QCOMPARE(rig.status(QString::fromLatin1(id)), u"synced"_s);
        QCOMPARE(rig.record(QString::fromLatin1(id))->columns.location, u"here"_s);
        QVERIFY(rig.record(QString::fromLatin1(id))->errorMessage.isEmpty());
    }
    noGuard(rig);
    rig.google.edit(u"e10"_s, titled(u"Renamed"_s));
    must(rig.runSync());
    QCOMPARE(rig.title(u"e10"_s), u"Renamed"_s);
    QCOMPARE(rig.record(u"e10"_s)->columns.startTime, rig.record(u"e1"_s)->columns.startTime);
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
    row("year 10000", "title, start_time, end_time",
        "'bad', '10000-01-01T00:00:00Z', '10000-01-01T01:00:00Z'");
    row("no time", "title, start_time, end_time", "'bad', NULL, NULL");
    row("no guests", "title, start_time, end_time, attendees",
        "'bad', '2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z', '[1, null, {\"a\": 1e308}]'");
    row("id 0", "id, title, start_time, end_time",
        "0, 'bad', '2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z'");
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
    rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
            u" ('good', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z')"_s);
    rig.sql(u"INSERT INTO aria_calendar_events (%1) VALUES (%2)"_s.arg(columns, values));
    rig.google.put(meeting(u"theirs"_s));
    must(rig.runSync());
    QCOMPARE(rig.status(u"theirs"_s), u"synced"_s);
    const auto statusOf = [&rig](const QString &title) {
        return rig.one(u"SELECT sync_status FROM aria_calendar_events WHERE title = '%1'"_s.arg(title));
    };
    QCOMPARE(statusOf(u"good"_s), u"synced"_s);
    const auto bad = statusOf(u"bad"_s).toString();
    QVERIFY2(bad == u"synced" || bad == u"error", qPrintable(bad));
    if (bad == u"error") {
        QVERIFY(!rig.one(u"SELECT s.error_message FROM aria_calendar_sync s JOIN aria_calendar_events e"
                         u" ON e.id = s.local_event_id WHERE e.title = 'bad'"_s)
                     .toString()
                     .isEmpty());
    }
    rig.sql(u"UPDATE aria_calendar_events SET start_time = '2024-01-18T10:00:00Z',"
            u" end_time = '2024-01-18T11:00:00Z', all_day = false, attendees = '[]'"
            u" WHERE title = 'bad'"_s);
    must(rig.runSync());
    QCOMPARE(statusOf(u"bad"_s), u"synced"_s);
}

void ApartTest::rowsThatTheDatabaseGuards()
{
    SyncRig rig;
    must(rig.runSync());
    for (int i = 0; i < 10; ++i) {
        rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
                u" ('row %1', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z')"_s.arg(i));
    }
    guard(rig, u"title = 'row 4'"_s);
    must(rig.runSync());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'synced'"_s), 9);
    QCOMPARE(rig.google.living(), 9);
    noGuard(rig);
    rig.sql(u"UPDATE aria_calendar_events SET title = 'mended' WHERE title = 'row 4'"_s);
    must(rig.runSync());
    QCOMPARE(rig.google.living(), 10);
}

void ApartTest::anAnswerThatCannotBeStored()
{
    SyncRig rig;
    rig.google.put(meeting(u"e"_s));
    must(rig.runSync());
    rig.setTitle(u"e"_s, u"Edited"_s);
    guard(rig, u"sync_status = 'synced'"_s);
    rig.createInAria(u"New"_s);
    must(rig.runPush());
    QCOMPARE(rig.google.at(u"e"_s).summary(), u"Edited"_s);
    QCOMPARE(rig.status(u"e"_s), u"error"_s);
}

void ApartTest::textsGoRound_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("NUL") << u"a"_s + QChar(u'\0') + u"b"_s;
    QTest::newRow("lone surrogate") << u"a"_s + QChar(0xd800) + u"b"_s;
    QTest::newRow("NFD") << u"u\u0308 \ufeff"_s;
}

// What an edit through the service writes arrives at Google as it was, and comes back as no news.
void ApartTest::textsGoRound()
{
    QFETCH(QString, text);
    SyncRig rig;
    rig.google.put(meeting(u"e"_s));
    must(rig.runSync());
    auto record = *rig.record(u"e"_s);
    record.columns.title = text;
    ++record.revision;
    record.status = store::SyncStatus::PendingToGoogle;
    must(rig.store->write([&record](store::Session &session) { return session.events().save(record); }));
    must(rig.runSync());
    QCOMPARE(rig.google.at(u"e"_s).summary(), text);
    QCOMPARE(rig.title(u"e"_s), text);
    rig.google.forgetCalls();
    must(rig.runSync());
    QCOMPARE(rig.google.writes().size(), 0);
    QCOMPARE(rig.status(u"e"_s), u"synced"_s);
}

ARIA_TEST(ApartTest)

} // namespace tst_apart

#include "tst_apart.moc"
