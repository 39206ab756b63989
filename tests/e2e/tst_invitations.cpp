// One's own answer to an invitation: nothing but that goes to Google, from events of others too, and it is kept offline.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_invitations {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestInvitations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answers();
    void answersOneOccurrence();
    void waitsForGoogle();
    void leavesOtherGuestsAlone();
    void saysWhyNot();

private:
    QString invite(const QString &title, const QString &recurrence = {}, bool asGuest = true);
    Answer respond(const QString &id, const QString &response, const QJsonObject &more = {})
    {
        QJsonObject body = more;
        body[u"google_event_id"_s] = id;
        body[u"response"_s] = response;
        return rig->api("POST", u"/events/respond"_s, toBytes(body));
    }
    // "EMAIL ANSWER COMMENT" of each guest, as Google has them.
    QStringList guests(const QString &id)
    {
        QStringList lines;
        const QJsonArray attendees =
            rig->control("GET", u"calendars/primary/events/"_s + id)["attendees"].toArray();
        for (const QJsonValue guest : attendees) {
            lines << u"%1 %2 %3"_s.arg(guest[u"email"_s].toString().section(u'@', 0, 0),
                guest[u"responseStatus"_s].toString(), guest[u"comment"_s].toString());
        }
        return lines;
    }
    std::unique_ptr<Rig> rig;
    QString me;
    QDate first;
};

void TestInvitations::init()
{
    rig = std::make_unique<Rig>();
    first = QDateTime::currentDateTimeUtc().date().addDays(1);
    QVERIFY(rig->start());
    me = rig->control("GET", u"calendars/primary"_s)["id"].toString();
    if (me.isEmpty())
        me = u"anna.lindgren@example.com"_s;
}

void TestInvitations::cleanup()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

QString TestInvitations::invite(const QString &title, const QString &recurrence, bool asGuest)
{
    const auto at = [this](int hour) {
        return QJsonObject{ { u"dateTime"_s,
                                QDateTime(first, QTime(hour, 0), Qt::UTC).toString(Qt::ISODate) },
            { u"timeZone"_s, u"UTC"_s } };
    };
    QJsonArray attendees{ QJsonObject{
                              { u"email"_s, u"boss@example.org"_s }, { u"responseStatus"_s, u"accepted"_s } },
        QJsonObject{ { u"email"_s, u"you@example.org"_s } } };
    if (asGuest)
        attendees.append(QJsonObject{ { u"email"_s, me } });
    QJsonObject event{ { u"summary"_s, title }, { u"start"_s, at(9) }, { u"end"_s, at(10) },
        { u"organizer"_s, QJsonObject{ { u"email"_s, u"boss@example.org"_s } } },
        { u"attendees"_s, attendees } };
    if (!recurrence.isEmpty())
        event[u"recurrence"_s] = QJsonArray{ recurrence };
    const QString id = rig->control("POST", u"calendars/primary/events"_s, toBytes(event)).text("id");
    return rig->syncNow().status == 200 ? id : QString();
}

void TestInvitations::answers()
{
    const QString id = invite(u"Review"_s);
    const QString name = me.section(u'@', 0, 0);
    const Answer accepted = respond(id, u"accepted"_s, { { u"comment"_s, u"five minutes late"_s } });
    QVERIFY2(accepted.status == 200, accepted.shown());
    QCOMPARE(accepted["sync_status"], QJsonValue(u"synced"_s));
    QCOMPARE(accepted["google_event_id"], QJsonValue(id));
    QCOMPARE(guests(id),
        (QStringList{ u"boss accepted "_s, u"you needsAction "_s, name + u" accepted five minutes late"_s }));
    QCOMPARE(respond(id, u"tentative"_s).status, 200); // what was said stays
    QCOMPARE(guests(id).last(), name + u" tentative five minutes late"_s);
    QCOMPARE(
        respond(id, u"declined"_s, { { u"comment"_s, u""_s }, { u"send_updates"_s, u"all"_s } }).status, 200);
    QCOMPARE(guests(id).last(), name + u" declined "_s);
    const int writes = rig->googleWrites();
    QCOMPARE(respond(id, u"declined"_s).status, 200); // it is so already
    QCOMPARE(rig->googleWrites(), writes);
    QStringList mails;
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests) {
        if (request[u"method"_s] != u"PATCH"_s)
            continue;
        const QJsonObject body = request[u"body"_s].toObject();
        QCOMPARE(body.keys(), (QStringList{ u"attendees"_s, u"attendeesOmitted"_s }));
        QCOMPARE(body[u"attendees"_s].toArray().size(), 1);
        QCOMPARE(body[u"attendees"_s][0][u"email"_s], QJsonValue(me));
        mails << request[u"query"_s][u"sendUpdates"_s].toString();
    }
    QCOMPARE(mails, (QStringList{ u"none"_s, u"none"_s, u"all"_s }));
}

void TestInvitations::answersOneOccurrence()
{
    const QString id = invite(u"Standup"_s, u"RRULE:FREQ=DAILY;COUNT=3"_s);
    const QString second = id + u'_' + first.addDays(1).toString(u"yyyyMMdd"_s) + u"T090000Z"_s;
    const Answer declined = respond(second, u"declined"_s);
    QVERIFY2(declined.status == 200, declined.shown());
    QCOMPARE(declined["google_event_id"], QJsonValue(second));
    QVERIFY(guests(second).last().endsWith(u" declined "_s));
    QVERIFY(guests(id).last().endsWith(u" needsAction "_s));
    QCOMPARE(respond(id, u"accepted"_s).status, 200);
    QVERIFY(guests(id).last().endsWith(u" accepted "_s));
    QCOMPARE(rig->syncNow().status, 200);
    QVERIFY(guests(second).last().endsWith(u" declined "_s));
}

void TestInvitations::waitsForGoogle()
{
    const QString id = invite(u"Review"_s);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    const Answer waiting = respond(id, u"accepted"_s);
    QCOMPARE(waiting.status, 202);
    QCOMPARE(waiting["sync_status"], QJsonValue(u"pending_to_google"_s));
    QCOMPARE(waiting["event"][u"attendees"_s][2][u"responseStatus"_s], QJsonValue(u"accepted"_s));
    // Google's own change meets it: both hold.
    QCOMPARE(
        rig->control("PATCH", u"calendars/primary/events/"_s + id, "{\"location\":\"Room 2\"}").status, 200);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_VERIFY(guests(id).last().endsWith(u" accepted "_s));
    QTRY_COMPARE(rig->api("GET", u"/events/"_s + id)["event"][u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(rig->api("GET", u"/events/"_s + id)["event"][u"location"_s], QJsonValue(u"Room 2"_s));
}

void TestInvitations::leavesOtherGuestsAlone()
{
    const QString id = invite(u"Review"_s);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(respond(id, u"tentative"_s).status, 202);
    const QJsonArray others{ QJsonObject{ { u"email"_s, u"boss@example.org"_s },
                                 { u"responseStatus"_s, u"declined"_s } },
        QJsonObject{ { u"email"_s, me } }, QJsonObject{ { u"email"_s, u"new@example.org"_s } } };
    QCOMPARE(
        rig->control("PATCH", u"calendars/primary/events/"_s + id, toBytes({ { u"attendees"_s, others } }))
            .status,
        200);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    const QStringList expected{ u"boss declined "_s, me.section(u'@', 0, 0) + u" tentative "_s,
        u"new needsAction "_s };
    QTRY_COMPARE(guests(id), expected);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);
    const QJsonArray here = rig->api("GET", u"/events/"_s + id)["event"][u"attendees"_s].toArray();
    QCOMPARE(here.size(), 3);
}

void TestInvitations::saysWhyNot()
{
    const QString id = invite(u"Without me"_s, {}, false);
    const Answer noGuest = respond(id, u"accepted"_s);
    QCOMPARE(noGuest.status, 409);
    QVERIFY2(noGuest.text("detail").contains(u"guests"_s), noGuest.shown());
    QCOMPARE(respond(u"unknown0"_s, u"accepted"_s).status, 404);
    QCOMPARE(respond(id, u"maybe"_s).status, 422);
}

ARIA_TEST(TestInvitations)

} // namespace tst_invitations

#include "tst_invitations.moc"
