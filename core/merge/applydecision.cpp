#include "merge/applydecision.h"

#include "calendar/fields.h"
#include "merge/eventversions.h"
#include "merge/guestmails.h"
#include "merge/historyentry.h"
#include "merge/recordstate.h"
#include "store/shownevent.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::Operation;
using store::SyncStatus;

namespace {

EventChange changeOf(
    const EventRecord &record, EventChange::Kind kind, const Event &before, const Event &after)
{
    EventChange change;
    change.kind = kind;
    change.googleEventId = record.googleEventId;
    change.localId = record.localId;
    change.calendarId = record.calendarId;
    change.before = before;
    change.after = after;
    change.byGoogle = true;
    return change;
}

// Which version to compare against. A push whose answer was lost moved Google to what we sent: then that is what both
// agreed on last, and only what Google changed after it is Google's edit.
Version effectiveBase(const EventRecord &record, const Version &google)
{
    const Version base = baseVersion(record);
    if (record.attempted.isEmpty() || !google.isPresent())
        return record.base.isEmpty() && !record.attempted.isEmpty()
            ? Version::present(Event(record.attempted))
            : base;
    const Event attempted(record.attempted);
    if (!base.isPresent())
        return Version::present(attempted);
    for (const QString &field : calendar::writableFieldsOf(base.event, attempted)) {
        if (!calendar::sameField(field, base.event, attempted)
            && !calendar::sameField(field, attempted, google.event))
            return base; // the push did not arrive
    }
    return Version::present(attempted);
}

// The answer to our insert was lost, and nobody has changed the event since it was made.
bool isAnswerToInsert(const EventRecord &record, const Version &google)
{
    if (!record.base.isEmpty() || record.attempted.isEmpty() || !record.recurringEventId.isEmpty()
        || !google.isPresent())
        return false;
    constexpr qint64 oneMoment = 2; // seconds; Google writes `created` in whole ones
    const auto created =
        QDateTime::fromString(google.event.json().value(u"created"_s).toString(), Qt::ISODate);
    return created.isValid() && google.changed.isValid() && created.secsTo(google.changed) < oneMoment;
}

// A text without what Google takes out of texts or writes in another way: tags, blanks, control characters.
QString essence(const QString &text)
{
    static const QRegularExpression tags(u"<(script|style)\\b.*?</\\1\\s*>|<[^>]*>"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    QString letters = text;
    letters.remove(tags);
    letters.removeIf([](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
    });
    return letters;
}

// Whether Google may have made `theirs` of a field that it was sent as `sent`.
bool mayBeMadeOf(const QString &field, const Event &sent, const Event &theirs)
{
    if (field == "times"_L1) {
        const auto isSame = [](const calendar::EventTime &a, const calendar::EventTime &b) {
            return a.isTimed() && b.isTimed()
                && a.zoned().utc.toSecsSinceEpoch() == b.zoned().utc.toSecsSinceEpoch();
        };
        return isSame(sent.start(), theirs.start()) && isSame(sent.end(), theirs.end());
    }
    const QJsonValue before = sent.json().value(field);
    const QJsonValue after = theirs.json().value(field);
    return before.isString() && after.isString() && !essence(before.toString()).isEmpty()
        && essence(before.toString()) == essence(after.toString());
}

// The answer to our patch was lost, and Google wrote some of it in other words: what we sent, in these words. Nullopt: it
// did not arrive, or is there as it was sent.
std::optional<Event> rewrittenAnswer(const EventRecord &record, const Version &google)
{
    if (record.base.isEmpty() || record.attempted.isEmpty() || !google.isPresent()
        || google.event.isCancelled())
        return std::nullopt;
    const Event base(record.base);
    const Event sent(record.attempted);
    Event answer = sent;
    bool isRewritten = false;
    for (const QString &field : calendar::writableFieldsOf(base, sent)) {
        if (calendar::sameField(field, base, sent) || calendar::sameField(field, sent, google.event))
            continue;
        if (calendar::sameField(field, base, google.event) || !mayBeMadeOf(field, sent, google.event))
            return std::nullopt;
        answer = calendar::withField(answer, field, google.event);
        isRewritten = true;
    }
    return isRewritten ? std::optional(answer) : std::nullopt;
}

QString reasonOf(const Decision &decision, ConflictStrategy strategy)
{
    return decision.conflicts.isEmpty() ? u"changed in Google"_s : toString(strategy);
}

AppliedDecision flagConflict(EventRecord record, const Version &google, const Event &aria)
{
    AppliedDecision result;
    const QJsonObject theirs = google.isDeleted() ? tombstoneOf(google.event).json() : google.event.json();
    const bool known = record.status == SyncStatus::Conflict && record.google == theirs;
    inConflict(record, theirs);
    result.endedRevision = sendingEnded(record);
    if (!known)
        result.change = changeOf(record, EventChange::Kind::Conflict, aria, google.event);
    result.record = std::move(record);
    return result;
}

// Google may show a deletion as little more than an id; the content is the last agreed one then.
Event fullTombstone(const Event &shown, const Event &base)
{
    if (!shown.start().isNull())
        return tombstoneOf(shown);
    Event tombstone = tombstoneOf(base);
    tombstone.set(u"etag"_s, {}); // the living event's; the tombstone has another
    for (const QString &member : { u"id"_s, u"etag"_s, u"recurringEventId"_s, u"originalStartTime"_s }) {
        if (shown.json().contains(member))
            tombstone.set(member, shown.json().value(member));
    }
    return tombstone;
}

// A Meet link that was asked for and is not there yet.
bool awaitsConference(const EventRecord &record, const Event &google)
{
    return record.pushOptions.asksForConference() && !record.isDeletedInAria()
        && !google.json().contains(u"conferenceData"_s) && google.meetingLink().isEmpty();
}

AppliedDecision flagUnreadable(EventRecord record, const Error &error)
{
    AppliedDecision result;
    unreadable(record, error.message);
    result.record = std::move(record);
    return result;
}

// Without the record.
AppliedDecision deletionOf(const EventRecord &record, const QDateTime &now, const QString &reason)
{
    AppliedDecision result;
    const auto aria = ariaVersion(record);
    const Event shown = aria ? aria->event : Event(record.base);
    const Event before = aria ? contentOf(*aria) : shown;
    result.history.append(ariaChange(record, Operation::Delete, before, Event(), reason, now));
    result.change = changeOf(record, EventChange::Kind::Deleted, shown, Event());
    result.change->reason = reason;
    return result;
}

Event knownTombstone(const EventRecord &record)
{
    return tombstoneOf(Event(record.google.isEmpty() ? record.base : record.google));
}

// What ARIA's SQL wrote into the row of an event that both sides had deleted; no version has it. Of a cancelled
// occurrence the row's columns say nothing.
std::optional<Event> writtenSinceDeleted(const EventRecord &record)
{
    Event was(record.base);
    if (!record.isDeletedInAria() || !was.isCancelled() || was.start().isNull() || was.isException())
        return std::nullopt;
    was.set(u"status"_s, u"confirmed"_s);
    auto written = store::ariaEvent(record);
    if (!written || calendar::sameContent(*written, was))
        return std::nullopt;
    return *written;
}

} // namespace

AppliedDecision applyDecision(
    EventRecord record, const Version &google, const MergeContext &context, bool ownEcho)
{
    const Event agreedBefore(record.base);
    const bool isAnswer = isAnswerToInsert(record, google);
    const auto rewritten = rewrittenAnswer(record, google);
    if (isAnswer)
        answered(record, Event(record.attempted), google.event);
    else if (rewritten)
        answered(record, Event(record.attempted), *rewritten);
    auto aria = ariaVersion(record);
    if (!aria)
        return flagUnreadable(std::move(record), aria.error());
    if (record.localId != 0)
        aria->changed = editedAt(record, context.clocks);
    const Version base = effectiveBase(record, google);
    // As if ARIA had changed nothing, where it may not.
    const Decision decision = reconcile(context.readOnly ? *aria : base, *aria, google, context.strategy);
    if (decision.conflict)
        return flagConflict(std::move(record), google, aria->event);

    AppliedDecision result;
    if (decision.aria == Decision::Aria::Delete && !record.isDeletedInAria()) {
        if (!record.attempted.isEmpty())
            result.endedRevision = record.attemptedRevision;
        deletionHeld(record, fullTombstone(google.event, Event(record.base)));
        record.seenGeneration = context.generation;
        result.record = std::move(record);
        result.deletesInAria = true;
        return result;
    }

    const bool wasDeleted = record.isDeletedInAria();
    const Event theirs = google.isPresent() ? google.event : fullTombstone(google.event, Event(record.base));
    if (decision.aria == Decision::Aria::Write) {
        if (!ownEcho) {
            const auto kind = wasDeleted ? EventChange::Kind::Created : EventChange::Kind::Updated;
            if (const auto written = writtenSinceDeleted(record)) {
                result.history.append(ariaChange(record, Operation::Update, *written, decision.merged.event,
                    reasonOf(decision, context.strategy), context.now));
            }
            result.history.append(ariaChange(record, wasDeleted ? Operation::Restore : Operation::Update,
                contentOf(*aria), decision.merged.event, reasonOf(decision, context.strategy), context.now));
            result.change = changeOf(record, kind, aria->event, decision.merged.event);
            result.change->reason = result.history.constLast().reason;
        }
        setAriaContent(record, decision.merged.event, context.now);
    }
    if (agreedBefore.isCancelled() && google.isPresent() && google.event.isMaster())
        result.revival = AppliedDecision::Revival::ByGoogle;
    agreedOn(record, theirs, context.generation, context.now);
    if (!record.attempted.isEmpty()) {
        result.arrived = isAnswer || rewritten || (base.isPresent() && base.event.json() == record.attempted);
        if (result.arrived) {
            if (result.revival != AppliedDecision::Revival::None)
                result.revival = AppliedDecision::Revival::ByAria;
            result.editedFrom = agreedBefore;
            result.mails = mailsOf(record.pushOptions.whomToMailUpTo(record.attemptedRevision), agreedBefore,
                Event(record.attempted));
            record.pushOptions.forgetMailsUpTo(record.attemptedRevision);
        }
    }
    result.endedRevision = sendingEnded(record);
    if (!context.readOnly && decision.google == Decision::Google::Keep && awaitsConference(record, theirs)) {
        waitsForPush(record);
    } else if (decision.google == Decision::Google::Keep) {
        inStep(record);
    } else {
        if (decision.aria == Decision::Aria::Write && !ownEcho) {
            result.history.last().revision = record.revision; // goes with that edit, should it be reverted
            editMerged(record);
        }
        waitsForPush(record);
    }
    result.record = std::move(record);
    return result;
}

AppliedDecision applyDeletion(EventRecord record, const MergeContext &context, const QString &reason)
{
    AppliedDecision result = deletionOf(record, context.now, reason);
    agreedOn(record, knownTombstone(record), context.generation, context.now);
    deletedInAria(record, context.now);
    result.endedRevision = sendingEnded(record);
    inStep(record);
    result.record = std::move(record);
    return result;
}

AppliedDecision applyDeletionWithSeries(
    EventRecord record, const MergeContext &context, const QString &reason)
{
    AppliedDecision result = deletionOf(record, context.now, reason);
    if (!record.base.isEmpty())
        agreedOn(record, knownTombstone(record), context.generation, context.now);
    result.endedRevision = goneWithSeries(record, context.now);
    result.record = std::move(record);
    return result;
}

AppliedDecision deleteAtGoogle(EventRecord record, const QDateTime &now, const QString &reason)
{
    AppliedDecision result = deletionOf(record, now, reason);
    result.change->byGoogle = false;
    deletedInAria(record, now);
    edited(record, now);
    waitsForPush(record);
    result.history.last().revision = record.revision;
    result.record = std::move(record);
    return result;
}

AppliedDecision adoptFromGoogle(
    const QString &calendarId, const Event &item, const MergeContext &context, const Event &occurrence)
{
    AppliedDecision result;
    // A deleted event we never had is nothing to us; a cancelled occurrence is a hole in its series.
    if (item.isCancelled() && !item.isException()) {
        result.save = false;
        return result;
    }
    EventRecord &record = result.record;
    record = newRecord(calendarId, item.id(), store::Side::Google, context.now);
    record.revision = 1;
    setAriaContent(record, item, context.now);
    agreedOn(record, item, context.generation, context.now);
    record.seenGeneration = context.generation;
    inStep(record);
    const bool isNew = occurrence.isEmpty();
    if (isNew ? item.isCancelled() : !item.isCancelled() && calendar::sameContent(occurrence, item))
        return result;
    const auto kind = isNew  ? EventChange::Kind::Created
        : item.isCancelled() ? EventChange::Kind::Deleted
                             : EventChange::Kind::Updated;
    const auto operation = isNew ? Operation::Create
        : item.isCancelled()     ? Operation::Delete
                                 : Operation::Update;
    const Event after = item.isCancelled() ? Event() : item;
    result.change = changeOf(record, kind, occurrence, after);
    result.change->reason = isNew ? u"made in Google"_s
        : item.isCancelled()      ? u"deleted in Google"_s
                                  : u"changed in Google"_s;
    if (!context.initialImport) {
        result.history.append(
            ariaChange(record, operation, occurrence, after, result.change->reason, context.now));
    }
    return result;
}

} // namespace aria::sync
