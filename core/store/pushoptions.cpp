#include "store/pushoptions.h"

namespace aria::store {

using calendar::SendUpdates;

PushOptions PushOptions::because(const QString &reason)
{
    PushOptions options;
    options.reason = reason;
    return options;
}

void PushOptions::askForMails(SendUpdates whom, qint64 revision)
{
    if (whom != SendUpdates::None)
        mails = MailRequest{ whom, revision, 0 };
}

void PushOptions::forgetMailsUpTo(qint64 revision)
{
    if (mails && mails->revision <= revision)
        mails.reset();
}

void PushOptions::mailsRefused(qint64 revision)
{
    if (mails)
        mails->refusedRevision = revision;
}

SendUpdates PushOptions::whomToMail(qint64 revision) const
{
    const bool holds = mails && (mails->refusedRevision == 0 || mails->refusedRevision == revision);
    return holds ? mails->whom : SendUpdates::None;
}

SendUpdates PushOptions::whomToMailUpTo(qint64 revision) const
{
    return mails && mails->revision <= revision ? mails->whom : SendUpdates::None;
}

void PushOptions::askForConference(const QString &requestId)
{
    if (!asksForConference())
        conferenceRequestId = requestId;
}

void PushOptions::afterPush(qint64 revision)
{
    conferenceRequestId.clear();
    reason.clear();
    located = false;
    more = {};
    forgetMailsUpTo(revision);
}

void PushOptions::afterListed()
{
    located = false;
    aside = false;
}

PushOptions PushOptions::withoutWishes() const
{
    PushOptions kept;
    kept.located = located;
    return kept;
}

} // namespace aria::store
