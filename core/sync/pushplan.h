// Decides what has to be sent to Google for one pending record. Pure.
#pragma once

#include "base/random.h"
#include "google/calendarapi.h"
#include "store/records.h"

namespace aria::sync {

struct PushStep
{
    enum class Kind {
        Nothing, // both sides already hold the same: only the status changes
        Forget, // deleted in ARIA before Google ever saw it
        Locate, // an occurrence that Google has to name first (events.instances?originalStart=)
        Send, // `write`
        Restore, // `write` brings a deleted event back; refused: it is made anew under a fresh id
        TakeBack, // nothing may be written to this calendar: ARIA's row becomes what Google has
        Unusable, // ARIA's row does not make an event: `error`
    };
    Kind kind = Kind::Nothing;
    google::Write write;
    calendar::Event sent; // the version both sides will agree on when the write succeeds
    Error error;
};

PushStep pushStepFor(const store::EventRecord &record);

// The intent as history, written before the request is sent (guarantee 1).
store::HistoryRecord pushHistory(
    const store::EventRecord &record, const PushStep &step, const QDateTime &now);

// Members of EventRecord::pushOptions.
namespace pushoption {
inline const QString sendUpdates = QStringLiteral("sendUpdates");
// The revision that asked for the mails: they do not apply to a push of an earlier or a later one.
inline const QString sendUpdatesRevision = QStringLiteral("sendUpdatesRevision");
inline const QString conferenceRequestId =
    QStringLiteral("conferenceRequestId"); // asks for a Meet link, once
inline const QString reason = QStringLiteral("reason"); // why it is pushed, for the history
// Members that no column holds, for an event that is made from another one. The row's later edits keep them.
inline const QString more = QStringLiteral("more");
// A person approved this deletion: the mass-deletion brake no longer counts it. ToDo::pendingDeletions knows it too.
inline const QString deletionApproved = QStringLiteral("deletionApproved");
// The occurrence was looked up at Google, and no list has shown it as an exception so far: it may be just an ordinary
// part of its series.
inline const QString located = QStringLiteral("located");
// Not an edit: the row stands for an event at Google that cannot be stored (aside.h).
inline const QString aside = QStringLiteral("aside");
} // namespace pushoption

} // namespace aria::sync
