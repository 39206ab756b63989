// Stores ARIA's edits from the API or the windows. Each function runs inside one Store::write.
#pragma once

#include "base/random.h"
#include "edits/eventlookup.h"
#include "edits/eventtypes.h"
#include "merge/applydecision.h"

namespace aria::service {

struct EditContext
{
    QStringList calendarIds; // the first one gets new events
    ConflictStrategy strategy = ConflictStrategy::GoogleWins;
    QDateTime now;
    sync::ClockReading clocks;
};

// An edit as stored, and what is needed to undo it if Google refuses it.
struct Edit
{
    store::EventRecord record;
    std::optional<store::EventRecord> previous; // nullopt: the edit made the row
    bool changed = true; // false: nothing differed, or the same request came before
    QStringList fields = {}; // what it changed in an existing event; names as in calendar/fields.h
};

Expected<Edit> createEvent(
    store::Session &session, const CreateRequest &request, const EditContext &context, RandomSource &random);
Expected<Edit> updateEvent(
    store::Session &session, const UpdateRequest &request, const EditContext &context, RandomSource &random);
Expected<Edit> deleteEvent(store::Session &session, const EventKey &key, const EditContext &context);

// The account's own answer to an invitation. Conflict "not_a_guest": the account is not among the guests.
Expected<Edit> respond(store::Session &session, const RespondRequest &request, const EditContext &context);

// An event that is about to be edited, as it is now.
struct OpenedEvent
{
    store::EventRecord record; // an occurrence without a row gets one
    std::optional<store::EventRecord> previous; // nullopt: it had none
    store::EventRecord known; // the row that shows it: its own, or its series'
    calendar::Event before;
};
// NotFound if it is unknown or deleted.
Expected<OpenedEvent> openEvent(
    store::Session &session, const calendar::EventKey &key, const EditContext &context);
// Stores `after`, with its history entry.
Expected<Edit> storeChange(
    store::Session &session, OpenedEvent opened, const calendar::Event &after, const EditContext &context);

// An occurrence without a row, as its series has it, and the row that begins with an edit of it.
struct NewOccurrence
{
    store::EventRecord record;
    calendar::Event event;
};
Expected<NewOccurrence> newOccurrence(
    const store::EventRecord &master, const calendar::EventTime &originalStart, const EditContext &context);

// Forbidden "read_only_calendar" if Google lets this account only read the calendar.
Expected<void> checkWritable(store::Session &session, const QString &calendarId);

// The last step of every edit: the edited `record` becomes pending (or stays in conflict with Google's waiting
// version) and is saved with a new revision.
Expected<Edit> storeEdit(store::Session &session, store::EventRecord record,
    const std::optional<store::EventRecord> &previous, const EditContext &context);

// What a request asks for besides content: mails, a meeting.
void addPushOptions(store::EventRecord &record, const EventInput &content, RandomSource &random);

// Google refused the content: takes the edit out of the row again. What Google and later edits changed since stays.
Expected<void> revertEdit(store::Session &session, const Edit &edit, const EditContext &context);

} // namespace aria::service
