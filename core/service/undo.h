// The way back: a change in the history undone by an edit of its own. Inside Store::write.
#pragma once

#include "service/eventwriter.h"

namespace aria::service {

// Sets every field the change touched to what it was before; an event the change made is deleted, one it deleted comes
// back (under a fresh id where nothing is left of it). What was changed since in other fields stays. Never mails guests.
// reason: for the history; empty: which change it takes back.
// Conflict: the event is gone already.
Expected<Edit> undoChange(store::Session &session, const store::HistoryRecord &change,
    const EditContext &context, RandomSource &random, const QString &reason = {});

} // namespace aria::service
