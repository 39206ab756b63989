// The entries of the history: one version of one side that another one takes the place of, and why. Pure.
#pragma once

#include "store/records.h"

namespace aria::sync {

// ARIA's row is changed in the same transaction. Empty: there was nothing before, or there is nothing after.
store::HistoryRecord ariaChange(const store::EventRecord &record, store::Operation operation,
    const calendar::Event &before, const calendar::Event &after, const QString &reason, const QDateTime &now);

// The same for an edit of ARIA's that makes the record's present revision. It goes if that edit is taken back.
store::HistoryRecord ariaEdit(const store::EventRecord &record, store::Operation operation,
    const calendar::Event &before, const calendar::Event &after, const QString &reason, const QDateTime &now);

// The present revision is about to be sent to Google in the place of the base; what becomes of it
// History::finish() writes down.
store::HistoryRecord intendedPush(const store::EventRecord &record, store::Operation operation,
    const calendar::Event &after, const QDateTime &now);

} // namespace aria::sync
