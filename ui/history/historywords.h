// A line of the history in words.
#pragma once

#include "diff/viewer.h"
#include "service/types.h"

namespace aria::history {

// "Changed", "Deleted", "Conflict settled", …
QString operationText(const store::HistoryRecord &record);

// Which side was written: "in ARIA", "in Google".
QString sideText(const store::HistoryRecord &record);

// Who or what made it: "edited in ARIA", "changed in Google", "conflict: Google wins", …
QString reasonText(const store::HistoryRecord &record);

// Empty if it was done; otherwise "waiting", "failed: …", "overtaken by a later change".
QString outcomeText(const store::HistoryRecord &record);

// The title in the version after the change, or in what was deleted.
QString titleText(const store::HistoryRecord &record);

// The whole line, for screen readers and messages.
QString summaryText(const store::HistoryRecord &record, const diff::Viewer &viewer);

} // namespace aria::history
