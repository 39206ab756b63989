// What a pending edit asks of its push besides the event's content. JSON in the column push_options; nobody but
// store sees that (eventrows.cpp).
#pragma once

#include "calendar/sendupdates.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace aria::store {

// A request for mails to guests, with the edit that made it: the push of an earlier revision does not settle it.
struct MailRequest
{
    calendar::SendUpdates whom = calendar::SendUpdates::None;
    qint64 revision = 0; // of the edit that asked
    // Google refused it then: it holds for another attempt, not for a later edit. 0: never.
    qint64 refusedRevision = 0;

    bool operator==(const MailRequest &other) const = default;
};

struct PushOptions
{
    std::optional<MailRequest> mails;
    QString conferenceRequestId; // asks for a Meet link, once; empty: none is asked for
    QString reason; // why it is pushed, for the history; empty: an edit of ARIA's
    // Members that no column holds, for the birth of an event made from another one. The row's later edits keep them.
    QJsonObject more;
    // Of an occurrence that Google has not been asked about yet: what it was as part of its series when ARIA first edited
    // it. What differs from that is ARIA's edit, whatever becomes of the series meanwhile.
    QJsonObject editedFrom;
    QString moveTo; // the calendar where Google is to move it; empty: it stays where it is
    bool deletionApproved = false; // by a person: the mass-deletion brake no longer counts it
    // The occurrence was looked up at Google, and no list has shown it as an exception so far: it may be nothing but a
    // part of its series.
    bool located = false;
    // The edit of that revision was merged with Google's newer version, which moved the row on to the other one. A later
    // edit of ARIA's moves it on further, and then this says nothing any more.
    struct Merge
    {
        qint64 editRevision = 0;
        qint64 revision = 0;

        bool operator==(const Merge &other) const = default;
    };
    std::optional<Merge> merge;
    // Not an edit: the row stands for an event at Google that cannot be stored (sync/pull/aside.h)
    bool aside = false;
    QJsonObject others; // what a later version wrote; kept as it is

    static PushOptions because(const QString &reason);

    void askForMails(
        calendar::SendUpdates whom, qint64 revision); // None: leaves what an earlier edit asked for
    void forgetMailsUpTo(qint64 revision); // what that edit and earlier ones had asked for
    void mailsRefused(qint64 revision);
    calendar::SendUpdates whomToMail(qint64 revision) const; // with the push of that revision
    calendar::SendUpdates whomToMailUpTo(qint64 revision) const;

    void askForConference(const QString &requestId); // a second request is the first one
    bool asksForConference() const { return !conferenceRequestId.isEmpty(); }

    void afterPush(qint64 revision); // that revision is at Google: what it asked for is done
    void afterListed(); // a list of Google's shows the event: it is known for what it is
    PushOptions withoutWishes() const; // only what is a fact about the event, and not asked for by an edit

    bool isEmpty() const { return *this == PushOptions(); }
    bool operator==(const PushOptions &other) const = default;
};

} // namespace aria::store
