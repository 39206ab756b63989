// The history and the way back: what the endpoints ask of the service, what they answer, and their errors.
#include "apiclient.h"

#include "support/testmain.h"

namespace tst_historyendpoints {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

class TestHistoryEndpoints : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void history();
    void historyRefusals_data();
    void historyRefusals();
    void undo();
    void undoErrors();
    void undoSince();
    void undoSinceRefusals_data();
    void undoSinceRefusals();
};

void TestHistoryEndpoints::history()
{
    ApiFixture api;
    store::HistoryRecord record;
    record.id = 12;
    record.calendarId = u"primary"_s;
    record.googleEventId = u"a"_s;
    record.localId = 3;
    record.side = store::Side::Aria;
    record.operation = store::Operation::Delete;
    record.reason = u"google_wins"_s;
    record.before = { { u"summary"_s, u"Lunch"_s } };
    record.createdAt = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
    service::HistoryPage page;
    page.records = { record };
    page.nextCursor = u"12"_s;
    api.service.historyPage = page;
    const HttpAnswer answer = api.send("GET", u"/sync/history?limit=1&cursor=40&google_event_id=a"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(api.service.calls.last(), u"history 1 40 a"_s);
    QCOMPARE(api.service.lastHistory, service::EventKey(u"a"_s));
    QCOMPARE(answer.json()[u"count"_s], 1);
    QCOMPARE(answer.json()[u"next_cursor"_s], u"12"_s);
    const QJsonObject change = answer.json()[u"history"_s][0].toObject();
    QCOMPARE(change[u"id"_s], 12);
    QCOMPARE(change[u"google_event_id"_s], u"a"_s);
    QCOMPARE(change[u"local_event_id"_s], 3);
    QCOMPARE(change[u"side"_s], u"aria"_s);
    QCOMPARE(change[u"operation"_s], u"delete"_s);
    QCOMPARE(change[u"before"_s][u"summary"_s], u"Lunch"_s);
    QVERIFY(change.contains(u"after"_s) && change[u"after"_s].isNull());
    QCOMPARE(QDateTime::fromString(change[u"created_at"_s].toString(), Qt::ISODateWithMs), record.createdAt);

    api.service.historyPage = service::HistoryPage{};
    const HttpAnswer last = api.send("GET", u"/sync/history"_s);
    QCOMPARE(last.json()[u"history"_s].toArray(), QJsonArray());
    QVERIFY(last.json()[u"next_cursor"_s].isNull());
    QCOMPARE(api.send("GET", u"/sync/history?google_event_id=a&calendar_id=team"_s).status, 200);
    QCOMPARE(api.service.lastHistory, service::EventKey(u"a"_s, u"team"_s));
}

void TestHistoryEndpoints::historyRefusals_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("no limit") << u"limit=0"_s;
    QTest::newRow("too much") << u"limit=201"_s;
    QTest::newRow("no number") << u"limit=many"_s;
}

void TestHistoryEndpoints::historyRefusals()
{
    QFETCH(QString, query);
    ApiFixture api;
    const HttpAnswer answer = api.send("GET", u"/sync/history?"_s + query);
    QCOMPARE(answer.status, 422);
    QCOMPARE(answer.json()[u"detail"_s][0][u"loc"_s], (QJsonArray{ u"query"_s, u"limit"_s }));
    QVERIFY(api.service.calls.isEmpty());
}

void TestHistoryEndpoints::undo()
{
    ApiFixture api;
    service::WriteOutcome outcome;
    outcome.pushed = true;
    outcome.view.status = store::SyncStatus::Synced;
    api.service.written = outcome;
    const HttpAnswer answer = api.send("POST", u"/sync/undo/12"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()[u"success"_s], true);
    QCOMPARE(api.service.calls.last(), u"undo 12"_s);
    outcome.pushed = false;
    outcome.view.status = store::SyncStatus::PendingToGoogle;
    api.service.written = outcome;
    const HttpAnswer later = api.send("POST", u"/sync/undo/12"_s);
    QCOMPARE(later.status, 202);
    QCOMPARE(later.json()[u"sync_status"_s], u"pending_to_google"_s);
}

void TestHistoryEndpoints::undoErrors()
{
    ApiFixture api;
    api.service.written = makeError(ErrorCategory::NotFound, u"not_found"_s, u"There is no such change."_s);
    QCOMPARE(api.send("POST", u"/sync/undo/99"_s).status, 404);
    api.service.written = makeError(ErrorCategory::Conflict, u"already_gone"_s, u"It is deleted already."_s);
    const HttpAnswer gone = api.send("POST", u"/sync/undo/99"_s);
    QCOMPARE(gone.status, 409);
    QCOMPARE(gone.detail(), u"It is deleted already."_s);
    api.service.calls.clear();
    for (const QString &id : { u"0"_s, u"-1"_s, u"last"_s }) {
        const HttpAnswer answer = api.send("POST", u"/sync/undo/"_s + id);
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.json()[u"detail"_s][0][u"loc"_s], (QJsonArray{ u"path"_s, u"history_id"_s }));
    }
    QVERIFY(api.service.calls.isEmpty());
}

void TestHistoryEndpoints::undoSince()
{
    ApiFixture api;
    api.service.undone = 3;
    const HttpAnswer answer = api.send("POST", u"/sync/undo"_s, "{\"since\":\"2026-03-01T10:00:00+01:00\"}");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()[u"success"_s], true);
    QCOMPARE(answer.json()[u"undone"_s], 3);
    QCOMPARE(api.service.calls.last().section(u' ', 0, 0), u"undoSince"_s);
    const QDateTime asked = QDateTime::fromString(api.service.calls.last().section(u' ', 1), Qt::ISODate);
    QCOMPARE(asked, QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC));
}

void TestHistoryEndpoints::undoSinceRefusals_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QJsonArray>("loc");
    const QJsonArray since{ u"body"_s, u"since"_s };
    QTest::newRow("nothing") << QByteArray() << QJsonArray{ u"body"_s };
    QTest::newRow("no since") << QByteArray("{}") << since;
    QTest::newRow("no time") << QByteArray("{\"since\":\"yesterday\"}") << since;
    QTest::newRow("no offset") << QByteArray("{\"since\":\"2026-03-01T10:00:00\"}") << since;
    QTest::newRow("a number") << QByteArray("{\"since\":7}") << since;
}

void TestHistoryEndpoints::undoSinceRefusals()
{
    QFETCH(QByteArray, body);
    QFETCH(QJsonArray, loc);
    ApiFixture api;
    const HttpAnswer answer = api.send("POST", u"/sync/undo"_s, body);
    QCOMPARE(answer.status, 422);
    QCOMPARE(answer.json()[u"detail"_s][0][u"loc"_s].toArray(), loc);
    QVERIFY(api.service.calls.isEmpty());
}

ARIA_TEST(TestHistoryEndpoints)

} // namespace tst_historyendpoints
#include "tst_historyendpoints.moc"
