#include "e2e/twosides.h"

#include "support/eventually.h"

namespace aria::e2e {

using namespace Qt::StringLiterals;

void TwoSides::init()
{
    rig = std::make_unique<Rig>();
    rig->googleArguments = { u"--allow-http-webhooks"_s };
    QVERIFY(rig->start());
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 200, synced.shown());
}

void TwoSides::cleanup()
{
    // Whatever the test did: one more sync writes nothing, Google was never asked for nonsense, nobody got mail.
    if (rig->service.isRunning() && rig->googleProgram.isRunning() && !QTest::currentTestFailed()) {
        QTRY_COMPARE(rig->syncNow().status, 200);
        const int writes = rig->googleWrites();
        QCOMPARE(rig->syncNow()["changes"].toObject(), object(nothing));
        QCOMPARE(rig->googleWrites(), writes);
        const Answer counters = rig->control("GET", u"counters"_s);
        QCOMPARE(counters["refused"].toArray(), QJsonArray());
        QCOMPARE(counters["mails"].toArray(), QJsonArray());
        QVERIFY(!counters["counters"][u"sendUpdates"_s].toObject().contains(u"absent"_s));
    }
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

void TwoSides::restart(const QString &name, const QString &value)
{
    QCOMPARE(rig->stopService(), QString());
    rig->environment.insert(name, value);
    QVERIFY(rig->startService());
    QCOMPARE(rig->syncNow().status, 200);
}

QJsonObject TwoSides::atGoogle(const char *text)
{
    const Answer made = rig->control("POST", u"calendars/primary/events"_s, json(text));
    const Answer synced = rig->syncNow();
    if (made.status != 200 || synced.status != 200)
        qWarning("%s / %s", made.shown().constData(), synced.shown().constData());
    return made.json();
}

bool TwoSides::edit(const QString &id, const QJsonObject &changes)
{
    QJsonObject body = changes;
    body[u"google_event_id"_s] = id;
    const Answer answer = rig->api("POST", u"/events/update"_s, toBytes(body));
    if (answer.status != 200 && answer.status != 202)
        qWarning("edit: %s", answer.shown().constData());
    return answer.status == 200 || answer.status == 202;
}

bool TwoSides::editAtGoogle(const QString &id, const QJsonObject &changes)
{
    const Answer answer = rig->control("PATCH", u"calendars/primary/events/"_s + id, toBytes(changes));
    if (answer.status != 200)
        qWarning("edit at Google: %s", answer.shown().constData());
    return answer.status == 200;
}

} // namespace aria::e2e
