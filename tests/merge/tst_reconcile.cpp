// The decision, on every combination of fields, kinds of change on either side, and strategies.
#include "calendar/ariacolumns.h"
#include "calendar/fields.h"
#include "calendar/patch.h"
#include "merge/fieldcases.h"

#include "support/applypatch.h"
#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::sync;
using namespace aria::test;

class TestReconcile : public QObject
{
    Q_OBJECT

private slots:
    void oneField_data();
    void oneField();
    void everyWritableFieldIsTested();
    void twoFieldsNeverConflict();
    void deletion_data();
    void deletion();

private:
    static void checkDeletion(const FieldCase &fieldCase, Change ariaChange, Change googleChange,
        ConflictStrategy strategy, bool ariaLater);
};

void TestReconcile::oneField_data()
{
    QTest::addColumn<int>("fieldIndex");
    QTest::addColumn<int>("ariaChange");
    QTest::addColumn<int>("googleChange");
    QTest::addColumn<int>("strategyIndex");
    QTest::addColumn<bool>("ariaLater");
    for (int field = 0; field < fieldCases().size(); ++field) {
        for (int aria = Unchanged; aria <= Deleted; ++aria) {
            for (int google = Unchanged; google <= Deleted; ++google) {
                if (!fieldCases().at(field).clearable && (aria == Cleared || google == Cleared))
                    continue;
                for (int strategy = 0; strategy < strategies.size(); ++strategy) {
                    for (const bool ariaLater : { true, false }) {
                        QTest::addRow("%s aria:%d google:%d strategy:%d ariaLater:%d",
                            qPrintable(fieldCases().at(field).field), aria, google, strategy, ariaLater)
                            << field << aria << google << strategy << ariaLater;
                    }
                }
            }
        }
    }
}

// One side, or both, no longer has the event; the other changed this one field, or nothing.
void TestReconcile::checkDeletion(const FieldCase &fieldCase, Change ariaChange, Change googleChange,
    ConflictStrategy strategy, bool ariaLater)
{
    using Aria = Decision::Aria;
    using Google = Decision::Google;
    using Winner = FieldConflict::Winner;
    const Event base = baseEvent();
    const auto version = [&](Change change, const QDateTime &time) {
        return change == Deleted ? Version::deleted(base, time)
                                 : Version::present(changed(base, fieldCase, change), time);
    };
    const Version aria = version(ariaChange, ariaLater ? late : early);
    const Version google = version(googleChange, ariaLater ? early : late);
    const Decision decision = reconcile(Version::present(base), aria, google, strategy);
    if (ariaChange == Deleted && googleChange == Deleted) {
        QVERIFY(isNothing(decision));
        QVERIFY(decision.conflicts.isEmpty());
        QVERIFY(decision.merged.isDeleted());
        return;
    }
    const bool inAria = ariaChange == Deleted;
    const bool edited = (inAria ? googleChange : ariaChange) != Unchanged;
    const Winner winner = edited ? expectedWinner(strategy, ariaLater)
        : inAria                 ? Winner::Aria
                                 : Winner::Google;
    QCOMPARE(decision.conflicts.size(), edited ? 1 : 0);
    if (edited) {
        QCOMPARE(decision.conflicts.first().field, QString());
        QCOMPARE(decision.conflicts.first().winner, winner);
    }
    QCOMPARE(decision.conflict, winner == Winner::Undecided);
    if (decision.conflict) {
        QCOMPARE(decision.aria, Aria::Keep);
        QCOMPARE(decision.google, Google::Keep);
        return;
    }
    const bool ariaWins = winner == Winner::Aria;
    QCOMPARE(decision.aria, ariaWins ? Aria::Keep : inAria ? Aria::Write : Aria::Delete);
    QCOMPARE(decision.google, !ariaWins ? Google::Keep : inAria ? Google::Delete : Google::Restore);
    QCOMPARE(decision.merged.isDeleted(), ariaWins == inAria);
    if (decision.merged.isPresent())
        QVERIFY(calendar::sameContent(decision.merged.event, inAria ? google.event : aria.event));
    // What both hold in the end needs no further decision.
    QVERIFY(isNothing(reconcile(decision.merged, decision.merged, decision.merged, strategy)));
}

void TestReconcile::oneField()
{
    QFETCH(int, fieldIndex);
    QFETCH(int, ariaChange);
    QFETCH(int, googleChange);
    QFETCH(int, strategyIndex);
    QFETCH(bool, ariaLater);
    const FieldCase &fieldCase = fieldCases().at(fieldIndex);
    const QString &field = fieldCase.field;
    const ConflictStrategy strategy = strategies.at(strategyIndex);
    if (ariaChange == Deleted || googleChange == Deleted) {
        checkDeletion(fieldCase, static_cast<Change>(ariaChange), static_cast<Change>(googleChange), strategy,
            ariaLater);
        return;
    }

    const Event base = baseEvent();
    const Event aria = changed(base, fieldCase, static_cast<Change>(ariaChange));
    Event google = changed(base, fieldCase, static_cast<Change>(googleChange));
    if (googleChange != Unchanged)
        google = bumped(google);
    const bool ariaChanged = !calendar::sameField(field, aria, base);
    const bool googleChanged = !calendar::sameField(field, google, base);
    const bool agree = calendar::sameField(field, aria, google);
    QCOMPARE(ariaChanged, ariaChange != Unchanged);
    QCOMPARE(googleChanged, googleChange != Unchanged);

    const Decision decision =
        reconcile(Version::present(base), Version::present(aria, ariaLater ? late : early),
            Version::present(google, ariaLater ? early : late), strategy);
    QVERIFY(decision.merged.isPresent());

    const auto set = calendar::mergeSetField(field, base, aria, google);
    const bool conflicts = ariaChanged && googleChanged && !agree && !set;
    QCOMPARE(decision.conflicts.size(), conflicts ? 1 : 0);
    QCOMPARE(decision.conflict, conflicts && strategy == ConflictStrategy::Manual);
    if (conflicts) {
        QCOMPARE(decision.conflicts.first().field, field);
        QCOMPARE(decision.conflicts.first().winner, expectedWinner(strategy, ariaLater));
    }
    if (decision.conflict) {
        QCOMPARE(decision.aria, Decision::Aria::Keep);
        QCOMPARE(decision.google, Decision::Google::Keep);
        return;
    }
    const Event &merged = decision.merged.event;
    if (!ariaChanged || agree)
        QVERIFY(calendar::sameField(field, merged, google));
    else if (!googleChanged)
        QVERIFY(calendar::sameField(field, merged, aria));
    else if (set)
        QVERIFY(calendar::sameField(field, merged, *set));
    else
        QVERIFY(calendar::sameField(field, merged,
            expectedWinner(strategy, ariaLater) == FieldConflict::Winner::Aria ? aria : google));

    // What it says is to be done is what is needed, and enough.
    const QJsonObject patch = calendar::patchBetween(google, merged);
    QCOMPARE(decision.google == Decision::Google::Patch, !patch.isEmpty());
    QVERIFY(calendar::sameContent(testing::applyPatch(google, patch), merged));
    const bool becomesSeries = merged.isMaster() && !google.isMaster(); // which needs the zone of both times
    QVERIFY(patch.size() <= (becomesSeries ? 3 : field == "times"_L1 ? 2 : 1));
    QCOMPARE(decision.aria == Decision::Aria::Write,
        !calendar::sameContent(aria, merged) || googleChange != Unchanged);
    // Server-owned members are Google's.
    QCOMPARE(merged.etag(), google.etag());
    QCOMPARE(merged.json().value("unknownMember"_L1), google.json().value("unknownMember"_L1));
    // Deciding again about what was decided changes nothing.
    const Version agreed = decision.merged;
    QVERIFY(isNothing(reconcile(agreed, agreed, agreed, strategy)));
    if (!ariaChanged && googleChange == Unchanged)
        QVERIFY(isNothing(decision));
}

// Every member of Google's event resource that we may write is in the cross product.
void TestReconcile::everyWritableFieldIsTested()
{
    Event all;
    for (const char *member : { "anyoneCanAddSelf", "attachments", "attendees", "attendeesOmitted",
             "birthdayProperties", "colorId", "conferenceData", "created", "creator", "description", "end",
             "endTimeUnspecified", "etag", "eventLabelId", "eventType", "extendedProperties",
             "focusTimeProperties", "gadget", "guestsCanInviteOthers", "guestsCanModify",
             "guestsCanSeeOtherGuests", "hangoutLink", "htmlLink", "iCalUID", "id", "kind", "location",
             "locked", "organizer", "originalStartTime", "outOfOfficeProperties", "privateCopy", "recurrence",
             "recurringEventId", "reminders", "sequence", "source", "start", "status", "summary",
             "transparency", "updated", "visibility", "workingLocationProperties" })
        all.set(QLatin1String(member), u"x"_s);
    QStringList writable = calendar::writableFieldsOf(all, all);
    // A conference is asked for, not written; what belongs to a kind of event cannot leave it (patch's own tests).
    for (const char *member :
        { "conferenceData", "focusTimeProperties", "outOfOfficeProperties", "workingLocationProperties" })
        QVERIFY(writable.removeOne(QLatin1String(member)));
    QStringList tested;
    for (const FieldCase &fieldCase : fieldCases())
        tested.append(fieldCase.field);
    tested.sort();
    writable.sort();
    QCOMPARE(writable, tested);
}

void TestReconcile::twoFieldsNeverConflict()
{
    for (const FieldCase &ariaCase : fieldCases()) {
        for (const FieldCase &googleCase : fieldCases()) {
            if (ariaCase.field == googleCase.field)
                continue;
            for (const ConflictStrategy strategy : strategies) {
                const Event aria = changed(baseEvent(), ariaCase, First);
                const Event google = bumped(changed(baseEvent(), googleCase, Second));
                const Decision decision = reconcile(Version::present(baseEvent()),
                    Version::present(aria, early), Version::present(google, late), strategy);
                QVERIFY(!decision.conflict);
                QVERIFY(decision.conflicts.isEmpty());
                QVERIFY(calendar::sameField(ariaCase.field, decision.merged.event, aria));
                QVERIFY(calendar::sameField(googleCase.field, decision.merged.event, google));
                QCOMPARE(decision.aria, Decision::Aria::Write);
                QCOMPARE(decision.google, Decision::Google::Patch);
            }
        }
    }
}

void TestReconcile::deletion_data()
{
    QTest::addColumn<bool>("deletedInAria");
    QTest::addColumn<bool>("otherEdited");
    QTest::addColumn<bool>("ariaLater");
    QTest::addColumn<int>("strategyIndex");
    for (const bool inAria : { true, false }) {
        for (const bool edited : { true, false }) {
            for (const bool ariaLater : { true, false }) {
                for (int strategy = 0; strategy < strategies.size(); ++strategy)
                    QTest::addRow(
                        "aria:%d edited:%d ariaLater:%d strategy:%d", inAria, edited, ariaLater, strategy)
                        << inAria << edited << ariaLater << strategy;
            }
        }
    }
}

void TestReconcile::deletion()
{
    QFETCH(bool, deletedInAria);
    QFETCH(bool, otherEdited);
    QFETCH(bool, ariaLater);
    QFETCH(int, strategyIndex);
    const ConflictStrategy strategy = strategies.at(strategyIndex);
    const Event other = otherEdited ? changed(baseEvent(), fieldCases().first(), First) : baseEvent();
    const QDateTime ariaTime = ariaLater ? late : early;
    const QDateTime googleTime = ariaLater ? early : late;
    const Version aria =
        deletedInAria ? Version::deleted(baseEvent(), ariaTime) : Version::present(other, ariaTime);
    const Version google =
        deletedInAria ? Version::present(other, googleTime) : Version::deleted(baseEvent(), googleTime);
    const Decision decision = reconcile(Version::present(baseEvent()), aria, google, strategy);

    const auto winner = otherEdited ? expectedWinner(strategy, ariaLater)
        : deletedInAria             ? FieldConflict::Winner::Aria
                                    : FieldConflict::Winner::Google;
    QCOMPARE(decision.conflicts.size(), otherEdited ? 1 : 0);
    if (otherEdited) {
        QCOMPARE(decision.conflicts.first().field, QString());
        QCOMPARE(decision.conflicts.first().winner, winner);
    }
    QCOMPARE(decision.conflict, winner == FieldConflict::Winner::Undecided);
    using Aria = Decision::Aria;
    using Google = Decision::Google;
    const bool ariaWins = winner == FieldConflict::Winner::Aria;
    if (decision.conflict) {
        QCOMPARE(decision.aria, Aria::Keep);
        QCOMPARE(decision.google, Google::Keep);
    } else if (deletedInAria) {
        QCOMPARE(decision.google, ariaWins ? Google::Delete : Google::Keep);
        QCOMPARE(decision.aria, ariaWins ? Aria::Keep : Aria::Write);
        QCOMPARE(decision.merged.isDeleted(), ariaWins);
    } else {
        QCOMPARE(decision.google, ariaWins ? Google::Restore : Google::Keep);
        QCOMPARE(decision.aria, ariaWins ? Aria::Keep : Aria::Delete);
        QCOMPARE(decision.merged.isDeleted(), !ariaWins);
    }
    if (decision.merged.isPresent())
        QVERIFY(calendar::sameContent(decision.merged.event, other));
}

ARIA_TEST(TestReconcile)

#include "tst_reconcile.moc"
