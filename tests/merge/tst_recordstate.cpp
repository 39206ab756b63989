// Each transition of a record: what it changes, and that it changes nothing else.
#include "merge/recordstate.h"

#include "merge/historyentry.h"
#include "support/testmain.h"

#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;

namespace tst_recordstate {

using namespace aria;
using namespace aria::sync;
using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

namespace {

using Transition = std::function<void(EventRecord &)>;

const QDateTime before({ 2024, 1, 1 }, { 8, 0 }, Qt::UTC);
const QDateTime now({ 2024, 1, 2 }, { 8, 0 }, Qt::UTC);

Event version(const char *summary, const char *status = "confirmed")
{
    return Event({ { u"id"_s, u"e"_s }, { u"etag"_s, u"new"_s }, { u"summary"_s, QLatin1String(summary) },
        { u"status"_s, QLatin1String(status) }, { u"start"_s, QJsonObject{ { u"date"_s, u"2024-01-15"_s } } },
        { u"end"_s, QJsonObject{ { u"date"_s, u"2024-01-16"_s } } } });
}

// Everything that a transition could touch is set.
EventRecord busy()
{
    EventRecord record;
    record.localId = 1;
    record.syncId = 2;
    record.calendarId = u"primary"_s;
    record.googleEventId = u"e"_s;
    record.columns = calendar::columnsOf(version("ours"));
    record.createdAt = before;
    record.updatedAt = before;
    record.syncCreatedAt = before;
    record.lastSynced = before;
    record.revision = 5;
    record.editRevision = 5;
    record.status = SyncStatus::Error;
    record.etag = u"old"_s;
    record.base = version("base").json();
    record.google = version("theirs").json();
    record.attempted = version("sent").json();
    record.attemptedRevision = 4;
    record.errorMessage = u"no"_s;
    record.attempts = 3;
    record.nextAttemptAt = before;
    record.pushOptions.askForMails(calendar::SendUpdates::All, 4);
    record.pushOptions.askForConference(u"c"_s);
    record.pushOptions.reason = u"r"_s;
    record.pushOptions.more = { { u"m"_s, 1 } };
    record.pushOptions.located = true;
    record.pushOptions.aside = true;
    record.seenGeneration = 7;
    record.baseGeneration = 7;
    return record;
}

EventRecord with(EventRecord record, const Transition &change)
{
    change(record);
    return record;
}

EventRecord occurrence()
{
    return with(busy(), [](EventRecord &record) {
        record.recurringEventId = u"series"_s;
        record.originalStart = u"2024-01-15"_s;
    });
}

void die(EventRecord &record)
{
    record.deletedAt = before;
}

void emptied(EventRecord &record)
{
    record.base = {};
    record.pushOptions = {};
}

void cancel(EventRecord &record)
{
    die(record);
    record.columns.status = u"cancelled"_s;
}

QString text(const QJsonObject &json)
{
    if (json.isEmpty())
        return u"-"_s;
    const Event event(json);
    return event.summary() + (event.isCancelled() ? u" (gone)"_s : QString());
}

QString text(const QDateTime &time)
{
    return time == before ? u"before"_s : time == now ? u"now"_s : u"-"_s;
}

QString text(const store::PushOptions &options)
{
    QStringList words;
    if (options.mails)
        words << u"mails"_s;
    if (options.asksForConference())
        words << u"meeting"_s;
    if (!options.reason.isEmpty())
        words << options.reason;
    if (!options.more.isEmpty())
        words << u"more"_s;
    for (const auto &[name, isSet] : { std::pair{ "approved", options.deletionApproved },
             std::pair{ "located", options.located }, std::pair{ "aside", options.aside } }) {
        if (isSet)
            words << QLatin1String(name);
    }
    return words.join(u' ');
}

QStringList describe(const EventRecord &record)
{
    const auto line = [](const char *name, const QString &value) {
        return u"%1=%2"_s.arg(QLatin1String(name), value);
    };
    return { line("calendar", record.calendarId), line("id", record.googleEventId),
        line("series", record.recurringEventId), line("originalStart", record.originalStart),
        line("title", record.columns.title), line("column", record.columns.status),
        line("deleted", text(record.deletedAt)), line("updated", text(record.updatedAt)),
        line("created", text(record.createdAt)), line("linked", text(record.syncCreatedAt)),
        line("revision", QString::number(record.revision)),
        line("edit", QString::number(record.editRevision)), line("status", toString(record.status)),
        line("etag", record.etag), line("base", text(record.base)), line("google", text(record.google)),
        line("attempted", text(record.attempted)),
        line("attemptedRevision", QString::number(record.attemptedRevision)),
        line("error", record.errorMessage), line("attempts", QString::number(record.attempts)),
        line("next", text(record.nextAttemptAt)), line("options", text(record.pushOptions)),
        line("seen", QString::number(record.seenGeneration)),
        line("generation", QString::number(record.baseGeneration)), line("synced", text(record.lastSynced)),
        line("rows", u"%1 %2"_s.arg(record.localId).arg(record.syncId)) };
}

void add(const char *name, const EventRecord &start, const Transition &transition, const QByteArray &changes)
{
    QTest::newRow(name) << start << transition
                        << QString::fromLatin1(changes).split(u',', Qt::SkipEmptyParts);
}

} // namespace

class RecordStateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void changesNothingElse_data();
    void changesNothingElse();
    void beginsARecord();
    void tellsWhatWasSent();
    void takesAnEditBack();
    void tellsWhoWentWithTheSeries();
    void writesTheHistory();
};

void RecordStateTest::changesNothingElse_data()
{
    QTest::addColumn<EventRecord>("start");
    QTest::addColumn<Transition>("transition");
    QTest::addColumn<QStringList>("changes");
    const QString why = u"why"_s;
    const char *tries = "error=,attempts=0,next=-";
    const auto plus = [tries](const char *changes) { return QByteArray(changes).append(',').append(tries); };

    add(
        "taken up", busy(), [](auto &r) { takenUp(r, u"f"_s, {}, now); },
        "id=f,linked=now,status=pending_to_google,google=-");
    add(
        "taken up, no event", busy(), [why](auto &r) { takenUp(r, u"f"_s, why, now); },
        "id=f,linked=now,error=why");
    add(
        "content", busy(), [](auto &r) { setAriaContent(r, version("x"), now); }, "title=x,updated=now");
    add(
        "content of a cancelled one", busy(),
        [](auto &r) { setAriaContent(r, version("x", "cancelled"), now); },
        "title=x,column=cancelled,updated=now,deleted=now");
    add(
        "content of one that lives again", with(busy(), die),
        [](auto &r) { setAriaContent(r, version("x"), now); }, "title=x,updated=now,deleted=-");
    add(
        "deleted in ARIA", busy(), [](auto &r) { deletedInAria(r, now); },
        "deleted=now,updated=now,options=located");
    add(
        "occurrence deleted in ARIA", occurrence(), [](auto &r) { deletedInAria(r, now); },
        "deleted=now,updated=now,options=located,column=cancelled");
    add(
        "undeleted", with(busy(), die), [](auto &r) { undeleted(r, now); },
        plus("deleted=-,updated=now,options=located,revision=6"));
    add(
        "edited", busy(), [](auto &r) { edited(r, now); }, plus("revision=6,updated=now"));
    add(
        "merged", busy(), [](auto &r) { editMerged(r); }, "revision=6,edit=6");
    add(
        "merged, the edit not noted", with(busy(), [](auto &r) { r.editRevision = 3; }),
        [](auto &r) { editMerged(r); }, "revision=6");
    add(
        "agreed", busy(), [](auto &r) { agreedOn(r, version("x"), 9, now); },
        plus("base=x,etag=new,google=-,generation=9,synced=now"));
    add(
        "compared", busy(), [](auto &r) { comparedWith(r, version("x")); }, "base=x");
    add(
        "compared by etag", busy(), [](auto &r) { comparedWith(r, version("x"), u"t"_s); }, "base=x,etag=t");
    add("in step", busy(), inStep, plus("status=synced,attempted=-,options="));
    add("in step, deleted", with(busy(), die), inStep, plus("status=deleted,attempted=-,options="));
    add("in step, a cancelled occurrence", with(occurrence(), cancel), inStep,
        plus("status=synced,attempted=-,options="));
    add("waits for its push", busy(), waitsForPush, "status=pending_to_google,google=-");
    add("waits for the list", busy(), waitsForList, "status=synced");
    add(
        "conflict", busy(), [](auto &r) { inConflict(r, version("x").json()); }, "status=conflict,google=x");
    add(
        "deletion held", busy(), [](auto &r) { deletionHeld(r, version("x", "cancelled")); },
        "status=pending_to_aria,google=x (gone)");
    add(
        "to be restored", busy(), [why](auto &r) { toBeRestored(r, why); },
        "status=pending_to_google,google=-,attempted=-,options=why,revision=6");
    add("deletion approved", busy(), deletionApproved,
        "options=mails meeting r more approved located aside,next=-");
    add(
        "unreadable", with(busy(), waitsForPush), [why](auto &r) { unreadable(r, why); },
        "status=error,error=why");
    add(
        "set aside", with(busy(), [](auto &r) { r.pushOptions = {}; }), [why](auto &r) { setAside(r, why); },
        "base=-,options=aside,error=why");
    add(
        "sending", busy(), [](auto &r) { sending(r, version("x")); }, "attempted=x,attemptedRevision=5");
    add(
        "sending ended", busy(), [](auto &r) { sendingEnded(r); }, "attempted=-");
    add(
        "confirmed", busy(), [](auto &r) { confirmed(r, version("x"), 4); },
        "base=x,attempted=-,options=aside");
    add(
        "confirmed, mails asked for since", busy(), [](auto &r) { confirmed(r, version("x"), 3); },
        "base=x,attempted=-,options=mails aside");
    add(
        "refused", with(busy(), waitsForPush), [why](auto &r) { refused(r, why); },
        "status=error,error=why,attempted=-");
    add(
        "postponed", with(busy(), waitsForPush), [why](auto &r) { postponed(r, why, now); },
        "attempts=4,error=why,next=now");
    add(
        "located", with(busy(), emptied), [](auto &r) { located(r, version("x"), 9); },
        "base=x,generation=9,options=located");
    add(
        "located, with a base", busy(), [](auto &r) { located(r, version("x"), 9); }, "generation=9");
    add(
        "relinked", busy(), [](auto &r) { relinked(r, u"f"_s); }, "id=f,base=-,google=-,attempted=-,etag=");
    add(
        "relinked, with what no column holds",
        with(busy(),
            [](auto &r) {
                r.pushOptions = {};
                r.base.insert(u"source"_s, QJsonObject{ { u"url"_s, u"u"_s } });
            }),
        [](auto &r) { relinked(r, u"f"_s); }, "id=f,base=-,google=-,attempted=-,etag=,options=more");
    add(
        "relinked with its series", with(occurrence(), die),
        [](auto &r) { relinkedWithSeries(r, u"f_1"_s, u"f"_s); },
        "id=f_1,series=f,base=-,google=-,attempted=-,etag=,deleted=-,revision=6,status=pending_to_google");
    add(
        "relinked, cancelled by itself", with(occurrence(), cancel),
        [](auto &r) { relinkedWithSeries(r, u"f_1"_s, u"f"_s); },
        "id=f_1,series=f,base=-,google=-,attempted=-,etag=,revision=6,status=pending_to_google");
    for (const auto status : { SyncStatus::Conflict, SyncStatus::Error, SyncStatus::PendingToGoogle }) {
        const QByteArray name = "moved while it was " + toString(status).toLatin1();
        const char *pending = status == SyncStatus::PendingToGoogle ? "" : ",status=pending_to_google";
        add(
            name.constData(), with(busy(), [status](auto &r) { r.status = status; }),
            [](auto &r) { movedTo(r, u"team"_s); },
            plus("calendar=team,seen=0,generation=0,google=-,attempted=-") + pending);
    }
    add(
        "moved while it was held", with(busy(), [](auto &r) { r.status = SyncStatus::PendingToAria; }),
        [](auto &r) { movedTo(r, u"team"_s); },
        plus("calendar=team,seen=0,generation=0,google=-,attempted=-,status=synced"));
    add(
        "gone with its series", occurrence(), [](auto &r) { goneWithSeries(r, now); },
        plus("status=deleted,base=base (gone),deleted=now,updated=now,attempted=-,options="));
    add(
        "gone with its series, cancelled before", with(occurrence(), cancel),
        [](auto &r) { goneWithSeries(r, now); },
        plus("status=deleted,base=base (gone),attempted=-,options="));
    add(
        "gone with its series, not known to Google", with(occurrence(), [](auto &r) { r.base = {}; }),
        [](auto &r) { goneWithSeries(r, now); },
        plus("status=deleted,deleted=now,updated=now,attempted=-,options="));
    const Transition backByGoogle = [](auto &r) { backWithSeries(r, store::Side::Google); };
    const Transition backByAria = [](auto &r) { backWithSeries(r, store::Side::Aria); };
    add("back with its series", with(occurrence(), die), backByGoogle, "status=synced,etag=");
    add("back with its series by ARIA", with(occurrence(), die), backByAria,
        "status=synced,etag=,options=its series is back");
    add("back, cancelled by itself", with(occurrence(), cancel), backByAria, "status=synced");
    add("back, not known to Google", with(with(occurrence(), die), [](auto &r) { r.base = {}; }),
        backByGoogle, "status=pending_to_google,google=-,deleted=-,revision=6");
    add(
        "still cancelled at Google", with(with(occurrence(), die), backByAria),
        [](auto &r) { broughtBackWithSeries(r, u"g"_s, now); },
        "status=pending_to_google,etag=g,google=-,deleted=-,updated=now,attempted=-,revision=6");
}

void RecordStateTest::changesNothingElse()
{
    QFETCH(EventRecord, start);
    QFETCH(Transition, transition);
    QFETCH(QStringList, changes);
    const QStringList was = describe(start);
    transition(start);
    QStringList differs;
    for (const QString &line : describe(start)) {
        if (!was.contains(line))
            differs << line;
    }
    differs.sort();
    changes.sort();
    QCOMPARE(differs, changes);
}

void RecordStateTest::beginsARecord()
{
    const EventRecord record = newRecord(u"team"_s, u"e"_s, store::Side::Google, now);
    QCOMPARE(record.calendarId, u"team"_s);
    QCOMPARE(record.googleEventId, u"e"_s);
    QCOMPARE(toString(record.source), u"google"_s);
    QCOMPARE(record.createdAt, now);
    QCOMPARE(record.syncCreatedAt, now);
    QCOMPARE(toString(record.status), u"pending_to_google"_s);
    QCOMPARE(record.localId, 0);
}

void RecordStateTest::tellsWhatWasSent()
{
    for (const auto &end : { std::function<qint64(EventRecord &)>(sendingEnded),
             std::function<qint64(EventRecord &)>([](auto &r) { return movedTo(r, u"team"_s); }),
             std::function<qint64(EventRecord &)>([](auto &r) { return goneWithSeries(r, now); }) }) {
        EventRecord record = busy();
        QCOMPARE(end(record), 4);
        QCOMPARE(end(record), 0); // not a second time
    }
}

void RecordStateTest::takesAnEditBack()
{
    EventRecord current = busy();
    edited(current, now);
    const EventRecord back = reverted(busy(), current);
    QCOMPARE(back.revision, 7); // neither the edit's nor the one before it
    QCOMPARE(toString(back.status), u"error"_s);
    EventRecord unseen = busy();
    unseen.syncId = 0;
    unseen.googleEventId.clear();
    const EventRecord linked = reverted(unseen, current);
    QCOMPARE(linked.syncId, current.syncId);
    QCOMPARE(linked.googleEventId, current.googleEventId);
    QCOMPARE(toString(linked.status), u"pending_to_google"_s);
}

void RecordStateTest::tellsWhoWentWithTheSeries()
{
    QVERIFY(!wentWithItsSeries(occurrence()));
    QVERIFY(wentWithItsSeries(with(occurrence(), die)));
    QVERIFY(!wentWithItsSeries(with(occurrence(), cancel)));
    QVERIFY(wentWithItsSeries(with(occurrence(), [](auto &r) { goneWithSeries(r, now); })));
}

void RecordStateTest::writesTheHistory()
{
    using store::Operation;
    const EventRecord record = busy();
    const auto change = ariaChange(record, Operation::Update, version("a"), version("b"), u"why"_s, now);
    QCOMPARE(toString(change.side), u"aria"_s);
    QCOMPARE(toString(change.operation), u"update"_s);
    QCOMPARE(toString(change.outcome), u"done"_s);
    QCOMPARE(text(change.before) + text(change.after), u"ab"_s);
    QCOMPARE(change.reason, u"why"_s);
    QCOMPARE(change.revision, 0); // no edit's, so it is never taken back
    QCOMPARE(change.localId, 1);
    QCOMPARE(change.googleEventId, u"e"_s);
    QCOMPARE(change.calendarId, u"primary"_s);
    QCOMPARE(change.createdAt, now);
    QCOMPARE(ariaEdit(record, Operation::Update, version("a"), {}, {}, now).revision, 5);

    const auto push = intendedPush(record, Operation::Update, version("b"), now);
    QCOMPARE(toString(push.side), u"google"_s);
    QCOMPARE(toString(push.outcome), u"intended"_s);
    QCOMPARE(text(push.before) + text(push.after), u"baseb"_s);
    QCOMPARE(push.reason, u"r"_s);
    QCOMPARE(push.revision, 5);
    EventRecord plain = record;
    plain.pushOptions = {};
    QCOMPARE(intendedPush(plain, Operation::Update, {}, now).reason, u"aria edit"_s);
}

ARIA_TEST(RecordStateTest)

} // namespace tst_recordstate

#include "tst_recordstate.moc"
