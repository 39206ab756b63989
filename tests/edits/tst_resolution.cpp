// Conflicts that a person decides.
#include "service/servicerig.h"

#include "support/testmain.h"

using namespace aria;
using namespace aria::test;
using service::Resolution;
using Side = Resolution::Side;

class ResolutionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whole_data();
    void whole();
    void byField();
    void setsMergeBesideAConflict_data();
    void setsMergeBesideAConflict();
    void guestsOfOthersAreNoQuestion();
    void deleteAgainstEdit_data();
    void deleteAgainstEdit();
    void refusals();
    void readOnlyCalendars();
    void decidingOneBlocksNoOther();
    void noMailAfterGoogleWon();

private:
    // Title conflicts; ARIA alone changed the description.
    static void makeConflict(ServiceRig &rig, const QString &id)
    {
        rig.setTitle(id, QStringLiteral("Ours"));
        rig.setInAria(id, QStringLiteral("location"), QStringLiteral("Our place"));
        rig.setInAria(id, QStringLiteral("description"), QStringLiteral("Our words"));
        rig.google.edit(id,
            { { QStringLiteral("summary"), QStringLiteral("Theirs") },
                { QStringLiteral("location"), QStringLiteral("Their place") } });
        QVERIFY(rig.wait(rig.live->syncNow()));
        QCOMPARE(rig.status(id), QStringLiteral("conflict"));
    }
    static Resolution wholly(Side side)
    {
        Resolution resolution;
        resolution.whole = side;
        return resolution;
    }
};

void ResolutionTest::whole_data()
{
    QTest::addColumn<bool>("aria");
    QTest::newRow("google_wins") << false;
    QTest::newRow("aria_wins") << true;
}

void ResolutionTest::whole()
{
    QFETCH(bool, aria);
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QStringList names;
    for (const auto &field : conflicts->constFirst().fields)
        names << field.name;
    names.sort();
    QCOMPARE(names, QStringList({ QStringLiteral("location"), QStringLiteral("title") }));

    QVERIFY(rig.wait(
        rig.live->resolveConflict(QStringLiteral("event1"), wholly(aria ? Side::Aria : Side::Google))));
    const QString winner = aria ? QStringLiteral("Ours") : QStringLiteral("Theirs");
    QTRY_COMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.title(QStringLiteral("event1")), winner);
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), winner);
    QCOMPARE(rig.google.at(QStringLiteral("event1")).description(), QStringLiteral("Our words"));
    QVERIFY(rig.historyKeeps(aria ? QStringLiteral("Theirs") : QStringLiteral("Ours")));
    QVERIFY(rig.wait(rig.live->conflicts())->isEmpty());
}

void ResolutionTest::byField()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    Resolution resolution;
    resolution.fields = { { QStringLiteral("title"), Side::Aria },
        { QStringLiteral("location"), Side::Google } };
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), resolution)));
    QTRY_COMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Ours"));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).location(), QStringLiteral("Their place"));
    QCOMPARE(rig.record(QStringLiteral("event1"))->columns.location, QStringLiteral("Their place"));
}

void ResolutionTest::setsMergeBesideAConflict_data()
{
    QTest::addColumn<aria::service::Resolution>("resolution");
    QTest::addColumn<QString>("title");
    Resolution byField;
    byField.fields = { { QStringLiteral("title"), Side::Aria } };
    QTest::newRow("google_wins") << wholly(Side::Google) << QStringLiteral("Theirs");
    QTest::newRow("aria_wins") << wholly(Side::Aria) << QStringLiteral("Ours");
    QTest::newRow("the title alone") << byField << QStringLiteral("Ours");
}

// Guests and reminders that both sides added merge under every strategy; a conflict of the title changes nothing about it.
void ResolutionTest::setsMergeBesideAConflict()
{
    QFETCH(aria::service::Resolution, resolution);
    QFETCH(QString, title);
    const auto guests = [](const QStringList &names) {
        QJsonArray list;
        for (const QString &name : names)
            list.append(QJsonObject{ { QStringLiteral("email"), name + QStringLiteral("@example.com") } });
        return list;
    };
    const auto popups = [](const QList<int> &minutes) {
        QJsonArray list;
        for (const int before : minutes)
            list.append(QJsonObject{ { QStringLiteral("method"), QStringLiteral("popup") },
                { QStringLiteral("minutes"), before } });
        return QJsonObject{ { QStringLiteral("useDefault"), false }, { QStringLiteral("overrides"), list } };
    };
    const QString id = QStringLiteral("event1");
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(id, QStringLiteral("Base"),
        { { QStringLiteral("attendees"), guests({ QStringLiteral("a") }) },
            { QStringLiteral("reminders"), popups({ 10 }) },
            { QStringLiteral("organizer"), QJsonObject{ { QStringLiteral("self"), true } } } }));
    rig.begin();
    rig.setTitle(id, QStringLiteral("Ours"));
    rig.setInAria(id, QStringLiteral("attendees"),
        QStringLiteral("[{\"email\":\"a@example.com\"},{\"email\":\"x@example.com\"}]"));
    rig.setInAria(id, QStringLiteral("reminders"),
        QString::fromUtf8(QJsonDocument(popups({ 10, 20 })).toJson(QJsonDocument::Compact)));
    rig.google.edit(id,
        { { QStringLiteral("summary"), QStringLiteral("Theirs") },
            { QStringLiteral("attendees"), guests({ QStringLiteral("a"), QStringLiteral("y") }) },
            { QStringLiteral("reminders"), popups({ 10, 30 }) } });
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.status(id), QStringLiteral("conflict"));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QCOMPARE(conflicts->constFirst().fields.size(), 1);
    QCOMPARE(conflicts->constFirst().fields.constFirst().name, QStringLiteral("title"));

    QVERIFY(rig.wait(rig.live->resolveConflict(id, resolution)));
    QTRY_COMPARE(rig.status(id), QStringLiteral("synced"));
    const calendar::Event event = rig.google.at(id);
    QCOMPARE(event.summary(), title);
    QStringList emails;
    for (const QJsonValue &guest : event.attendees())
        emails.append(guest.toObject().value(QLatin1String("email")).toString());
    emails.sort();
    QCOMPARE(emails.join(u','), QStringLiteral("a@example.com,x@example.com,y@example.com"));
    QList<int> minutes;
    for (const QJsonValue &reminder : event.reminders().value(QLatin1String("overrides")).toArray())
        minutes.append(reminder.toObject().value(QLatin1String("minutes")).toInt());
    std::sort(minutes.begin(), minutes.end());
    QCOMPARE(minutes, QList<int>({ 10, 20, 30 }));
}

// Who comes to somebody else's event is for its organizer to say, so nobody is asked about it.
void ResolutionTest::guestsOfOthersAreNoQuestion()
{
    const QString id = QStringLiteral("event1");
    ServiceRig rig(ConflictStrategy::Manual);
    const auto guest = [](const QString &name) {
        return QJsonArray{ QJsonObject{ { QStringLiteral("email"), name } } };
    };
    rig.google.put(meeting(id, QStringLiteral("Base"),
        { { QStringLiteral("attendees"), guest(QStringLiteral("a@example.com")) },
            { QStringLiteral("organizer"), QJsonObject{ { QStringLiteral("email"), QStringLiteral("o@example.com") } } } }));
    rig.begin();
    rig.setTitle(id, QStringLiteral("Ours"));
    rig.setInAria(id, QStringLiteral("attendees"), QStringLiteral("[{\"email\":\"x@example.com\"}]"));
    rig.google.edit(id,
        { { QStringLiteral("summary"), QStringLiteral("Theirs") },
            { QStringLiteral("attendees"), guest(QStringLiteral("y@example.com")) } });
    QVERIFY(rig.wait(rig.live->syncNow()));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QCOMPARE(conflicts->constFirst().fields.size(), 1);
    QCOMPARE(conflicts->constFirst().fields.constFirst().name, QStringLiteral("title"));
    QVERIFY(rig.wait(rig.live->resolveConflict(id, wholly(Side::Aria))));
    QTRY_COMPARE(rig.status(id), QStringLiteral("synced"));
    QCOMPARE(rig.google.at(id).summary(), QStringLiteral("Ours"));
    QCOMPARE(rig.google.at(id).attendees(), guest(QStringLiteral("y@example.com")));
}

void ResolutionTest::deleteAgainstEdit_data()
{
    QTest::addColumn<bool>("ariaDeleted");
    QTest::addColumn<bool>("ariaWins");
    QTest::newRow("ARIA deleted, ARIA wins") << true << true;
    QTest::newRow("ARIA deleted, Google wins") << true << false;
    QTest::newRow("Google deleted, ARIA wins") << false << true;
    QTest::newRow("Google deleted, Google wins") << false << false;
}

void ResolutionTest::deleteAgainstEdit()
{
    QFETCH(bool, ariaDeleted);
    QFETCH(bool, ariaWins);
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    if (ariaDeleted) {
        rig.deleteInAria(QStringLiteral("event1"));
        rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Edited")));
    } else {
        rig.setTitle(QStringLiteral("event1"), QStringLiteral("Edited"));
        rig.google.remove(QStringLiteral("event1"));
    }
    QVERIFY(rig.wait(rig.live->syncNow()));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QCOMPARE(conflicts->constFirst().fields.size(), 1);
    QCOMPARE(conflicts->constFirst().fields.constFirst().name, QStringLiteral("event"));
    QVERIFY(rig.wait(
        rig.live->resolveConflict(QStringLiteral("event1"), wholly(ariaWins ? Side::Aria : Side::Google))));
    const bool lives = ariaDeleted != ariaWins;
    rig.applyDecision();
    QTRY_COMPARE(rig.google.living(), lives ? 1 : 0);
    QTRY_COMPARE(
        rig.status(QStringLiteral("event1")), lives ? QStringLiteral("synced") : QStringLiteral("deleted"));
    QCOMPARE(rig.title(QStringLiteral("event1")), lives ? QStringLiteral("Edited") : QString());
    if (!lives)
        QVERIFY(rig.historyKeeps(QStringLiteral("Edited")));
}

void ResolutionTest::refusals()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    const auto unknown = rig.wait(rig.live->resolveConflict(QStringLiteral("unknown"), wholly(Side::Google)));
    QVERIFY(!unknown && unknown.error().category == ErrorCategory::NotFound);
    const auto calm = rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Google)));
    QVERIFY(!calm && calm.error().category == ErrorCategory::Conflict);
    makeConflict(rig, QStringLiteral("event1"));
    Resolution resolution;
    resolution.fields = { { QStringLiteral("color_id"), Side::Aria } };
    const auto wrong = rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), resolution));
    QVERIFY(!wrong && wrong.error().category == ErrorCategory::InvalidInput);
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
}

// The account may only read the calendar by now.
void ResolutionTest::readOnlyCalendars()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    rig.sql(QStringLiteral(
        "UPDATE aria_calendar_metadata SET value = replace(value, '\"owner\"', '\"reader\"')"));
    const auto refused = rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Aria)));
    QVERIFY(!refused && refused.error().category == ErrorCategory::Forbidden);
    QVERIFY(refused.error().message.contains(QStringLiteral("read-only")));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Google))));
    QTRY_COMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Theirs"));
}

void ResolutionTest::decidingOneBlocksNoOther()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.google.put(meeting(QStringLiteral("event2"), QStringLiteral("Base")));
    rig.begin();
    makeConflict(rig, QStringLiteral("event1"));
    makeConflict(rig, QStringLiteral("event2"));
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event2"), wholly(Side::Aria))));
    QTRY_COMPARE(rig.status(QStringLiteral("event2")), QStringLiteral("synced"));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Theirs"));
}

void ResolutionTest::noMailAfterGoogleWon()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    rig.begin();
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Theirs")));
    auto request = retitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    request.content.sendUpdates = calendar::SendUpdates::All;
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("conflict"));
    QVERIFY(rig.wait(rig.live->resolveConflict(QStringLiteral("event1"), wholly(Side::Google))));
    rig.google.forgetCalls();
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(QStringLiteral("event1"), QStringLiteral("Later")))));
    QCOMPARE(rig.google.writes().size(), 1);
    QVERIFY(rig.google.writes().constFirst().sendUpdates == calendar::SendUpdates::None);
}

ARIA_TEST(ResolutionTest)

#include "tst_resolution.moc"
