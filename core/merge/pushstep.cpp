#include "merge/pushstep.h"

#include "calendar/fields.h"
#include "calendar/ownanswer.h"
#include "calendar/patch.h"
#include "merge/eventversions.h"
#include "merge/historyentry.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using google::Write;
using store::EventRecord;

namespace {

const QString attendeesMember = u"attendees"_s;
const QString conferenceMember = u"conferenceData"_s;
const QString statusMember = u"status"_s;

Write writeFor(const EventRecord &record, Write::Kind kind)
{
    Write write;
    write.kind = kind;
    write.calendarId = record.calendarId;
    write.eventId = record.googleEventId;
    write.sendUpdates = record.pushOptions.whomToMail(record.revision);
    return write;
}

void askForConference(const EventRecord &record, Write &write)
{
    const QString requestId = record.pushOptions.conferenceRequestId;
    if (requestId.isEmpty())
        return;
    write.conferenceData = true;
    write.body.insert(conferenceMember,
        QJsonObject{ { u"createRequest"_s,
            QJsonObject{ { u"requestId"_s, requestId },
                { u"conferenceSolutionKey"_s, QJsonObject{ { u"type"_s, u"hangoutsMeet"_s } } } } } });
}

// An answer says nothing about the other guests. Who else comes to somebody else's event is not ours to write.
void writeAnswerAlone(const Event &base, PushStep &step)
{
    if (calendar::sameField(attendeesMember, base, step.sent))
        return;
    const Event answered = calendar::withOwnAnswer(base, step.sent);
    if (base.organizedBySelf() && !calendar::sameField(attendeesMember, answered, step.sent))
        return; // other guests are changed too
    step.sent = calendar::withField(step.sent, attendeesMember, answered);
    step.write.body.remove(attendeesMember);
    if (calendar::sameAnswer(base, answered))
        return;
    const QJsonObject answer = calendar::answerBody(answered);
    for (auto it = answer.begin(); it != answer.end(); ++it)
        step.write.body.insert(it.key(), it.value());
}

// Who comes to somebody else's event is not ours to write.
void leaveGuestsAlone(const EventRecord &record, PushStep &step)
{
    const Event base(record.base);
    if (base.organizedBySelf())
        return;
    step.write.body.remove(attendeesMember);
    step.sent = calendar::withField(step.sent, attendeesMember, base);
}

bool isToBeMoved(const EventRecord &record)
{
    const QString &moveTo = record.pushOptions.moveTo;
    return !moveTo.isEmpty() && moveTo != record.calendarId && record.recurringEventId.isEmpty();
}

PushStep stepForDeletion(const EventRecord &record)
{
    PushStep step;
    if (record.base.isEmpty() && record.attempted.isEmpty() && !record.pushOptions.aside) {
        step.kind = record.recurringEventId.isEmpty() ? PushStep::Kind::Forget : PushStep::Kind::Locate;
        return step;
    }
    step.sent = tombstoneOf(Event(record.base.isEmpty() ? record.attempted : record.base));
    if (Event(record.base).isCancelled())
        return step;
    step.kind = PushStep::Kind::Send;
    step.write = writeFor(record, Write::Kind::Delete);
    step.write.sendUpdates = calendar::SendUpdates::None; // nobody can ask for mails about a deletion
    step.write.etag = record.etag;
    return step;
}

bool isOrdinary(const Event &event)
{
    const QString type = event.json().value(u"eventType"_s).toString();
    return type.isEmpty() || type == "default"_L1;
}

// A deleted event that ARIA holds on to: all of its content again, alive. Of the other types (birthdays, what Google made
// from a mail) not every field may be named (Calendar API, guides/event-types).
PushStep stepForRestore(const EventRecord &record, const Event &aria)
{
    PushStep step;
    step.kind = PushStep::Kind::Restore;
    step.write = writeFor(record, Write::Kind::Patch);
    const Event base(record.base);
    step.write.body = isOrdinary(base) ? calendar::insertBody(aria) : calendar::patchBetween(base, aria);
    for (const auto &member : { u"id"_s, conferenceMember }) // the meeting is still there
        step.write.body.remove(member);
    // If the event lives after all, or was changed after it was deleted, Google says so instead of losing that.
    step.write.etag = record.etag;
    if (!step.write.body.contains(statusMember))
        step.write.body.insert(statusMember, u"confirmed"_s);
    step.sent = aria;
    leaveGuestsAlone(record, step);
    return step;
}

} // namespace

PushStep pushStepFor(const EventRecord &record)
{
    if (record.isDeletedInAria())
        return stepForDeletion(record);

    PushStep step;
    if (record.pushOptions.aside) {
        step.kind = PushStep::Kind::Unusable;
        step.error = { ErrorCategory::Precondition, u"stands_aside"_s,
            u"Google's event cannot be stored here, so it can only be changed there."_s };
        return step;
    }
    const auto aria = ariaVersion(record);
    if (!aria) {
        step.kind = PushStep::Kind::Unusable;
        step.error = aria.error();
        return step;
    }
    step.sent = aria->event;
    if (record.base.isEmpty()) {
        if (!record.recurringEventId.isEmpty()) {
            step.kind = PushStep::Kind::Locate;
            return step;
        }
        step.kind = PushStep::Kind::Send;
        step.write = writeFor(record, Write::Kind::Insert);
        const QJsonObject &more = record.pushOptions.more;
        for (auto it = more.begin(); it != more.end(); ++it)
            step.sent.set(it.key(), it.value());
        step.write.body = calendar::insertBody(step.sent);
        step.write.conferenceData = step.write.body.contains(conferenceMember); // a copy keeps its meeting
        askForConference(record, step.write);
        return step;
    }
    const Event base(record.base);
    if (base.isCancelled())
        return stepForRestore(record, aria->event);

    step.write = writeFor(record, Write::Kind::Patch);
    step.write.body = calendar::patchBetween(base, aria->event);
    writeAnswerAlone(base, step);
    askForConference(record, step.write);
    step.write.etag = record.etag;
    if (!step.write.body.isEmpty()) {
        step.kind = PushStep::Kind::Send;
    } else if (isToBeMoved(record)) {
        step.kind = PushStep::Kind::Send;
        step.write = writeFor(record, Write::Kind::Move);
        step.write.destination = record.pushOptions.moveTo;
        step.write.sendUpdates = calendar::SendUpdates::None; // nobody can ask for mails about a move
    }
    return step;
}

store::HistoryRecord pushHistory(const EventRecord &record, const PushStep &step, const QDateTime &now)
{
    const bool deletes = step.write.kind == Write::Kind::Delete;
    const auto operation = deletes         ? store::Operation::Delete
        : record.base.isEmpty()            ? store::Operation::Create
        : Event(record.base).isCancelled() ? store::Operation::Restore
                                           : store::Operation::Update;
    return intendedPush(record, operation, deletes ? Event() : step.sent, now);
}

} // namespace aria::sync
