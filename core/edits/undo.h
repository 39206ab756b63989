// Undoes a change in the history by an edit of its own. Inside Store::write.
#pragma once

#include "edits/eventwriter.h"

namespace aria::service {

// Sets every field that the change touched to its value before. An event that the change made is deleted; one that it
// deleted comes back (under a fresh id if nothing is left of it). Later changes to other fields stay. Never mails
// guests. reason: for the history; empty: names the change it takes back. Conflict: the event is gone already.
Expected<Edit> undoChange(store::Session &session, const store::HistoryRecord &change,
    const EditContext &context, RandomSource &random, const QString &reason = {});

} // namespace aria::service
