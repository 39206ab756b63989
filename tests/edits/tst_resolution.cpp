// Conflicts that a person decides.
#include "service/servicerig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

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
    void byField_data();
    void byField();
    void theHistorySaysWhoWon_data();
    void theHistorySaysWhoWon();
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
        rig.setTitle(id, u"Ours"_s);
        rig.setInAria(id, u"location"_s, u"Our place"_s);
        rig.setInAria(id, u"description"_s, u"Our words"_s);
        rig.google.edit(id, { { u"summary"_s, u"Theirs"_s }, { u"location"_s, u"Their place"_s } });
        QVERIFY(rig.wait(rig.live->syncNow()));
        QCOMPARE(rig.status(id), u"conflict"_s);
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
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    makeConflict(rig, u"event1"_s);
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QStringList names;
    for (const auto &field : conflicts->constFirst().fields)
        names << field.name;
    names.sort();
    QCOMPARE(names, QStringList({ u"location"_s, u"title"_s }));

    QVERIFY(rig.wait(rig.live->resolveConflict(u"event1"_s, wholly(aria ? Side::Aria : Side::Google))));
    const QString winner = aria ? u"Ours"_s : u"Theirs"_s;
    QTRY_COMPARE(rig.status(u"event1"_s), u"synced"_s);
    QCOMPARE(rig.title(u"event1"_s), winner);
    QCOMPARE(rig.google.at(u"event1"_s).summary(), winner);
    QCOMPARE(rig.google.at(u"event1"_s).description(), u"Our words"_s);
    QVERIFY(rig.historyKeeps(aria ? u"Theirs"_s : u"Ours"_s));
    QVERIFY(rig.wait(rig.live->conflicts())->isEmpty());
}

void ResolutionTest::byField_data()
{
    QTest::addColumn<QHash<QString, Side>>("fields");
    QTest::addColumn<QStringList>("leftToGoogle");
    QTest::newRow("each named") << QHash<QString, Side>{ { u"title"_s, Side::Aria },
        { u"location"_s, Side::Google } }
                                << QStringList();
    QTest::newRow("one named") << QHash<QString, Side>{ { u"title"_s, Side::Aria } }
                               << QStringList{ u"location"_s };
}

void ResolutionTest::byField()
{
    using Fields = QHash<QString, Side>;
    QFETCH(Fields, fields);
    QFETCH(QStringList, leftToGoogle);
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    makeConflict(rig, u"event1"_s);
    Resolution resolution;
    resolution.fields = fields;
    const auto resolved = rig.wait(rig.live->resolveConflict(u"event1"_s, resolution));
    QVERIFY(resolved);
    QCOMPARE(*resolved, leftToGoogle);
    QTRY_COMPARE(rig.status(u"event1"_s), u"synced"_s);
    QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Ours"_s);
    QCOMPARE(rig.google.at(u"event1"_s).location(), u"Their place"_s);
    QCOMPARE(rig.record(u"event1"_s)->columns.location, u"Their place"_s);
}

void ResolutionTest::theHistorySaysWhoWon_data()
{
    QTest::addColumn<aria::service::Resolution>("resolution");
    QTest::addColumn<QString>("reason");
    const auto named = [](Side title, Side location) {
        Resolution resolution;
        resolution.fields = { { u"title"_s, title }, { u"location"_s, location } };
        return resolution;
    };
    Resolution titleAlone;
    titleAlone.fields = { { u"title"_s, Side::Aria } };
    QTest::newRow("whole, Google") << wholly(Side::Google) << u"google_wins"_s;
    QTest::newRow("whole, ARIA") << wholly(Side::Aria) << u"aria_wins"_s;
    QTest::newRow("each field, Google") << named(Side::Google, Side::Google) << u"google_wins"_s;
    QTest::newRow("each field, ARIA") << named(Side::Aria, Side::Aria) << u"aria_wins"_s;
    QTest::newRow("one of each") << named(Side::Aria, Side::Google) << u"manual"_s;
    QTest::newRow("the rest is Google's") << titleAlone << u"manual"_s;
}

// Whatever was asked for: "all from ARIA" in the window names every field.
void ResolutionTest::theHistorySaysWhoWon()
{
    QFETCH(aria::service::Resolution, resolution);
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    makeConflict(rig, u"event1"_s);
    QVERIFY(rig.wait(rig.live->resolveConflict(u"event1"_s, resolution)));
    const auto history = rig.wait(rig.live->history(50, {}, {}));
    QVERIFY(history);
    const auto settled = std::find_if(history->records.begin(), history->records.end(),
        [](const store::HistoryRecord &record) { return record.operation == store::Operation::Resolve; });
    QVERIFY(settled != history->records.end());
    QTEST(settled->reason, "reason");
}

void ResolutionTest::setsMergeBesideAConflict_data()
{
    QTest::addColumn<aria::service::Resolution>("resolution");
    QTest::addColumn<QString>("title");
    Resolution byField;
    byField.fields = { { u"title"_s, Side::Aria } };
    QTest::newRow("google_wins") << wholly(Side::Google) << u"Theirs"_s;
    QTest::newRow("aria_wins") << wholly(Side::Aria) << u"Ours"_s;
    QTest::newRow("the title alone") << byField << u"Ours"_s;
}

// Guests and reminders that both sides added merge under every strategy; a conflict of the title changes nothing about it.
void ResolutionTest::setsMergeBesideAConflict()
{
    QFETCH(aria::service::Resolution, resolution);
    QFETCH(QString, title);
    const auto guests = [](const QStringList &names) {
        QJsonArray list;
        for (const QString &name : names)
            list.append(QJsonObject{ { u"email"_s, name + u"@example.com"_s } });
        return list;
    };
    const auto popups = [](const QList<int> &minutes) {
        QJsonArray list;
        for (const int before : minutes)
            list.append(QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, before } });
        return QJsonObject{ { u"useDefault"_s, false }, { u"overrides"_s, list } };
    };
    const QString id = u"event1"_s;
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(id, u"Base"_s,
        { { u"attendees"_s, guests({ u"a"_s }) }, { u"reminders"_s, popups({ 10 }) },
            { u"organizer"_s, QJsonObject{ { u"self"_s, true } } } }));
    rig.begin();
    rig.setTitle(id, u"Ours"_s);
    rig.setInAria(id, u"attendees"_s, u"[{\"email\":\"a@example.com\"},{\"email\":\"x@example.com\"}]"_s);
    rig.setInAria(id, u"reminders"_s,
        QString::fromUtf8(QJsonDocument(popups({ 10, 20 })).toJson(QJsonDocument::Compact)));
    rig.google.edit(id,
        { { u"summary"_s, u"Theirs"_s }, { u"attendees"_s, guests({ u"a"_s, u"y"_s }) },
            { u"reminders"_s, popups({ 10, 30 }) } });
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.status(id), u"conflict"_s);
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QCOMPARE(conflicts->constFirst().fields.size(), 1);
    QCOMPARE(conflicts->constFirst().fields.constFirst().name, u"title"_s);

    QVERIFY(rig.wait(rig.live->resolveConflict(id, resolution)));
    QTRY_COMPARE(rig.status(id), u"synced"_s);
    const calendar::Event event = rig.google.at(id);
    QCOMPARE(event.summary(), title);
    QStringList emails;
    for (const QJsonValue &guest : event.attendees())
        emails.append(guest.toObject().value("email"_L1).toString());
    emails.sort();
    QCOMPARE(emails.join(u','), u"a@example.com,x@example.com,y@example.com"_s);
    QList<int> minutes;
    for (const QJsonValue &reminder : event.reminders().value("overrides"_L1).toArray())
        minutes.append(reminder.toObject().value("minutes"_L1).toInt());
    std::sort(minutes.begin(), minutes.end());
    QCOMPARE(minutes, QList<int>({ 10, 20, 30 }));
}

// Who comes to somebody else's event is for its organizer to say, so nobody is asked about it.
void ResolutionTest::guestsOfOthersAreNoQuestion()
{
    const QString id = u"event1"_s;
    ServiceRig rig(ConflictStrategy::Manual);
    const auto guest = [](const QString &name) { return QJsonArray{ QJsonObject{ { u"email"_s, name } } }; };
    rig.google.put(meeting(id, u"Base"_s,
        { { u"attendees"_s, guest(u"a@example.com"_s) },
            { u"organizer"_s, QJsonObject{ { u"email"_s, u"o@example.com"_s } } } }));
    rig.begin();
    rig.setTitle(id, u"Ours"_s);
    rig.setInAria(id, u"attendees"_s, u"[{\"email\":\"x@example.com\"}]"_s);
    rig.google.edit(id, { { u"summary"_s, u"Theirs"_s }, { u"attendees"_s, guest(u"y@example.com"_s) } });
    QVERIFY(rig.wait(rig.live->syncNow()));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QCOMPARE(conflicts->constFirst().fields.size(), 1);
    QCOMPARE(conflicts->constFirst().fields.constFirst().name, u"title"_s);
    QVERIFY(rig.wait(rig.live->resolveConflict(id, wholly(Side::Aria))));
    QTRY_COMPARE(rig.status(id), u"synced"_s);
    QCOMPARE(rig.google.at(id).summary(), u"Ours"_s);
    QCOMPARE(rig.google.at(id).attendees(), guest(u"y@example.com"_s));
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
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    if (ariaDeleted) {
        rig.deleteInAria(u"event1"_s);
        rig.google.edit(u"event1"_s, titled(u"Edited"_s));
    } else {
        rig.setTitle(u"event1"_s, u"Edited"_s);
        rig.google.remove(u"event1"_s);
    }
    QVERIFY(rig.wait(rig.live->syncNow()));
    const auto conflicts = rig.wait(rig.live->conflicts());
    QVERIFY(conflicts);
    QCOMPARE(conflicts->size(), 1);
    QCOMPARE(conflicts->constFirst().fields.size(), 1);
    QCOMPARE(conflicts->constFirst().fields.constFirst().name, u"event"_s);
    QVERIFY(rig.wait(rig.live->resolveConflict(u"event1"_s, wholly(ariaWins ? Side::Aria : Side::Google))));
    const bool lives = ariaDeleted != ariaWins;
    rig.settle();
    QTRY_COMPARE(rig.google.living(), lives ? 1 : 0);
    QTRY_COMPARE(rig.status(u"event1"_s), lives ? u"synced"_s : u"deleted"_s);
    QCOMPARE(rig.title(u"event1"_s), lives ? u"Edited"_s : QString());
    if (!lives)
        QVERIFY(rig.historyKeeps(u"Edited"_s));
}

void ResolutionTest::refusals()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    const auto unknown = rig.wait(rig.live->resolveConflict(u"unknown"_s, wholly(Side::Google)));
    QVERIFY(!unknown && unknown.error().category == ErrorCategory::NotFound);
    const auto calm = rig.wait(rig.live->resolveConflict(u"event1"_s, wholly(Side::Google)));
    QVERIFY(!calm && calm.error().category == ErrorCategory::Conflict);
    makeConflict(rig, u"event1"_s);
    Resolution resolution;
    resolution.fields = { { u"color_id"_s, Side::Aria } };
    const auto wrong = rig.wait(rig.live->resolveConflict(u"event1"_s, resolution));
    QVERIFY(!wrong && wrong.error().category == ErrorCategory::InvalidInput);
    resolution.fields = { { u"description"_s, Side::Aria } }; // only ARIA changed it
    const auto beside = rig.wait(rig.live->resolveConflict(u"event1"_s, resolution));
    QVERIFY(!beside && beside.error().category == ErrorCategory::InvalidInput);
    QCOMPARE(beside.error().faults.first().loc, QStringList({ u"body"_s, u"fields"_s }));
    QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
}

// The account may only read the calendar by now.
void ResolutionTest::readOnlyCalendars()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    makeConflict(rig, u"event1"_s);
    rig.sql(u"UPDATE aria_calendar_metadata SET value = replace(value, '\"owner\"', '\"reader\"')"_s);
    const auto refused = rig.wait(rig.live->resolveConflict(u"event1"_s, wholly(Side::Aria)));
    QVERIFY(!refused && refused.error().category == ErrorCategory::Forbidden);
    QVERIFY(refused.error().message.contains(u"read-only"_s));
    QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
    QVERIFY(rig.wait(rig.live->resolveConflict(u"event1"_s, wholly(Side::Google))));
    QTRY_COMPARE(rig.status(u"event1"_s), u"synced"_s);
    QCOMPARE(rig.title(u"event1"_s), u"Theirs"_s);
}

void ResolutionTest::decidingOneBlocksNoOther()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.google.put(meeting(u"event2"_s, u"Base"_s));
    rig.begin();
    makeConflict(rig, u"event1"_s);
    makeConflict(rig, u"event2"_s);
    QVERIFY(rig.wait(rig.live->resolveConflict(u"event2"_s, wholly(Side::Aria))));
    QTRY_COMPARE(rig.status(u"event2"_s), u"synced"_s);
    QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
    QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Theirs"_s);
}

void ResolutionTest::noMailAfterGoogleWon()
{
    ServiceRig rig(ConflictStrategy::Manual);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    rig.begin();
    rig.google.edit(u"event1"_s, titled(u"Theirs"_s));
    auto request = retitle(u"event1"_s, u"Ours"_s);
    request.content.sendUpdates = calendar::SendUpdates::All;
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
    QCOMPARE(rig.status(u"event1"_s), u"conflict"_s);
    QVERIFY(rig.wait(rig.live->resolveConflict(u"event1"_s, wholly(Side::Google))));
    rig.google.forgetCalls();
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(u"event1"_s, u"Later"_s))));
    QCOMPARE(rig.google.writes().size(), 1);
    QVERIFY(rig.google.writes().constFirst().sendUpdates == calendar::SendUpdates::None);
}

ARIA_TEST(ResolutionTest)

#include "tst_resolution.moc"
