// The decision, on every combination of fields, kinds of change on either side, and strategies.
#include "calendar/ariacolumns.h"
#include "calendar/fields.h"
#include "calendar/patch.h"
#include "sync/reconcile.h"

#include "support/testmain.h"

#include <QTest>

using namespace aria;
using namespace aria::sync;
using aria::calendar::Event;

namespace {

QJsonObject json(const char *text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    Q_ASSERT(document.isObject());
    return document.object();
}

Event baseEvent()
{
    return Event(
        json(R"({"id":"e1","etag":"\"1\"","kind":"calendar#event","summary":"Lunch","description":"d",
        "location":"Berlin","colorId":"3","visibility":"private","transparency":"transparent",
        "status":"confirmed","hangoutLink":"https://meet","unknownMember":{"a":1},
        "organizer":{"email":"me@x","self":true},
        "start":{"dateTime":"2024-01-15T14:00:00+01:00","timeZone":"Europe/Berlin"},
        "end":{"dateTime":"2024-01-15T15:00:00+01:00","timeZone":"Europe/Berlin"},
        "attendees":[{"email":"a@x","responseStatus":"accepted"},{"email":"b@x","responseStatus":"needsAction"}],
        "recurrence":["RRULE:FREQ=WEEKLY;COUNT=5"],
        "reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":10}]},
        "extendedProperties":{"private":{"k":"v"}}})"));
}

// Two different new values of each field.
struct FieldCase
{
    QString field;
    QJsonValue first;
    QJsonValue second;
    bool clearable = true;
};

QJsonObject times(const char *start, const char *end)
{
    const auto time = [](const char *text) {
        return QJsonObject{ { QStringLiteral("dateTime"), QLatin1String(text) },
            { QStringLiteral("timeZone"), QStringLiteral("Europe/Berlin") } };
    };
    return { { QStringLiteral("start"), time(start) }, { QStringLiteral("end"), time(end) } };
}

const QList<FieldCase> &fieldCases()
{
    static const QList<FieldCase> cases{
        { QStringLiteral("summary"), QStringLiteral("A"), QStringLiteral("B") },
        { QStringLiteral("description"), QStringLiteral("A"), QStringLiteral("B") },
        { QStringLiteral("location"), QStringLiteral("A"), QStringLiteral("B") },
        { QStringLiteral("colorId"), QStringLiteral("1"), QStringLiteral("2") },
        { QStringLiteral("visibility"), QStringLiteral("public"), QStringLiteral("confidential") },
        { QStringLiteral("transparency"), QStringLiteral("opaque"), QStringLiteral("opaque") },
        { QStringLiteral("guestsCanModify"), true, true, false },
        { QStringLiteral("guestsCanInviteOthers"), false, false, false },
        { QStringLiteral("guestsCanSeeOtherGuests"), false, false, false },
        { QStringLiteral("anyoneCanAddSelf"), true, true, false },
        { QStringLiteral("eventLabelId"), QStringLiteral("l1"), QStringLiteral("l2"), false },
        { QStringLiteral("source"), json(R"({"title":"A","url":"https://a.example"})"),
            json(R"({"title":"B","url":"https://b.example"})"), false },
        { QStringLiteral("attachments"), QJsonArray{ json(R"({"fileUrl":"https://a.example/1"})") },
            QJsonArray{ json(R"({"fileUrl":"https://a.example/2"})") }, false },
        { QStringLiteral("status"), QStringLiteral("tentative"), QStringLiteral("tentative"), false },
        { QStringLiteral("times"), times("2024-01-16T14:00:00+01:00", "2024-01-16T15:00:00+01:00"),
            times("2024-01-15T14:00:00+01:00", "2024-01-15T16:00:00+01:00"), false },
        { QStringLiteral("attendees"),
            QJsonArray{ json(R"({"email":"a@x","responseStatus":"declined"})"), json(R"({"email":"b@x"})") },
            QJsonArray{
                json(R"({"email":"a@x","responseStatus":"tentative"})"), json(R"({"email":"b@x"})") } },
        { QStringLiteral("recurrence"), QJsonArray{ QStringLiteral("RRULE:FREQ=DAILY;COUNT=5") },
            QJsonArray{ QStringLiteral("RRULE:FREQ=MONTHLY;COUNT=5") } },
        { QStringLiteral("reminders"),
            json(R"({"useDefault":false,"overrides":[{"method":"popup","minutes":5}]})"),
            json(
                R"({"useDefault":false,"overrides":[{"method":"email","minutes":60},{"method":"popup","minutes":10}]})") },
        { QStringLiteral("extendedProperties"), json(R"({"private":{"k":"w"}})"),
            json(R"({"private":{"k":"v","l":"x"}})") },
    };
    return cases;
}

enum Change { Unchanged, First, Second, Cleared, Deleted };

Event changed(Event event, const FieldCase &fieldCase, Change change)
{
    if (change == Unchanged)
        return event;
    const QJsonValue value = change == First ? fieldCase.first
        : change == Second                   ? fieldCase.second
                                             : QJsonValue();
    if (fieldCase.field == QLatin1String("times")) {
        event.set(QStringLiteral("start"), value[QLatin1String("start")]);
        event.set(QStringLiteral("end"), value[QLatin1String("end")]);
    } else {
        event.set(fieldCase.field, value);
    }
    return event;
}

Event bumped(Event event)
{
    event.set(QStringLiteral("etag"), QStringLiteral("\"2\""));
    event.set(QStringLiteral("unknownMember"), json(R"({"a":2})"));
    return event;
}

const QList<ConflictStrategy> strategies{ ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
    ConflictStrategy::MostRecent, ConflictStrategy::Manual };
const QDateTime early({ 2024, 1, 1 }, { 10, 0 }, Qt::UTC);
const QDateTime late({ 2024, 1, 1 }, { 11, 0 }, Qt::UTC);

FieldConflict::Winner expectedWinner(ConflictStrategy strategy, bool ariaLater)
{
    switch (strategy) {
    case ConflictStrategy::GoogleWins:
        return FieldConflict::Winner::Google;
    case ConflictStrategy::AriaWins:
        return FieldConflict::Winner::Aria;
    case ConflictStrategy::MostRecent:
        return ariaLater ? FieldConflict::Winner::Aria : FieldConflict::Winner::Google;
    case ConflictStrategy::Manual:
        break;
    }
    return FieldConflict::Winner::Undecided;
}

} // namespace

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
        QVERIFY(decision.isNothing());
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
    QVERIFY(reconcile(decision.merged, decision.merged, decision.merged, strategy).isNothing());
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
    QVERIFY(calendar::sameContent(calendar::applyPatch(google, patch), merged));
    QVERIFY(patch.size() <= (field == QLatin1String("times") ? 2 : 1));
    QCOMPARE(decision.aria == Decision::Aria::Write,
        !calendar::sameContent(aria, merged) || googleChange != Unchanged);
    // Server-owned members are Google's.
    QCOMPARE(merged.etag(), google.etag());
    QCOMPARE(merged.json().value(QLatin1String("unknownMember")),
        google.json().value(QLatin1String("unknownMember")));
    // Deciding again about what was decided changes nothing.
    const Version agreed = decision.merged;
    QVERIFY(reconcile(agreed, agreed, agreed, strategy).isNothing());
    if (!ariaChanged && googleChange == Unchanged)
        QVERIFY(decision.isNothing());
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
        all.set(QLatin1String(member), QStringLiteral("x"));
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

void TestReconcile::presence_data()
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

void TestReconcile::presence()
{
    QFETCH(QString, base);
    QFETCH(QString, aria);
    QFETCH(QString, google);
    QFETCH(int, toAria);
    QFETCH(int, toGoogle);
    QFETCH(bool, conflicts);
    const auto version = [](const QString &presence) {
        if (presence == QLatin1String("absent"))
            return Version::absent();
        return presence == QLatin1String("present") ? Version::present(baseEvent(), early)
                                                    : Version::deleted(baseEvent(), early);
    };
    const Decision decision =
        reconcile(version(base), version(aria), version(google), ConflictStrategy::GoogleWins);
    QCOMPARE(static_cast<int>(decision.aria), toAria);
    QCOMPARE(static_cast<int>(decision.google), toGoogle);
    QCOMPARE(!decision.conflicts.isEmpty(), conflicts);
    QVERIFY(!decision.conflict);
}

void TestReconcile::firstMeeting()
{
    const Event aria = changed(changed(baseEvent(), fieldCases().at(0), First), fieldCases().at(2), First);
    const Event google = changed(baseEvent(), fieldCases().at(1), Second);
    const Decision decision = reconcile(Version::absent(), Version::present(aria, late),
        Version::present(google, early), ConflictStrategy::AriaWins);
    QStringList fields;
    for (const FieldConflict &conflict : decision.conflicts)
        fields.append(conflict.field);
    QCOMPARE(fields,
        QStringList(
            { QStringLiteral("summary"), QStringLiteral("location"), QStringLiteral("description") }));
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

void TestReconcile::mostRecent_data()
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

void TestReconcile::mostRecent()
{
    QFETCH(QDateTime, ariaTime);
    QFETCH(QDateTime, googleTime);
    QFETCH(bool, ariaWins);
    const Decision decision = reconcile(Version::present(baseEvent()),
        Version::present(changed(baseEvent(), fieldCases().first(), First), ariaTime),
        Version::present(changed(baseEvent(), fieldCases().first(), Second), googleTime),
        ConflictStrategy::MostRecent);
    QCOMPARE(decision.merged.event.summary(), ariaWins ? QStringLiteral("A") : QStringLiteral("B"));
}

void TestReconcile::setsMerge()
{
    Event aria = baseEvent();
    aria.set(QStringLiteral("attendees"),
        QJsonArray{ json(R"({"email":"A@x","responseStatus":"accepted"})"), json(R"({"email":"c@x"})") });
    Event google = baseEvent();
    google.set(QStringLiteral("attendees"),
        QJsonArray{ json(R"({"email":"a@x","responseStatus":"declined","self":true})"),
            json(R"({"email":"b@x"})"), json(R"({"email":"d@x"})") });
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(aria),
        Version::present(google), ConflictStrategy::Manual);
    QVERIFY(!decision.conflict);
    QCOMPARE(decision.merged.event.attendees(),
        QJsonArray({ json(R"({"email":"a@x","responseStatus":"declined","self":true})"),
            json(R"({"email":"d@x"})"), json(R"({"email":"c@x"})") }));
}

void TestReconcile::foreignAttendeesAreNeverWritten()
{
    Event base = baseEvent();
    base.set(QStringLiteral("organizer"), json(R"({"email":"boss@y"})"));
    Event aria = base;
    aria.set(QStringLiteral("attendees"), QJsonArray{ json(R"({"email":"z@x"})") });
    aria.set(QStringLiteral("summary"), QStringLiteral("Mine"));
    Event google = base;
    google.set(QStringLiteral("attendees"), QJsonArray{ json(R"({"email":"b@x"})") });
    for (const ConflictStrategy strategy : strategies) {
        for (const Event &googleVersion : { base, google }) {
            const Decision decision = reconcile(Version::present(base), Version::present(aria, late),
                Version::present(googleVersion, early), strategy);
            QVERIFY(!decision.conflict);
            QCOMPARE(decision.merged.event.attendees(), googleVersion.attendees());
            QCOMPARE(decision.merged.event.summary(), QStringLiteral("Mine"));
            QCOMPARE(decision.google, Decision::Google::Patch);
            QCOMPARE(decision.aria, Decision::Aria::Write);
            QVERIFY(!calendar::patchBetween(googleVersion, decision.merged.event)
                         .contains(QLatin1String("attendees")));
        }
    }
}

void TestReconcile::unknownMembersReachAria()
{
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(baseEvent()),
        Version::present(bumped(baseEvent())), ConflictStrategy::Manual);
    QCOMPARE(decision.aria, Decision::Aria::Write);
    QCOMPARE(decision.google, Decision::Google::Keep);
    QCOMPARE(decision.merged.event.json(), bumped(baseEvent()).json());
}

void TestReconcile::renderingIsNoChange()
{
    Event google = baseEvent();
    google.set(QStringLiteral("etag"), QStringLiteral("\"9\""));
    google.set(QStringLiteral("updated"), QStringLiteral("2024-02-01T00:00:00Z"));
    google.set(
        QStringLiteral("start"), json(R"({"dateTime":"2024-01-15T13:00:00Z","timeZone":"Europe/Berlin"})"));
    google.set(QStringLiteral("status"), {});
    google.set(QStringLiteral("description"), QStringLiteral("d"));
    QVERIFY(reconcile(Version::present(baseEvent()), Version::present(baseEvent()), Version::present(google),
        ConflictStrategy::Manual)
                .isNothing());
}

void TestReconcile::cancelledIsDeleted()
{
    const Event cancelled(json(R"({"id":"e1","status":"cancelled"})"));
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(baseEvent()),
        Version::present(cancelled), ConflictStrategy::AriaWins);
    QCOMPARE(decision.aria, Decision::Aria::Delete);
    QVERIFY(decision.merged.isDeleted());
}

void TestReconcile::restoringKeepsTheEtagOfTheTombstone()
{
    const Event tombstone(json(R"({"id":"e1","status":"cancelled","etag":"\"7\""})"));
    const Event aria = changed(baseEvent(), fieldCases().first(), First);
    const Decision decision = reconcile(Version::present(baseEvent()), Version::present(aria),
        Version::deleted(tombstone), ConflictStrategy::AriaWins);
    QCOMPARE(decision.google, Decision::Google::Restore);
    QCOMPARE(decision.merged.event.etag(), QStringLiteral("\"7\""));
    QVERIFY(calendar::sameContent(decision.merged.event, aria));
    QCOMPARE(
        calendar::patchBetween(tombstone, decision.merged.event).value(QLatin1String("status")).toString(),
        QStringLiteral("confirmed"));
}

ARIA_TEST(TestReconcile)

#include "tst_reconcile.moc"
