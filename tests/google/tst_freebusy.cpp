// When others are busy: freebusy.query.
#include "google/apirig.h"

#include "support/testmain.h"

#include <QCoro/QCoroTask>

#include <QTest>

namespace tst_freebusy {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;

class TestFreeBusy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhenOthersAreBusy()
    {
        ApiRig rig;
        rig.answer(q(
            "{'kind':'calendar#freeBusy','calendars':{'bob@x':{'busy':[{'start':'2024-01-15T10:00:00+01:00',"
            "'end':'2024-01-15T11:00:00+01:00'}]},'eve@x':{'errors':[{'domain':'global','reason':"
            "'notFound'}],'busy':[]}}}"));
        const auto busy = QCoro::waitFor(rig.api->freeBusy(query({ u"eve@x"_s, u"bob@x"_s, u"silent@x"_s })));
        QVERIFY(busy);
        QCOMPARE(busy->at(0), (google::BusyTimes{ u"eve@x"_s, {}, u"notFound"_s }));
        QCOMPARE(
            busy->at(1).spans, (QList{ google::BusySpan{ day.addSecs(9 * 3600), day.addSecs(10 * 3600) } }));
        QCOMPARE(busy->at(2).problem, u"missing"_s);
        QCOMPARE(rig.google.seen.last().target, QByteArray("/calendar/v3/freeBusy"));
        QVERIFY2(rig.google.seen.last().body.contains(q("'timeMin':'2024-01-15T00:00:00Z'")),
            rig.google.seen.last().body);
    }

    // A sign-in for the sync alone is enough for the sync, and stays valid.
    void asksOnlyWhereTheSignInIncludesIt()
    {
        ApiRig rig;
        signIn(rig, "calendar.events", "calendar.calendarlist.readonly");
        QVERIFY(rig.oauth->status().credentialsValid);
        const auto busy = QCoro::waitFor(rig.api->freeBusy(query({ u"bob@x"_s })));
        QVERIFY(!busy);
        QCOMPARE(busy.error().code, u"freebusy_not_allowed"_s);
        QVERIFY(rig.google.seen.isEmpty());
    }

    void believesGoogleWhatTheSignInIncludes()
    {
        ApiRig rig;
        rig.fail(403, "insufficientPermissions"); // whatever the token file says
        const auto refused = QCoro::waitFor(rig.api->freeBusy(query({ u"bob@x"_s })));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"freebusy_not_allowed"_s);
        QVERIFY(rig.oauth->status().credentialsValid);
    }

    void asksAboutManyInSeveralRequests()
    {
        ApiRig rig;
        QStringList ids;
        for (int i = 0; i < 60; ++i)
            ids.append(u"p%1@x"_s.arg(i));
        rig.answer(q("{'calendars':{}}"));
        rig.answer(q("{'calendars':{}}"));
        const auto busy = QCoro::waitFor(rig.api->freeBusy(query(ids)));
        QVERIFY(busy);
        QCOMPARE(busy->size(), 60);
        QCOMPARE(rig.google.seen.size(), 2);
        QVERIFY(
            rig.google.seen.at(1).body.contains("p50@x") && !rig.google.seen.at(1).body.contains("p49@x"));
    }

    void isNotContentWithAnything_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no calendars") << q("{'kind':'calendar#freeBusy'}");
        QTest::newRow("a time that is none")
            << q("{'calendars':{'bob@x':{'busy':[{'start':'soon','end':'later'}]}}}");
        QTest::newRow("an end before its beginning") << q(
            "{'calendars':{'bob@x':{'busy':[{'start':'2024-01-15T11:00:00Z','end':'2024-01-15T10:00:00Z'}]}}}");
    }

    void isNotContentWithAnything()
    {
        QFETCH(QByteArray, body);
        ApiRig rig;
        rig.answer(body);
        const auto busy = QCoro::waitFor(rig.api->freeBusy(query({ u"bob@x"_s })));
        QVERIFY(!busy);
        QCOMPARE(busy.error().code, u"incomplete_answer"_s);
    }

private:
    inline static const QDateTime day{ { 2024, 1, 15 }, { 0, 0 }, Qt::UTC };
    static google::BusyQuery query(const QStringList &ids) { return { ids, day, day.addDays(1) }; }
    static void signIn(ApiRig &rig, const QByteArray &scope, const QByteArray &another)
    {
        const QByteArray prefix = "'https://www.googleapis.com/auth/";
        rig.api.reset();
        rig.oauth.reset();
        rig.writeFile("token.json",
            q("{'token':'at1','refresh_token':'rt1','client_id':'ci','client_secret':'cs','scopes':[")
                + QByteArray(prefix + scope + "'," + prefix + another + "'").replace('\'', '"')
                + q("],'expiry':'")
                + rig.clock.nowUtc().addSecs(3600).toString(u"yyyy-MM-ddTHH:mm:ssZ"_s).toLatin1() + q("'}"));
        rig.oauth = rig.makeOAuth();
        rig.api = std::make_unique<google::HttpCalendarApi>(QUrl(QString::fromLatin1(rig.google.url())),
            *rig.oauth, rig.network, rig.clock, rig.random, quickPolicy());
    }
};

ARIA_TEST(TestFreeBusy)

} // namespace tst_freebusy

#include "tst_freebusy.moc"
