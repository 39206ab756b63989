// Requests about events, and views of them. Plain values that cross threads.
#pragma once

#include "calendar/event.h"
#include "calendar/eventkey.h"
#include "calendar/sendupdates.h"
#include "store/records.h"

#include <QJsonArray>
#include <QTimeZone>

namespace aria::service {

using calendar::EventKey;

// The content of a create or update request. nullopt: not mentioned, which means unchanged, or the default on create.
struct EventInput
{
    std::optional<QString> title;
    std::optional<QString> description;
    std::optional<QString> location;
    std::optional<calendar::EventTime> start; // both or neither on create; on update either
    std::optional<calendar::EventTime> end;
    bool zoneHasNoName = false; // the times' zone is an offset without a name at Google, which a series needs
    std::optional<QStringList> attendees; // e-mails; answers of those that stay are kept
    std::optional<QStringList> recurrence; // checked lines; empty: no recurrence
    std::optional<QJsonArray> reminders; // Google's override objects; empty: none at all
    bool defaultReminders = false; // back to the calendar's own, whatever `reminders` says
    std::optional<QString> colorId; // empty: the calendar's
    calendar::SendUpdates sendUpdates = calendar::SendUpdates::None;
    bool conference = false; // ask Google for a Meet link
};

struct CreateRequest
{
    EventInput content;
    std::optional<qint64> localEventId;
    QString idempotencyKey; // empty: none
    QString calendarId = {}; // as in the settings; empty: the first
};

struct UpdateRequest
{
    QString googleEventId; // or an instance id of either form
    EventInput content;
    std::optional<qint64> localEventId; // only a check: Conflict if it belongs to another event
    QString etag; // empty: whatever the version
    QString calendarId = {}; // as in the settings; empty: whichever calendar has the event

    EventKey key() const { return { googleEventId, calendarId }; }
};

// The account's own answer to an invitation.
struct RespondRequest
{
    EventKey key; // of a series, a single event or one occurrence
    QString response; // Google's word: accepted, tentative, declined
    std::optional<QString> comment; // nullopt: as it is; empty: none
    calendar::SendUpdates sendUpdates = calendar::SendUpdates::None;
};

// Moves an event or a whole series to another calendar; it keeps its id.
struct MoveRequest
{
    EventKey key;
    QString toCalendarId; // as in the settings
};

// An event as the API and the windows show it: Google's JSON with ARIA's pending edits applied.
struct EventView
{
    calendar::Event event;
    QString googleEventId; // MASTER_YYYYMMDDTHHMMSSZ for an occurrence, whatever Google calls it
    qint64 localId = 0; // 0: an occurrence without a row of its own
    QString calendarId;
    store::SyncStatus status = store::SyncStatus::Synced;
    QString errorMessage;
    bool truncated = false; // an occurrence of a series that is shown only in part

    EventKey key() const { return { googleEventId, calendarId }; }
};

// The events in a period of time, in order.
struct AgendaView : QList<EventView>
{
    // A series repeats so often that not all of it is in here, though no limit of the request was reached.
    bool truncated = false;
    QTimeZone zone = QTimeZone::utc(); // in which all-day events are days here
};

// The result of a command that writes: the event as it is now, and whether Google has it already.
struct WriteOutcome
{
    EventView view;
    // Google has confirmed it, or has the same anyway. False: stored; view.status says what it waits for (202).
    bool pushed = false;
    // Fields of the request (API names) that have no effect because somebody else's newer edit won. If no field has an
    // effect, the command fails instead.
    QStringList overruled = {};
};

// What "this and following" means for one occurrence.
struct FollowingView
{
    // The later part as it would begin, with what is left of the recurrence; its id is the occurrence's. The series
    // itself if the occurrence is its first.
    EventView series;
    bool isFirst = false;
    bool hasMeeting = false; // its meeting link stays with the earlier part
    // Original starts of later ones that were changed or cancelled on their own.
    QList<calendar::EventTime> changed;
};

} // namespace aria::service
