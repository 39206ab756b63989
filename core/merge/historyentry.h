// Makes the entries of the history: which version on which side was replaced by which, and why. Pure.
#pragma once

#include "store/records.h"

namespace aria::sync {

// A change of ARIA's row in the same transaction. An empty `before` or `after`: there was, or is, no event.
store::HistoryRecord ariaChange(const store::EventRecord &record, store::Operation operation,
    const calendar::Event &before, const calendar::Event &after, const QString &reason, const QDateTime &now);

// The same for an edit by ARIA that made the record's present revision. The entry is removed if that edit is taken
// back.
store::HistoryRecord ariaEdit(const store::EventRecord &record, store::Operation operation,
    const calendar::Event &before, const calendar::Event &after, const QString &reason, const QDateTime &now);

// The present revision is about to be sent to Google and replaces the base there; History::finish() records the
// outcome.
store::HistoryRecord intendedPush(const store::EventRecord &record, store::Operation operation,
    const calendar::Event &after, const QDateTime &now);

} // namespace aria::sync
