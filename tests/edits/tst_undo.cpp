// The history and the way back: every change can be undone, the undo is an edit like any other, and nobody gets mail.
#include "service/servicerig.h"

#include "support/testmain.h"

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;
using store::HistoryRecord;

class UndoTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void anEditFromHere();
    void anEditFromGoogle();
    void aCreation_data();
    void aCreation();
    void aDeletion_data();
    void aDeletion();
    void aSeriesComesBackWithItsOccurrences_data();
    void aSeriesComesBackWithItsOccurrences();
    void whatCameLaterInOtherFieldsStays();
    void anUndo();
    void anOccurrence_data();
    void anOccurrence();
    void anOccurrenceGoogleChangedFirst_data();
    void anOccurrenceGoogleChangedFirst();
    void everythingSince();
    void neverMails();
    void refusals();

private:
    QList<HistoryRecord> history() { return rig->wait(rig->live->history(100, {}, {}))->records; }
    // The newest entry of this operation on this side.
    HistoryRecord newest(const QString &side, const QString &operation)
    {
        for (const HistoryRecord &record : history()) {
            if (toString(record.side) == side && toString(record.operation) == operation)
                return record;
        }
        return {};
    }
    Expected<service::WriteOutcome> undo(const HistoryRecord &change)
    {
        return rig->wait(rig->live->undo(change.id));
    }
    void sync() { QVERIFY(rig->wait(rig->live->syncNow())); }
    // Both sides say the same, and a further sync has nothing to do.
    void verifyRest()
    {
        rig->settle();
        rig->google.forgetCalls();
        const int before = rig->historyCount();
        sync();
        QVERIFY(rig->google.writes().isEmpty());
        QCOMPARE(rig->historyCount(), before);
        QCOMPARE(rig->google.violations, QStringList());
    }
    QString make(const QString &title)
    {
        const auto made = rig->wait(rig->live->createEvent(createRequest(title)));
        return made ? made->view.googleEventId : QString();
    }

    std::unique_ptr<ServiceRig> rig;
};

void UndoTest::init()
{
    rig = std::make_unique<ServiceRig>();
    rig->google.put(meeting(u"event1"_s, u"Base"_s));
    rig->google.put(series(u"series1"_s));
    rig->begin();
}

void UndoTest::cleanup()
{
    rig.reset();
}

void UndoTest::anEditFromHere()
{
    QVERIFY(rig->wait(rig->live->updateEvent(retitle(u"event1"_s, u"Ours"_s))));
    const HistoryRecord change = newest(u"aria"_s, u"update"_s);
    QCOMPARE(change.before[u"summary"_s], u"Base"_s);
    QCOMPARE(change.after[u"summary"_s], u"Ours"_s);
    QVERIFY(undo(change));
    QCOMPARE(rig->title(u"event1"_s), u"Base"_s);
    QCOMPARE(rig->google.at(u"event1"_s).summary(), u"Base"_s);
    verifyRest();
}

void UndoTest::anEditFromGoogle()
{
    rig->google.edit(u"event1"_s, titled(u"Theirs"_s));
    sync();
    QCOMPARE(rig->title(u"event1"_s), u"Theirs"_s);
    const auto undone = undo(newest(u"aria"_s, u"update"_s));
    QVERIFY(undone);
    QVERIFY(undone->pushed);
    QCOMPARE(rig->google.at(u"event1"_s).summary(), u"Base"_s);
    QCOMPARE(rig->title(u"event1"_s), u"Base"_s);
    verifyRest();
}

void UndoTest::aCreation_data()
{
    QTest::addColumn<bool>("atGoogle");
    QTest::newRow("made here") << false;
    QTest::newRow("made at Google") << true;
}

void UndoTest::aCreation()
{
    QFETCH(bool, atGoogle);
    QString id = u"theirs"_s;
    if (atGoogle) {
        rig->google.put(meeting(id, u"New"_s));
        sync();
    } else {
        id = make(u"New"_s);
    }
    const int living = rig->google.living();
    const HistoryRecord change = newest(atGoogle ? u"aria"_s : u"google"_s, u"create"_s);
    QVERIFY(undo(change));
    QVERIFY(rig->google.at(id).isCancelled());
    QCOMPARE(rig->google.living(), living - 1);
    QVERIFY(rig->record(id)->isDeletedInAria());
    verifyRest();
    const auto again = undo(change);
    QVERIFY(!again);
    QCOMPARE(again.error().code, u"already_gone"_s);
}

void UndoTest::aDeletion_data()
{
    QTest::addColumn<bool>("atGoogle");
    QTest::addColumn<bool>("restorable");
    QTest::newRow("deleted here, comes back under its id") << false << true;
    QTest::newRow("deleted here, comes back under a fresh one") << false << false;
    QTest::newRow("deleted at Google, comes back under its id") << true << true;
    QTest::newRow("deleted at Google, comes back under a fresh one") << true << false;
}

void UndoTest::aDeletion()
{
    QFETCH(bool, atGoogle);
    QFETCH(bool, restorable);
    rig->google.restoresDeleted = restorable;
    if (atGoogle) {
        rig->google.remove(u"event1"_s);
        sync();
    } else {
        QVERIFY(rig->wait(rig->live->deleteEvent(u"event1"_s)));
    }
    QVERIFY(rig->google.at(u"event1"_s).isCancelled());
    const int living = rig->google.living();
    const auto undone = undo(newest(u"aria"_s, u"delete"_s));
    QVERIFY(undone);
    const QString id = undone->view.googleEventId;
    QCOMPARE(id == u"event1"_s, restorable);
    QCOMPARE(rig->google.at(id).summary(), u"Base"_s);
    QVERIFY(!rig->google.at(id).isCancelled());
    QCOMPARE(rig->google.living(), living + 1);
    QCOMPARE(rig->title(id), u"Base"_s);
    verifyRest();
}

void UndoTest::aSeriesComesBackWithItsOccurrences_data()
{
    QTest::addColumn<bool>("atGoogle");
    QTest::newRow("deleted here") << false;
    QTest::newRow("deleted at Google") << true;
}

// Google cancels the occurrences with their series, and leaves them cancelled when that is restored.
void UndoTest::aSeriesComesBackWithItsOccurrences()
{
    QFETCH(bool, atGoogle);
    const QString changed = u"weekly_20240117T090000Z"_s;
    const QString cancelled = u"weekly_20240118T090000Z"_s;
    rig->google.put(series(u"weekly"_s));
    sync();
    QVERIFY(rig->wait(rig->live->updateEvent(retitle(changed, u"Other"_s))));
    QVERIFY(rig->wait(rig->live->deleteEvent(cancelled)));
    if (atGoogle)
        rig->google.remove(u"weekly"_s);
    else
        QVERIFY(rig->wait(rig->live->deleteEvent(u"weekly"_s)));
    sync();
    QVERIFY(rig->google.at(changed).isCancelled());
    const QList<HistoryRecord> all = history();
    const auto deletion = std::find_if(all.begin(), all.end(), [](const HistoryRecord &record) {
        return record.googleEventId == u"weekly" && record.operation == store::Operation::Delete
            && record.side == store::Side::Aria;
    });
    QVERIFY(deletion != all.end());
    QVERIFY(undo(*deletion));
    sync();
    QVERIFY(!rig->google.at(u"weekly"_s).isCancelled());
    QTRY_VERIFY(!rig->google.at(changed).isCancelled());
    QCOMPARE(rig->google.at(changed).summary(), u"Other"_s);
    QTRY_COMPARE(rig->status(changed), u"synced"_s);
    QCOMPARE(rig->title(changed), u"Other"_s);
    QVERIFY(rig->google.at(cancelled).isCancelled());
    QVERIFY(rig->record(cancelled)->isDeletedInAria());
}

void UndoTest::whatCameLaterInOtherFieldsStays()
{
    QVERIFY(rig->wait(rig->live->updateEvent(retitle(u"event1"_s, u"Ours"_s))));
    const HistoryRecord change = newest(u"aria"_s, u"update"_s);
    rig->google.edit(u"event1"_s, { { u"location"_s, u"Berlin"_s } });
    sync();
    QVERIFY(undo(change));
    QCOMPARE(rig->google.at(u"event1"_s).summary(), u"Base"_s);
    QCOMPARE(rig->google.at(u"event1"_s).location(), u"Berlin"_s);
    verifyRest();
}

void UndoTest::anUndo()
{
    QVERIFY(rig->wait(rig->live->updateEvent(retitle(u"event1"_s, u"Ours"_s))));
    QVERIFY(undo(newest(u"aria"_s, u"update"_s)));
    const HistoryRecord change = newest(u"aria"_s, u"undo"_s);
    QCOMPARE(change.before[u"summary"_s], u"Ours"_s);
    QVERIFY(undo(change));
    QCOMPARE(rig->google.at(u"event1"_s).summary(), u"Ours"_s);
    QCOMPARE(rig->title(u"event1"_s), u"Ours"_s);
    verifyRest();
}

void UndoTest::anOccurrence_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::newRow("ids as they were") << false;
    QTest::newRow("opaque ids") << true;
}

void UndoTest::anOccurrence()
{
    QFETCH(bool, opaque);
    rig->google.opaqueInstanceIds = opaque;
    const QString id = u"series1_20240118T090000Z"_s;
    QVERIFY(rig->wait(rig->live->updateEvent(retitle(id, u"Ours"_s))));
    QVERIFY(undo(newest(u"aria"_s, u"update"_s)));
    auto shown = rig->wait(rig->live->event(id));
    QVERIFY(shown);
    QCOMPARE(shown->event.summary(), u"Series"_s);
    verifyRest();

    QVERIFY(rig->wait(rig->live->deleteEvent(id)));
    QVERIFY(!rig->wait(rig->live->event(id)));
    QVERIFY(undo(newest(u"aria"_s, u"delete"_s)));
    shown = rig->wait(rig->live->event(id));
    QVERIFY(shown);
    QCOMPARE(shown->event.summary(), u"Series"_s);
    verifyRest();
}

void UndoTest::anOccurrenceGoogleChangedFirst_data()
{
    QTest::addColumn<bool>("cancelled");
    QTest::newRow("changed") << false;
    QTest::newRow("cancelled") << true;
}

// ARIA had no row of it: the history says all the same what it was, and it can be brought back.
void UndoTest::anOccurrenceGoogleChangedFirst()
{
    QFETCH(bool, cancelled);
    const QString id = u"series1_20240118T090000Z"_s;
    rig->google.edit(id, cancelled ? QJsonObject{ { u"status"_s, u"cancelled"_s } } : titled(u"Theirs"_s));
    sync();
    QCOMPARE(rig->changes.size(), 1);
    using Kind = sync::EventChange::Kind;
    QVERIFY(rig->changes.constFirst().kind == (cancelled ? Kind::Deleted : Kind::Updated));
    QCOMPARE(rig->changes.constFirst().before.summary(), u"Series"_s);
    const HistoryRecord change = newest(u"aria"_s, cancelled ? u"delete"_s : u"update"_s);
    QCOMPARE(change.before[u"summary"_s], u"Series"_s);
    QVERIFY(undo(change));
    QVERIFY(!rig->google.at(id).isCancelled());
    QCOMPARE(rig->google.at(id).summary(), u"Series"_s);
    const auto shown = rig->wait(rig->live->event(id));
    QVERIFY(shown);
    QCOMPARE(shown->event.summary(), u"Series"_s);
    QCOMPARE(rig->google.living() - 1, 1 + (rig->google.at(id).isEmpty() ? 0 : 1)); // nothing was made anew
    verifyRest();
}

void UndoTest::everythingSince()
{
    QVERIFY(rig->wait(rig->live->updateEvent(retitle(u"event1"_s, u"Before"_s))));
    rig->clock.advance(std::chrono::minutes(10));
    const QDateTime since = rig->clock.nowUtc();
    rig->clock.advance(std::chrono::minutes(1));
    QVERIFY(rig->wait(rig->live->updateEvent(retitle(u"event1"_s, u"One"_s))));
    rig->google.edit(u"event1"_s, titled(u"Two"_s));
    sync();
    const QString made = make(u"New"_s);
    QVERIFY(rig->wait(rig->live->deleteEvent(u"series1"_s)));
    QVERIFY(undo(newest(u"aria"_s, u"update"_s)));

    const auto undone = rig->wait(rig->live->undoSince(since));
    QVERIFY(undone);
    QVERIFY(*undone > 0);
    QTRY_COMPARE(rig->google.at(u"event1"_s).summary(), u"Before"_s);
    QTRY_VERIFY(rig->google.at(made).isCancelled());
    QTRY_VERIFY(!rig->google.at(u"series1"_s).isCancelled());
    verifyRest();
    QCOMPARE(rig->title(u"event1"_s), u"Before"_s);
    QCOMPARE(rig->title(u"series1"_s), u"Series"_s);
    QVERIFY(rig->record(made)->isDeletedInAria());
}

// Also where the edit that is undone had asked for mails.
void UndoTest::neverMails()
{
    service::CreateRequest request = createRequest(u"Party"_s);
    request.content.attendees = QStringList{ u"guest@example.org"_s };
    request.content.sendUpdates = calendar::SendUpdates::All;
    QVERIFY(rig->wait(rig->live->createEvent(request)));
    const HistoryRecord creation = newest(u"google"_s, u"create"_s);
    const QString id = creation.googleEventId;
    service::UpdateRequest update = retitle(id, u"Later"_s);
    update.content.sendUpdates = calendar::SendUpdates::All;
    QVERIFY(rig->wait(rig->live->updateEvent(update)));
    rig->google.forgetCalls();
    QVERIFY(undo(newest(u"aria"_s, u"update"_s)));
    QVERIFY(undo(creation));
    QVERIFY(undo(newest(u"aria"_s, u"undo"_s)));
    QVERIFY(rig->google.writes().size() >= 3);
    for (const google::Write &write : rig->google.writes())
        QVERIFY(write.sendUpdates == calendar::SendUpdates::None);
}

void UndoTest::refusals()
{
    const auto unknown = rig->wait(rig->live->undo(4711));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().category, ErrorCategory::NotFound);
    // The series of the occurrence is gone by now.
    const QString id = u"series1_20240118T090000Z"_s;
    rig->google.edit(id, titled(u"Theirs"_s));
    sync();
    const HistoryRecord change = newest(u"aria"_s, u"update"_s);
    rig->sql(u"DELETE FROM aria_calendar_sync WHERE google_event_id = '%1'"_s.arg(change.googleEventId));
    rig->sql(u"DELETE FROM aria_calendar_events WHERE google_event_id = '%1'"_s.arg(change.googleEventId));
    QVERIFY(rig->wait(rig->live->deleteEvent(u"series1"_s)));
    const int before = rig->rows();
    const auto gone = undo(change);
    QVERIFY(!gone);
    QCOMPARE(gone.error().category, ErrorCategory::Conflict);
    QCOMPARE(rig->rows(), before);
}

ARIA_TEST(UndoTest)
#include "tst_undo.moc"
