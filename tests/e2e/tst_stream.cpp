// The event stream of the real service: who changes what, restarts, several services.
#include "e2e/eventstream.h"
#include "e2e/rig.h"
#include "e2e/team.h"
#include "support/eventually.h"
#include "support/postgrescluster.h"
#include "support/testmain.h"

#include <QElapsedTimer>

namespace tst_stream {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

namespace {

aria::test::PostgresCluster &cluster()
{
    static aria::test::PostgresCluster cluster;
    return cluster;
}

QByteArray meeting(const QString &title)
{
    return toBytes({ { u"title"_s, title }, { u"start_time"_s, u"2031-03-03T09:00:00Z"_s },
        { u"end_time"_s, u"2031-03-03T10:00:00Z"_s } });
}

QString insertion(const QString &title)
{
    return u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
           " ('%1', '2031-03-04T09:00:00Z', '2031-03-04T10:00:00Z')"_s.arg(title);
}

} // namespace

class TestStream : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data();

    void tellsWhoeverMadeTheChange();
    void tellsOfConflictsAndTheirEnd();
    void resumesAfterTheServiceWasKilled();
    void manyEditsBySql();
    void everyServiceTellsTheSame();
};

void TestStream::initTestCase_data()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("sqlite") << false;
    QTest::newRow("postgresql") << true;
}

void TestStream::tellsWhoeverMadeTheChange()
{
    QFETCH_GLOBAL(bool, isPostgres);
    Rig rig;
    if (isPostgres)
        rig.usePostgres(cluster());
    QVERIFY(rig.start());
    QCOMPARE(rig.syncNow().status, 200);
    EventStream stream;
    QVERIFY(stream.open(rig.service.url()));
    // The API, with what Google says to it.
    const auto created = rig.api("POST", u"/events/create"_s, meeting(u"API"_s));
    QCOMPARE(created.status, 200);
    const QString id = created.text("google_event_id");
    QVERIFY(stream.waitFor(1));
    const auto first = stream.messages.at(0);
    QCOMPARE(first.text(), u"created aria API"_s);
    QCOMPARE(first.data[u"google_event_id"_s], id);
    QCOMPARE(first.data[u"event"_s].toObject()[u"title"_s], u"API"_s);
    QCOMPARE(rig.api("POST", u"/events/update"_s,
                    toBytes({ { u"google_event_id"_s, id }, { u"location"_s, u"Room"_s } }))
                 .status,
        200);
    // SQL.
    QElapsedTimer took;
    took.start();
    QVERIFY(rig.sql(insertion(u"SQL"_s)));
    QVERIFY(stream.waitFor(3));
    qInfo("told %lld ms after an edit by SQL was begun", took.elapsed());
    QTRY_COMPARE(rig.googleEvents().size(), 2); // and Google has it, which is nobody's news
    // Google.
    const auto title = toBytes({ { u"summary"_s, u"Google"_s } });
    QCOMPARE(rig.control("PATCH", u"calendars/primary/events/"_s + id, title).status, 200);
    QCOMPARE(rig.syncNow().status, 200);
    QVERIFY(stream.waitFor(4));
    QCOMPARE(rig.api("DELETE", u"/events/"_s + id).status, 200);
    QVERIFY(rig.sql(u"DELETE FROM aria_calendar_events WHERE title = 'SQL'"_s));
    QVERIFY(stream.waitFor(6));
    QTRY_COMPARE(rig.googleEvents().size(), 0);
    QCOMPARE(rig.syncNow().status, 200);
    QCOMPARE(stream.texts(),
        (QStringList{ u"created aria API"_s, u"updated aria API"_s, u"created aria SQL"_s,
            u"updated google Google"_s, u"deleted aria Google"_s, u"deleted aria SQL"_s }));
    QCOMPARE(stream.messages.at(1).data[u"fields"_s].toArray(), QJsonArray{ u"location"_s });
    QVERIFY(!stream.messages.at(2).data[u"google_event_id"_s].toString().isEmpty());
    QVERIFY(stream.messages.at(4).data[u"event"_s].isNull());
    // Again, from the database, to the letter.
    EventStream again;
    QVERIFY(again.open(rig.service.url(), "?last_event_id=0"));
    QVERIFY(again.waitFor(6));
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(again.messages.at(i).id, stream.messages.at(i).id);
        QCOMPARE(again.messages.at(i).data, stream.messages.at(i).data);
    }
    QCOMPARE(rig.stopAll(), QString());
}

void TestStream::tellsOfConflictsAndTheirEnd()
{
    QFETCH_GLOBAL(bool, isPostgres);
    Rig rig;
    if (isPostgres)
        rig.usePostgres(cluster());
    rig.environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"manual"_s);
    QVERIFY(rig.start());
    const auto created = rig.api("POST", u"/events/create"_s, meeting(u"Base"_s));
    QCOMPARE(created.status, 200);
    const QString id = created.text("google_event_id");
    QCOMPARE(rig.syncNow().status, 200);
    EventStream stream;
    QVERIFY(stream.open(rig.service.url(), "?types=conflict,resolved"));
    QCOMPARE(rig.api("POST", u"/sync/pause"_s).status, 200);
    rig.api(
        "POST", u"/events/update"_s, toBytes({ { u"google_event_id"_s, id }, { u"title"_s, u"ARIA"_s } }));
    const auto title = toBytes({ { u"summary"_s, u"Google"_s } });
    QCOMPARE(rig.control("PATCH", u"calendars/primary/events/"_s + id, title).status, 200);
    QCOMPARE(rig.api("POST", u"/sync/resume"_s).status, 200);
    QCOMPARE(rig.syncNow().status, 200);
    QVERIFY(stream.waitFor(1));
    QCOMPARE(stream.messages.at(0).text(), u"conflict google ARIA"_s);
    QCOMPARE(stream.messages.at(0).data[u"fields"_s].toArray(), QJsonArray{ u"title"_s });
    QCOMPARE(rig.api("POST", u"/sync/resolve/"_s + id + u"?resolution=google_wins"_s).status, 200);
    QVERIFY(stream.waitFor(2));
    QCOMPARE(stream.messages.at(1).type, u"resolved"_s);
    QCOMPARE(stream.messages.at(1).title(), u"Google"_s);
    QCOMPARE(rig.stopAll(), QString());
}

void TestStream::resumesAfterTheServiceWasKilled()
{
    QFETCH_GLOBAL(bool, isPostgres);
    Rig rig;
    if (isPostgres)
        rig.usePostgres(cluster());
    QVERIFY(rig.start());
    QCOMPARE(rig.syncNow().status, 200);
    EventStream stream;
    QVERIFY(stream.open(rig.service.url()));
    QVERIFY(rig.sql(insertion(u"seen"_s)));
    QVERIFY(stream.waitFor(1));
    stream.close();
    QVERIFY(rig.sql(insertion(u"missed"_s)));
    rig.service.killHard();
    QVERIFY(rig.sql(insertion(u"while it was down"_s)));
    QVERIFY(rig.sql(u"UPDATE aria_calendar_events SET location = 'there' WHERE title = 'seen'"_s));
    QVERIFY(rig.startService());
    QVERIFY(stream.open(rig.service.url()));
    QVERIFY(stream.waitFor(4));
    QVERIFY(rig.sql(insertion(u"after"_s)));
    QVERIFY(stream.waitFor(5));
    QCOMPARE(stream.texts(),
        (QStringList{ u"created aria seen"_s, u"created aria missed"_s, u"created aria while it was down"_s,
            u"updated aria seen"_s, u"created aria after"_s }));
    QTRY_COMPARE(rig.googleEvents().size(), 4);
    QCOMPARE(rig.stopAll(), QString());
}

void TestStream::manyEditsBySql()
{
    QFETCH_GLOBAL(bool, isPostgres);
    constexpr int count = 300;
    Rig rig;
    if (isPostgres)
        rig.usePostgres(cluster());
    QVERIFY(rig.start());
    QCOMPARE(rig.syncNow().status, 200);
    QCOMPARE(rig.api("POST", u"/sync/pause"_s).status, 200); // Google's share is not what is watched here
    EventStream stream;
    QVERIFY(stream.open(rig.service.url()));
    QStringList values;
    for (int i = 0; i < count; ++i)
        values << u"('%1', '2031-03-04T09:00:00Z', '2031-03-04T10:00:00Z')"_s.arg(i);
    QVERIFY(rig.sql(
        u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES "_s + values.join(u',')));
    QVERIFY(stream.waitFor(count));
    QVERIFY(rig.sql(u"UPDATE aria_calendar_events SET description = 'd'"_s));
    QVERIFY(stream.waitFor(2 * count));
    for (int i = 0; i < 2 * count; ++i) {
        QCOMPARE(stream.messages.at(i).type, i < count ? u"created"_s : u"updated"_s);
        QVERIFY(i == 0 || stream.messages.at(i - 1).id < stream.messages.at(i).id);
        QVERIFY(!stream.messages.at(i).data[u"google_event_id"_s].toString().isEmpty());
    }
    QCOMPARE(rig.stopAll(), QString());
}

void TestStream::everyServiceTellsTheSame()
{
    QFETCH_GLOBAL(bool, isPostgres);
    if (!isPostgres)
        QSKIP("SQLite is for one service");
    Team team(2);
    QVERIFY(team.start());
    QTRY_VERIFY(team.leader() >= 0);
    QCOMPARE(team.api(0, "POST", u"/sync/now"_s).status, 200);
    std::array<EventStream, 2> streams;
    QVERIFY(streams[0].open(team.member(0).url()));
    QVERIFY(streams[1].open(team.member(1).url()));
    QStringList titles;
    for (int i = 0; i < 10; ++i) {
        titles << u"API %1"_s.arg(i) << u"SQL %1"_s.arg(i);
        QCOMPARE(team.api(i % 2, "POST", u"/events/create"_s, meeting(titles.at(2 * i))).status, 200);
        team.rows(insertion(titles.at(2 * i + 1)));
    }
    for (auto &stream : streams)
        QVERIFY(stream.waitFor(titles.size()));
    QStringList told;
    for (const auto &message : std::as_const(streams[0].messages)) {
        QCOMPARE(message.type, u"created"_s);
        told << message.title();
    }
    QCOMPARE(QSet<QString>(told.cbegin(), told.cend()), QSet<QString>(titles.cbegin(), titles.cend()));
    QCOMPARE(told.size(), titles.size());
    for (qsizetype i = 0; i < titles.size(); ++i) {
        QCOMPARE(streams[0].messages.at(i).id, streams[1].messages.at(i).id);
        QCOMPARE(streams[0].messages.at(i).data, streams[1].messages.at(i).data);
    }
    // A reader goes on at the other service, after the first was killed.
    const int leader = team.leader();
    auto &moved = streams[size_t(leader)];
    moved.close();
    team.member(leader).killHard();
    team.rows(insertion(u"later"_s));
    QVERIFY(moved.open(team.member(1 - leader).url()));
    QVERIFY(moved.waitFor(titles.size() + 1));
    QCOMPARE(moved.messages.constLast().title(), u"later"_s);
    QCOMPARE(moved.messages.size(), titles.size() + 1);
    QVERIFY(team.startMember(leader));
    QTRY_VERIFY(team.leader() >= 0);
    QCOMPARE(team.stop(), QString());
}

ARIA_TEST(TestStream)

} // namespace tst_stream

#include "tst_stream.moc"
