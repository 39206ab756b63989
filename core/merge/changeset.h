// Collects decisions while a page (or an answer) is worked through, and stores them together in few statements.
#pragma once

#include "merge/applydecision.h"
#include "store/session.h"

namespace aria::sync {

// Google deletes a series with its exceptions; so do we.
Expected<void> forgetExceptions(
    store::Session &session, const store::EventRecord &master, const QDateTime &now);

// See store::metadata::listAnew. `because`: the event that a list has to show as it is now.
Expected<void> demandFullList(store::Session &session, const store::EventRecord &because);

// Google has a deleted series again: what ARIA knows of its exceptions becomes valid again, and a full list is
// demanded, because Google's incremental lists do not show what it has of them (store::metadata::listAnew).
Expected<void> reviveExceptions(store::Session &session, const store::EventRecord &master);

class ChangeSet
{
public:
    void add(AppliedDecision decided);

    // Records first (new ones get their ids), then history and changes with those ids.
    Expected<QList<EventChange>> save(store::Session &session);

private:
    QList<AppliedDecision> m_decided;
};

} // namespace aria::sync
