// What the service's state means for a person: one condition, one sentence, at most one thing to do.
#pragma once

#include "uicommon/statuswatch.h"
#include "uicommon/uiformat.h"

namespace aria::uicommon {

// The first condition that is true, most urgent first.
enum class Condition {
    Starting,
    Broken,
    SignIn,
    Conflicts,
    Confirm,
    Paused,
    Errors,
    Syncing,
    Offline,
    InStep
};

// `count`: conflicts, events in error, or waiting edits, depending on the condition.
struct ConditionView
{
    Condition condition = Condition::Starting;
    qint64 count = 0;
};
ConditionView conditionOf(const StatusWatch &watch);

// The quiet line at the top of the agenda, and the tray's tooltip.
struct StatusLine
{
    Condition condition = Condition::Starting;
    QString text; // "In step · 2 min ago", "2 conflicts"
    QString action; // of a button beside it: "Review"; empty: there is nothing to do
    QString detail; // for a tooltip; may be empty
    bool hasProgress = false;
    qint64 done = 0;
    qint64 total = 0; // 0: unknown
};
StatusLine statusLineOf(const StatusWatch &watch, const UiFormat &format, const QDateTime &now);

} // namespace aria::uicommon
