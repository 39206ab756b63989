// The rules of the decision one by one: which side is there, sets, guests, what is no change, restoring.
#include "calendar/ariacolumns.h"
#include "calendar/fields.h"
#include "calendar/patch.h"
#include "merge/fieldcases.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::sync;
using namespace aria::test;

class TestReconcileRules : public QObject
{
    Q_OBJECT

private slots:
    void presence_data();
    void presence();
    void firstMeeting();
    void mostRecent_data();
    void mostRecent();
    void setsMerge();
    void foreignAttendeesAreNeverWritten();
    void unknownMembersReachAria();
    void renderingIsNoChange();
    void cancelledIsDeleted();
    void restoringKeepsTheEtagOfTheTombstone();
};

void TestReconcileRules::presence_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("aria");
    QTest::addColumn<QString>("google");
    QTest::addColumn<int>("toAria");
    QTest::addColumn<int>("toGoogle");
    QTest::addColumn<bool>("conflicts");
    using A = Decision::Aria;
    using G = Decision::Google;
    const auto row = [](const char *base, const char *aria, const char *google, A a, G g,
                         bool conflicts = false) {
        QTest::addRow("%s/%s/%s", base, aria, google)
            << QString::fromLatin1(base) << QString::fromLatin1(aria) << QString::fromLatin1(google)
            << static_cast<int>(a) << static_cast<int>(g) << conflicts;
    };
    row("absent", "absent", "absent", A::Keep, G::Keep);
    row("absent", "present", "absent", A::Keep, G::Insert);
    row("absent", "absent", "present", A::Write, G::Keep);
    row("absent", "deleted", "absent", A::Keep, G::Keep);
    row("absent", "absent", "deleted", A::Keep, G::Keep);
    row("absent", "deleted", "deleted", A::Keep, G::Keep);
    row("absent", "present", "present", A::Keep, G::Keep);
    row("absent", "present", "deleted", A::Delete, G::Keep, true);
    row("absent", "deleted", "present", A::Write, G::Keep, true);
    row("present", "present", "present", A::Keep, G::Keep);
    row("present", "deleted", "deleted", A::Keep, G::Keep);
    row("present", "absent", "absent", A::Keep, G::Keep);
    row("present", "present", "absent", A::Delete, G::Keep);
    row("present", "absent", "present", A::Keep, G::Delete);
    row("present", "absent", "deleted", A::Keep, G::Keep);
    row("present", "deleted", "absent", A::Keep, G::Keep);
    row("present", "deleted", "present", A::Keep, G::Delete);
    row("present", "present", "deleted", A::Delete, G::Keep);
    row("deleted", "deleted", "deleted", A::Keep, G::Keep);
    row("deleted", "present", "deleted", A::Keep, G::Restore);
    row("deleted", "present", "absent", A::Keep, G::Restore);
    row("deleted", "deleted", "present", A::Write, G::Keep);
    row("deleted", "absent", "present", A::Write, G::Keep);
    row("deleted", "present", "present", A::Keep, G::Keep);
}

void TestReconcileRules::presence()
{
    QFETCH(QString, base);
    QFETCH(QString, aria);
    QFETCH(QString, google);
    QFETCH(int, toAria);
    QFETCH(int, toGoogle);
    QFETCH(bool, conflicts);
    const auto version = [](const QString &presence) {
        if (presence == "absent"_L1)
            return Version::absent();
        return presence == "present"_L1 ? Version::present(baseEvent(), early)
                                        : Version::deleted(baseEvent(), early);
    };
    const Decision decision =
        reconcile(version(base), version(aria), version(google), ConflictStrategy::GoogleWins);
    QCOMPARE(static_cast<int>(decision.aria), toAria);
    QCOMPARE(static_cast<int>(decision.google), toGoogle);
    QCOMPARE(!decision.conflicts.isEmpty(), conflicts);
    QVERIFY(!decision.conflict);
}

void TestReconcileRules::firstMeeting()
{
    const Event aria = changed(changed(baseEvent(), fieldCases().at(0), First), fieldCases().at(2), First);
    const Event google = changed(baseEvent(), fieldCases().at(1), Second);
    const Decision decision = reconcile(Version::absent(), Version::present(aria, late),
        Version::present(google, early), ConflictStrategy::AriaWins);
    QStringList fields;
    for (const FieldConflict &conflict : decision.conflicts)
        fields.append(conflict.field);
    QCOMPARE(fields, QStringList({ u"summary"_s, u"location"_s, u"description"_s }));
    QVERIFY(calendar::sameContent(decision.merged.event, aria));
    QCOMPARE(decision.google, Decision::Google::Patch);
    QVERIFY(reconcile(
        Version::absent(), Version::present(aria), Version::present(google), ConflictStrategy::Manual)
                .conflict);
    // ARIA's row knows only columns; Google's JSON comes over whole.
    const auto bare = calendar::applyColumns(Event(), calendar::columnsOf(baseEvent()));
    QVERIFY(bare.has_value());
    const Decision adopt = reconcile(Version::absent(), Version::present(*bare),
        Version::present(bare->json().isEmpty() ? Event() : Event(baseEvent())),
        ConflictStrategy::GoogleWins);
    QCOMPARE(adopt.aria, Decision::Aria::Write);
    QCOMPARE(adopt.google, Decision::Google::Keep);
    QCOMPARE(adopt.merged.event.json(), baseEvent().json());
}

void TestReconcileRules::mostRecent_data()
{
    QTest::addColumn<QDateTime>("ariaTime");
    QTest::addColumn<QDateTime>("googleTime");
    QTest::addColumn<bool>("ariaWins");
    QTest::newRow("aria later") << late << early << true;
    QTest::newRow("google later") << early << late << false;
    QTest::newRow("equal") << early << early << false;
    QTest::newRow("aria unknown") << QDateTime() << early << false;
    QTest::newRow("google unknown") << early << QDateTime() << true;
    QTest::newRow("both unknown") << QDateTime() << QDateTime() << false;
}

void TestReconcileRules::mostRecent()
{
    QFETCH(QDateTime, ariaTime);
    QFETCH(QDateTime, googleTime);
    QFETCH(bool, ariaWins);
    const Decision decision = reconcile(Version::present(baseEvent()),
        Version::present(changed(baseEvent(), fieldCases().first(), First), ariaTime),
        Version::present(changed(baseEvent(), fieldCases().first(), Second), googleTime),
        ConflictStrategy::MostRecent);
    QCOMPARE(decision.merged.event.summary(), ariaWins ? u"A"_s : u"B"_s);
}

void TestReconcileRules::setsMerge()
{
    Event aria = baseEvent();
    aria.set(u"attendees"_s,
        QJsonArray{ json(R"({"email":"A@x","responseStatus":"accepted"})"), json(R"({"email":"c@x"})") });
    Event google = baseEvent();
    google.set(u"attendees"_s,
        QJsonArray{ json(R"({"email":"a@x","responseStatus":"declined","self":true})"),
            json(R"({"email":"b@x"})"), json(R"({"email":"d@x"})") });
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(aria),
        Version::present(google), ConflictStrategy::Manual);
    QVERIFY(!decision.conflict);
    QCOMPARE(decision.merged.event.attendees(),
        QJsonArray({ json(R"({"email":"a@x","responseStatus":"declined","self":true})"),
            json(R"({"email":"d@x"})"), json(R"({"email":"c@x"})") }));
}

void TestReconcileRules::foreignAttendeesAreNeverWritten()
{
    Event base = baseEvent();
    base.set(u"organizer"_s, json(R"({"email":"boss@y"})"));
    Event aria = base;
    aria.set(u"attendees"_s, QJsonArray{ json(R"({"email":"z@x"})") });
    aria.set(u"summary"_s, u"Mine"_s);
    Event google = base;
    google.set(u"attendees"_s, QJsonArray{ json(R"({"email":"b@x"})") });
    for (const ConflictStrategy strategy : strategies) {
        for (const Event &googleVersion : { base, google }) {
            const Decision decision = reconcile(Version::present(base), Version::present(aria, late),
                Version::present(googleVersion, early), strategy);
            QVERIFY(!decision.conflict);
            QCOMPARE(decision.merged.event.attendees(), googleVersion.attendees());
            QCOMPARE(decision.merged.event.summary(), u"Mine"_s);
            QCOMPARE(decision.google, Decision::Google::Patch);
            QCOMPARE(decision.aria, Decision::Aria::Write);
            QVERIFY(!calendar::patchBetween(googleVersion, decision.merged.event).contains("attendees"_L1));
        }
    }
}

void TestReconcileRules::unknownMembersReachAria()
{
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(baseEvent()),
        Version::present(bumped(baseEvent())), ConflictStrategy::Manual);
    QCOMPARE(decision.aria, Decision::Aria::Write);
    QCOMPARE(decision.google, Decision::Google::Keep);
    QCOMPARE(decision.merged.event.json(), bumped(baseEvent()).json());
}

void TestReconcileRules::renderingIsNoChange()
{
    Event google = baseEvent();
    google.set(u"etag"_s, u"\"9\""_s);
    google.set(u"updated"_s, u"2024-02-01T00:00:00Z"_s);
    google.set(u"start"_s, json(R"({"dateTime":"2024-01-15T13:00:00Z","timeZone":"Europe/Berlin"})"));
    google.set(u"status"_s, {});
    google.set(u"description"_s, u"d"_s);
    QVERIFY(isNothing(reconcile(Version::present(baseEvent()), Version::present(baseEvent()),
        Version::present(google), ConflictStrategy::Manual)));
}

void TestReconcileRules::cancelledIsDeleted()
{
    const Event cancelled(json(R"({"id":"e1","status":"cancelled"})"));
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(baseEvent()),
        Version::present(cancelled), ConflictStrategy::AriaWins);
    QCOMPARE(decision.aria, Decision::Aria::Delete);
    QVERIFY(decision.merged.isDeleted());
}

void TestReconcileRules::restoringKeepsTheEtagOfTheTombstone()
{
    const Event tombstone(json(R"({"id":"e1","status":"cancelled","etag":"\"7\""})"));
    const Event aria = changed(baseEvent(), fieldCases().first(), First);
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(aria),
        Version::deleted(tombstone), ConflictStrategy::AriaWins);
    QCOMPARE(decision.google, Decision::Google::Restore);
    QCOMPARE(decision.merged.event.etag(), u"\"7\""_s);
    QVERIFY(calendar::sameContent(decision.merged.event, aria));
    QCOMPARE(calendar::patchBetween(tombstone, decision.merged.event).value("status"_L1).toString(),
        u"confirmed"_s);
}

ARIA_TEST(TestReconcileRules)

#include "tst_reconcilerules.moc"
