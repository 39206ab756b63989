#include "edits/following.h"

#include "calendar/fields.h"
#include "calendar/recurrence.h"
#include "calendar/seriessplit.h"
#include "edits/content.h"
#include "edits/eventreader.h"
#include "edits/undo.h"
#include "merge/eventversions.h"
#include "merge/historyentry.h"
#include "merge/recordstate.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using calendar::EventTime;
using store::EventRecord;
using store::HistoryRecord;
using store::Operation;

namespace {

const QString reasonStart = u"this and following: "_s;
const QString recurrenceMember = u"recurrence"_s;

// The series behind an occurrence, and where it is cut.
struct Cut
{
    EventRecord master;
    Event series; // as ARIA has it
    EventTime from;
    calendar::SeriesSplit split;
    std::optional<Event> chosen; // the occurrence, where it was changed on its own
    QList<EventRecord> later; // occurrences from there on with a row of their own, the chosen one too
};

Expected<Cut> cutAt(store::Session &session, const QStringList &calendarIds, const EventKey &key)
{
    const auto target = findTarget(session, calendarIds, key);
    if (!target)
        return Unexpected(target.error());
    if (!target->isKnown() || (target->master && target->master->isDeletedInAria())
        || (target->record && target->record->isDeletedInAria()))
        return eventNotFound();
    if (!target->isOccurrence() || !target->master) {
        return makeError(ErrorCategory::Precondition, u"not_an_occurrence"_s,
            u"This event is no occurrence of a series."_s);
    }
    Cut cut;
    cut.master = *target->master;
    cut.from = target->originalStart;
    const auto version = sync::ariaVersion(cut.master);
    if (!version)
        return Unexpected(version.error());
    cut.series = version->event;
    if (!cut.series.organizedBySelf()) {
        return makeError(ErrorCategory::Forbidden, u"forbidden_for_non_organizer"_s,
            u"Only the organizer of this series can change how it goes on."_s);
    }
    auto split = calendar::splitSeries(cut.series, cut.from, QTimeZone::utc());
    if (!split)
        return Unexpected(split.error());
    cut.split = *split;
    const QTimeZone utc = QTimeZone::utc();
    const auto exceptions = session.events().exceptionsOf(cut.master.calendarId, cut.master.googleEventId);
    if (!exceptions)
        return Unexpected(exceptions.error());
    for (const EventRecord &exception : *exceptions) {
        const EventTime original = sync::originalStartFromKey(exception.originalStart);
        if (original.instant(utc) < cut.from.instant(utc))
            continue;
        cut.later.append(exception);
        if (original.instant(utc) == cut.from.instant(utc)) {
            if (const auto own = sync::ariaVersion(exception); own && own->isPresent())
                cut.chosen = own->event;
        }
    }
    return cut;
}

bool isCancelled(const EventRecord &exception)
{
    const auto version = sync::ariaVersion(exception);
    return exception.isDeletedInAria() || !version || !version->isPresent();
}

// The later half with what the person sees of the chosen occurrence; the times are the series'.
Event beginningOf(const Cut &cut)
{
    Event later = calendar::laterHalf(cut.series, cut.split, cut.from);
    if (!cut.chosen)
        return later;
    for (const QString &field : calendar::writableFieldsOf(later, *cut.chosen)) {
        if (field != "times"_L1 && field != recurrenceMember && field != "conferenceData"_L1
            && field != "attachments"_L1)
            later = calendar::withField(later, field, *cut.chosen);
    }
    return later;
}

// What becomes of one row, for the history.
struct Words
{
    Operation operation;
    Event before;
    Event after;
};

// One row of the change, stored and written down.
Expected<void> store(store::Session &session, FollowingEdit &done, EventRecord record,
    const std::optional<EventRecord> &previous, const Words &words, const EditContext &context)
{
    record.pushOptions.reason = done.reason;
    auto edit = storeEdit(session, record, previous, context);
    if (!edit)
        return Unexpected(edit.error());
    const HistoryRecord history =
        sync::ariaEdit(edit->record, words.operation, words.before, words.after, done.reason, context.now);
    done.edits.append(*edit);
    return session.history().add(QList<HistoryRecord>{ history });
}

// The series ends before the occurrence, and what was changed on its own after that goes with it.
Expected<void> endSeries(store::Session &session, FollowingEdit &done, const Cut &cut,
    const EventInput &content, const EditContext &context, RandomSource *random)
{
    Event ended = cut.series;
    ended.set(recurrenceMember, QJsonArray::fromStringList(cut.split.earlier));
    EventRecord master = cut.master;
    sync::setAriaContent(master, ended, context.now);
    if (random) {
        EventInput mails;
        mails.sendUpdates = content.sendUpdates;
        addPushOptions(master, mails, *random);
    }
    if (auto stored =
            store(session, done, master, cut.master, Words{ Operation::Update, cut.series, ended }, context);
        !stored)
        return stored;
    for (const EventRecord &exception : cut.later) {
        if (isCancelled(exception))
            continue; // the series does not reach that far any more
        const auto before = sync::ariaVersion(exception);
        EventRecord gone = exception;
        sync::deletedInAria(gone, context.now);
        if (auto stored = store(
                session, done, gone, exception, Words{ Operation::Delete, before->event, Event() }, context);
            !stored)
            return stored;
    }
    return {};
}

// An occurrence that was changed on its own, in the new series.
Expected<void> carryOver(store::Session &session, FollowingEdit &done, const EventRecord &exception,
    const EventRecord &series, const EditContext &context)
{
    const auto version = sync::ariaVersion(exception);
    if (!version)
        return Unexpected(version.error());
    Event event = version->event;
    const EventTime original = sync::originalStartFromKey(exception.originalStart);
    event.set(u"id"_s, calendar::instanceIdOf(series.googleEventId, original));
    event.set(u"recurringEventId"_s, series.googleEventId);
    EventRecord record = sync::newRecord(series.calendarId, event.id(), store::Side::Aria, context.now);
    sync::setAriaContent(record, event, context.now);
    return store(session, done, record, std::nullopt, Words{ Operation::Create, Event(), event }, context);
}

FollowingEdit only(const Edit &edit)
{
    return { { edit }, QString() };
}

// Names it, and when: the way to all of its parts.
QString reasonFor(const QString &id, const EditContext &context)
{
    return reasonStart + id + u' ' + context.now.toUTC().toString(Qt::ISODateWithMs);
}

} // namespace

Expected<FollowingView> readFollowing(
    store::Session &session, const QStringList &calendarIds, const EventKey &key)
{
    const auto cut = cutAt(session, calendarIds, key);
    if (!cut)
        return Unexpected(cut.error());
    FollowingView view;
    view.series = viewOf(cut->master);
    view.isFirst = cut->split.isWhole;
    if (view.isFirst)
        return view;
    view.hasMeeting = !cut->series.meetingLink().isEmpty();
    view.series.event = beginningOf(*cut);
    view.series.googleEventId = calendar::instanceIdOf(cut->master.googleEventId, cut->from);
    view.series.localId = 0;
    const QTimeZone utc = QTimeZone::utc();
    for (const EventRecord &exception : cut->later) {
        const EventTime original = sync::originalStartFromKey(exception.originalStart);
        if (original.instant(utc) > cut->from.instant(utc))
            view.changed.append(original);
    }
    view.changed += calendar::excludedStarts(view.series.event, utc);
    return view;
}

Expected<FollowingEdit> updateFollowing(
    store::Session &session, const UpdateRequest &request, const EditContext &context, RandomSource &random)
{
    const auto cut = cutAt(session, context.calendarIds, request.key());
    if (!cut)
        return Unexpected(cut.error());
    if (cut->split.isWhole) {
        UpdateRequest whole = request;
        whole.googleEventId = cut->master.googleEventId;
        whole.calendarId = cut->master.calendarId;
        whole.etag.clear();
        return updateEvent(session, whole, context, random).map(only);
    }
    if (auto writable = checkWritable(session, cut->master.calendarId); !writable)
        return Unexpected(writable.error());
    const QTimeZone utc = QTimeZone::utc();

    EventRecord record =
        sync::newRecord(cut->master.calendarId, newGoogleEventId(random), store::Side::Aria, context.now);
    Event later = beginningOf(*cut);
    later.set(u"id"_s, record.googleEventId);
    auto wanted = withInput(later, request.content);
    if (!wanted)
        return Unexpected(wanted.error());
    QList<EventRecord> carried;
    for (const EventRecord &exception : cut->later) {
        const EventTime original = sync::originalStartFromKey(exception.originalStart);
        const bool isChosen = original.instant(utc) == cut->from.instant(utc);
        if (isChosen || !wanted->isMaster() || !calendar::hasPlaceFor(*wanted, original, utc))
            continue;
        if (isCancelled(exception))
            calendar::excludeOccurrence(*wanted, original);
        else
            carried.append(exception);
    }
    sync::setAriaContent(record, *wanted, context.now);
    addPushOptions(record, request.content, random);
    record.pushOptions.more = calendar::beyondColumns(*wanted, calendar::Copy::Part);

    FollowingEdit done;
    done.reason = reasonFor(request.googleEventId, context);
    if (auto stored =
            store(session, done, record, std::nullopt, Words{ Operation::Create, Event(), *wanted }, context);
        !stored)
        return Unexpected(stored.error());
    const EventRecord series = done.edits.constFirst().record;
    if (auto ended = endSeries(session, done, *cut, request.content, context, &random); !ended)
        return Unexpected(ended.error());
    for (const EventRecord &exception : std::as_const(carried)) {
        if (auto stored = carryOver(session, done, exception, series, context); !stored)
            return Unexpected(stored.error());
    }
    return done;
}

Expected<FollowingEdit> deleteFollowing(
    store::Session &session, const EventKey &key, const EditContext &context)
{
    const auto cut = cutAt(session, context.calendarIds, key);
    if (!cut)
        return Unexpected(cut.error());
    if (cut->split.isWhole)
        return deleteEvent(session, { cut->master.googleEventId, cut->master.calendarId }, context).map(only);
    if (auto writable = checkWritable(session, cut->master.calendarId); !writable)
        return Unexpected(writable.error());
    FollowingEdit done;
    done.reason = reasonFor(key.id, context);
    if (auto ended = endSeries(session, done, *cut, {}, context, nullptr); !ended)
        return Unexpected(ended.error());
    return done;
}

bool isFollowing(const HistoryRecord &change)
{
    return change.reason.startsWith(reasonStart);
}

Expected<FollowingEdit> undoFollowing(store::Session &session, const QString &calendarId,
    const QString &reason, const EditContext &context, RandomSource &random)
{
    const QDateTime made = QDateTime::fromString(reason.section(u' ', -1), Qt::ISODateWithMs);
    const auto changes = session.history().since({ calendarId }, made);
    if (!changes)
        return Unexpected(changes.error());
    FollowingEdit undone;
    undone.reason = reasonFor(u"undo"_s, context);
    for (const HistoryRecord &change : *changes) {
        // What reached Google is undone with the edit that it carried there.
        if (change.reason != reason || change.side != store::Side::Aria)
            continue;
        const auto edit = undoChange(session, change, context, random, undone.reason);
        if (edit)
            undone.edits.append(*edit);
        else if (edit.error().code != "already_gone"_L1)
            return Unexpected(edit.error());
    }
    if (undone.edits.isEmpty()) {
        return makeError(
            ErrorCategory::Conflict, u"already_gone"_s, u"What this change made is deleted already."_s);
    }
    // The series itself first: it is what the change was about.
    std::stable_sort(undone.edits.begin(), undone.edits.end(), [](const Edit &a, const Edit &b) {
        const auto rank = [](const Edit &edit) {
            return edit.record.isDeletedInAria() ? 2 : edit.record.recurringEventId.isEmpty() ? 0 : 1;
        };
        return rank(a) < rank(b);
    });
    return undone;
}

} // namespace aria::service
