// Out of a database and into another one: nothing is lost on the way, and nothing becomes an edit.
#include "archive/archivetables.h"
#include "archive/bothdatabases.h"
#include "archive/exporter.h"
#include "archive/importer.h"

#include "support/oddfiles.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_roundtrip {

using namespace aria;
using namespace aria::archive;
using namespace aria::store;
using namespace aria::test;

namespace {

QJsonObject manifest(const QString &folder)
{
    QFile file(folder + u"/manifest.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QList<QJsonObject> lines(const QString &folder, const QString &table)
{
    QList<QJsonObject> rows;
    QFile file(folder + u"/tables/%1.jsonl"_s.arg(table));
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd())
            rows << QJsonDocument::fromJson(file.readLine()).object();
    }
    return rows;
}

// A record with something in every column.
EventRecord fullRecord()
{
    EventRecord record = anEvent(u"full"_s);
    QJsonObject event{ { u"id"_s, u"full"_s }, { u"summary"_s, u"Tea ☕ 日本語 \"quoted\""_s },
        { u"description"_s, u"line\nline\t\\ '"_s }, { u"location"_s, u"Kitchen"_s },
        { u"start"_s,
            QJsonObject{
                { u"dateTime"_s, u"2024-03-31T10:00:00+02:00"_s }, { u"timeZone"_s, u"Europe/Berlin"_s } } },
        { u"end"_s,
            QJsonObject{
                { u"dateTime"_s, u"2024-03-31T09:30:00+01:00"_s }, { u"timeZone"_s, u"Europe/London"_s } } },
        { u"attendees"_s, QJsonArray{ QJsonObject{ { u"email"_s, u"alice@example.com"_s } } } },
        { u"reminders"_s,
            QJsonObject{ { u"useDefault"_s, false },
                { u"overrides"_s,
                    QJsonArray{ QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 10 } } } } } },
        { u"colorId"_s, u"3"_s }, { u"visibility"_s, u"private"_s }, { u"transparency"_s, u"transparent"_s },
        { u"status"_s, u"tentative"_s }, { u"sequence"_s, 3 }, { u"big"_s, qint64(9007199254740991) },
        { u"fraction"_s, 0.1 }, { u"zeta"_s, QJsonObject{ { u"b"_s, 1 }, { u"a"_s, QJsonValue::Null } } } };
    record.columns = calendar::columnsOf(calendar::Event(event));
    record.columns.recurrence = { u"RRULE:FREQ=DAILY;COUNT=2"_s };
    record.base = event;
    record.google = event;
    record.google.insert(u"summary"_s, u"Coffee"_s);
    record.attempted = event;
    record.attemptedRevision = 4;
    record.status = SyncStatus::Conflict;
    record.errorMessage = u"Google said no"_s;
    record.attempts = 2;
    record.nextAttemptAt = at(u"2024-02-01T00:00:00.250Z"_s);
    record.pushOptions.askForMails(calendar::SendUpdates::All, 5);
    record.createFingerprint = u"f"_s;
    record.idempotencyKey = u"key"_s;
    record.editRevision = 5;
    record.editClock = { { u"boot"_s, u"x"_s } };
    record.seenGeneration = 7;
    record.baseGeneration = 6;
    record.lastSynced = at(u"2024-01-31T12:00:00.123Z"_s);
    record.deletedAt = at(u"2024-01-31T13:00:00.001Z"_s);
    record.revision = 5;
    return record;
}

void fill(const QString &url, const QString &file)
{
    const auto store = must(Store::open(url));
    must(store->write([](Session &session) -> Expected<bool> {
        EventRecord full = fullRecord();
        EventRecord allDay = anEvent(u"day"_s, u"2024-02-29"_s);
        allDay.columns.allDay = true;
        allDay.columns.endTime = u"2024-03-01"_s;
        EventRecord exception = anEvent(u"full_1"_s, u"2024-04-01T09:00:00Z"_s);
        exception.recurringEventId = u"full"_s;
        exception.originalStart = u"2024-04-01T08:00:00Z"_s;
        EventRecord odd = anEvent(u"odd"_s);
        odd.columns.title = u"\ufeffnull: "_s + QChar(0) + u" alone: "_s + QChar(0xd83d) + u" 😀"_s;
        odd.base.insert(u"summary"_s, odd.columns.title);
        EventRecord gone = anEvent(u"gone"_s);
        QList<EventRecord> all{ full, allDay, exception, odd, gone };
        if (auto saved = session.events().save(all); !saved)
            return Unexpected(saved.error());
        if (auto removed = session.events().remove(all.last().localId); !removed) // its id must not come back
            return Unexpected(removed.error());
        HistoryRecord entry;
        entry.calendarId = u"primary"_s;
        entry.googleEventId = u"full"_s;
        entry.localId = all.first().localId;
        entry.before = all.first().base;
        entry.after = all.first().google;
        entry.reason = u"google_wins"_s;
        entry.error = u"none"_s;
        entry.revision = 3;
        entry.createdAt = at(u"2024-01-01T00:00:00.5Z"_s);
        if (auto added = session.history().add(entry); !added)
            return Unexpected(added.error());
        return true;
    }));
    // What ARIA wrote and no service has seen, with a guest list that is no JSON; and a python service's column.
    sqliteRows(file,
        u"INSERT INTO aria_calendar_events (title, start_time, end_time, attendees)"
        " VALUES ('By SQL', '2024-05-01T10:00:00Z', '2024-05-01T11:00:00Z', 'bob@example.com')"_s);
    sqliteRows(file, u"UPDATE aria_calendar_sync SET event_hash = 'abc' WHERE google_event_id = 'full'"_s);
    for (const QString &row : { u"'sync_token', 'primary', 'token'"_s, u"'paused', '', 'true'"_s,
             u"'webhook_channel', 'primary', '{\"token\": \"very-secret\"}'"_s, u"'command/1', '', 'x'"_s })
        sqliteRows(
            file, u"INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES (%1)"_s.arg(row));
}

QString columnList(const Table &table)
{
    QStringList names;
    for (const Column &column : table.columns)
        names << column.name;
    return names.join(u", "_s);
}

} // namespace

class TestRoundTrip : public QObject
{
    Q_OBJECT

    std::unique_ptr<BothDatabases> m_databases;

    QString exported(const QString &url, const QString &name) const
    {
        const QString folder = m_databases->folder(name);
        must(exportTo(url, folder));
        return folder;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_databases = std::make_unique<BothDatabases>();
        fill(m_databases->sqliteUrl(u"first"_s), m_databases->sqliteFile(u"first"_s));
    }
    void cleanupTestCase() { m_databases.reset(); }

    // The archives of all three databases are the same, and the last database has the first one's rows.
    void thereAndBackAgain()
    {
        const QString first = exported(m_databases->sqliteUrl(u"first"_s), u"out1"_s);
        QVERIFY(must(importFrom(m_databases->postgresUrl(), first)) > 6);
        const QString second = exported(m_databases->postgresUrl(), u"out2"_s);
        must(importFrom(m_databases->sqliteUrl(u"third"_s), second));
        const QString third = exported(m_databases->sqliteUrl(u"third"_s), u"out3"_s);

        for (const Table &table : archivedTables()) {
            const auto rows = lines(first, table.name);
            QVERIFY2(!rows.isEmpty(), qPrintable(table.name));
            QCOMPARE(lines(second, table.name), rows);
            QCOMPARE(lines(third, table.name), rows);
            // No column was left empty, so each was really carried over.
            for (const Column &column : table.columns) {
                const bool isUsed = std::any_of(rows.begin(), rows.end(),
                    [&](const QJsonObject &row) { return !row.value(column.name).isNull(); });
                QVERIFY2(isUsed, qPrintable(table.name + u'.' + column.name));
            }
            const QString sql = u"SELECT %1 FROM %2%3 ORDER BY %4"_s.arg(columnList(table), table.name,
                table.hasCounter ? QString() : u" WHERE "_s + isArchivedKey(), table.key.join(u", "_s));
            QCOMPARE(sqliteRows(m_databases->sqliteFile(u"third"_s), sql),
                sqliteRows(m_databases->sqliteFile(u"first"_s), sql));
        }
        QCOMPARE(manifest(second)[u"tables"_s], manifest(first)[u"tables"_s]);
        QCOMPARE(manifest(third)[u"tables"_s], manifest(first)[u"tables"_s]);
        const QString counters =
            u"SELECT name, seq FROM sqlite_sequence WHERE name <> 'aria_calendar_event_log'"
            " ORDER BY name"_s;
        QCOMPARE(sqliteRows(m_databases->sqliteFile(u"third"_s), counters),
            sqliteRows(m_databases->sqliteFile(u"first"_s), counters));
        const QString words = u"SELECT rowid, words FROM aria_calendar_words ORDER BY rowid"_s;
        QVERIFY(!sqliteRows(m_databases->sqliteFile(u"first"_s), words).isEmpty());
        QCOMPARE(sqliteRows(m_databases->sqliteFile(u"third"_s), words),
            sqliteRows(m_databases->sqliteFile(u"first"_s), words));
        // What follows from the events is due to be made.
        const QString due = u"SELECT count(*) FROM aria_calendar_unfolding WHERE is_due"_s;
        const QString restored = m_databases->sqliteFile(u"third"_s);
        QVERIFY(sqliteRows(restored, due)[0][0].toInt() > 0);
    }

    void secretsStayAway()
    {
        const QString folder = exported(m_databases->sqliteUrl(u"first"_s), u"secrets"_s);
        QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
        int count = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("very-secret"), qPrintable(file.fileName()));
            QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
                QFile::Permissions());
            ++count;
        }
        QVERIFY(count >= 6);
    }

    void refusesWhatIsNotEmpty_data()
    {
        QTest::addColumn<bool>("isSqlite");
        QTest::newRow("sqlite") << true;
        QTest::newRow("postgresql") << false;
    }

    void refusesWhatIsNotEmpty()
    {
        QFETCH(bool, isSqlite);
        const QString folder = exported(
            m_databases->sqliteUrl(u"first"_s), isSqlite ? u"again-sqlite"_s : u"again-postgresql"_s);
        const QString url = isSqlite ? m_databases->sqliteUrl(u"first"_s) : m_databases->postgresUrl();
        const auto again = importFrom(url, folder);
        if (again) // the PostgreSQL database of the first test is filled only if that ran
            QCOMPARE(importFrom(url, folder).error().code, u"database_not_empty"_s);
        else
            QCOMPARE(again.error().code, u"database_not_empty"_s);
    }

    void refusesToMixFolders()
    {
        const QString folder = exported(m_databases->sqliteUrl(u"first"_s), u"full"_s);
        const auto again = exportTo(m_databases->sqliteUrl(u"first"_s), folder);
        QVERIFY(!again);
        QCOMPARE(again.error().code, u"archive_folder"_s);
        QVERIFY(again.error().message.contains(folder));
    }

    void refusesDamage_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("code");
        const QString events = u"tables/aria_calendar_events.jsonl"_s;
        const QString head = u"manifest.json"_s;
        QTest::newRow("another title")
            << events << QByteArray("By SQL") << QByteArray("By sql") << u"archive_damaged"_s;
        QTest::newRow("no JSON") << events << QByteArray("{") << QByteArray("[") << u"archive_damaged"_s;
        QTest::newRow("a text for a number")
            << events << QByteArray("\"id\":1,") << QByteArray("\"id\":\"1\",") << u"archive_value"_s;
        QTest::newRow("a number that is not whole")
            << events << QByteArray("\"id\":1,") << QByteArray("\"id\":1.5,") << u"archive_value"_s;
        QTest::newRow("an unknown column")
            << events << QByteArray("\"location\"") << QByteArray("\"lokation\"") << u"archive_value"_s;
        QTest::newRow("a newer archive")
            << head << QByteArray("\"version\": 1") << QByteArray("\"version\": 2") << u"archive_unusable"_s;
        QTest::newRow("another program's") << head << QByteArray("aria-calendar-sync archive")
                                           << QByteArray("something else") << u"archive_unusable"_s;
        QTest::newRow("an unknown table") << head << QByteArray("\"aria_calendar_sync\"")
                                          << QByteArray("\"newer\"") << u"archive_unusable"_s;
    }

    void refusesDamage()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, code);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const QString folder = exported(m_databases->sqliteUrl(u"first"_s), name);
        QFile damaged(folder + u'/' + file);
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        QByteArray content = damaged.readAll();
        const qsizetype place = content.indexOf(before);
        QVERIFY(place >= 0);
        content.replace(place, before.size(), after);
        QVERIFY(damaged.resize(0) && damaged.seek(0) && damaged.write(content) == content.size());
        damaged.close();
        const auto taken = importFrom(m_databases->sqliteUrl(name), folder);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, code);
        // All or nothing.
        if (QFile::exists(m_databases->sqliteFile(name))) {
            QCOMPARE(sqliteRows(
                         m_databases->sqliteFile(name), u"SELECT count(*) FROM aria_calendar_events"_s)[0][0],
                u"0"_s);
        }
    }

    void refusesWhatIsNoFile_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("kind");
        for (const QByteArray &kind : oddFileKinds()) {
            if (kind == "huge file") // as any other that is no archive
                continue;
            QTest::newRow("manifest " + kind) << u"manifest.json"_s << kind;
            QTest::newRow("table " + kind) << u"tables/aria_calendar_events.jsonl"_s << kind;
        }
    }

    void refusesWhatIsNoFile()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, kind);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const QString folder = exported(m_databases->sqliteUrl(u"first"_s), name);
        const QString path = folder + u'/' + file;
        QVERIFY(QFile::remove(path));
        if (!putOddFile(kind, path))
            QSKIP("this system has none");
        const auto taken = importFrom(m_databases->sqliteUrl(name), folder);
        QVERIFY(!taken);
        QVERIFY2(taken.error().message.contains(u" is a "_s), qPrintable(taken.error().message));
    }

    // SQLite holds what ARIA wrote as it is until the service takes it up; PostgreSQL has no place for it.
    void refusesWallTimesInPostgres()
    {
        const QString url = m_databases->sqliteUrl(u"wall"_s);
        must(Store::open(url));
        sqliteRows(m_databases->sqliteFile(u"wall"_s),
            u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone)"
            " VALUES ('x', '2024-05-01T10:00:00', '2024-05-01T11:00:00', 'Europe/Berlin')"_s);
        const QString folder = exported(url, u"wall-out"_s);
        const QString postgres = cluster().createDatabase();
        const auto taken = importFrom(cluster().url(postgres), folder);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, u"archive_value"_s);
        QVERIFY(taken.error().message.contains(u"Europe/Berlin"_s));
        cluster().dropDatabase(postgres);
        QVERIFY(importFrom(m_databases->sqliteUrl(u"wall-in"_s), folder));
    }

    // What is no event has the status "error" and keeps its times as they are, deleted or not.
    void saysWhatToDoAboutTimesThatPostgresCannotHold()
    {
        const QString url = m_databases->sqliteUrl(u"soon"_s);
        must(Store::open(url));
        sqliteRows(m_databases->sqliteFile(u"soon"_s),
            u"INSERT INTO aria_calendar_events (id, title, start_time, end_time, deleted_at)"
            " VALUES (7, 'x', 'soon', 'later', '2024-05-01T10:00:00.000Z')"_s);
        const QString folder = exported(url, u"soon-out"_s);
        const QString postgres = cluster().createDatabase();
        const auto taken = importFrom(cluster().url(postgres), folder);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, u"archive_value"_s);
        QVERIFY2(taken.error().message.contains(u"id 7"_s), qPrintable(taken.error().message));
        cluster().dropDatabase(postgres);
        QVERIFY(importFrom(m_databases->sqliteUrl(u"soon-in"_s), folder));
    }
};

ARIA_TEST(TestRoundTrip)

} // namespace tst_roundtrip

#include "tst_roundtrip.moc"
