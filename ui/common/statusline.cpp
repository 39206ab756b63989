#include "uicommon/statusline.h"

#include "uicommon/errorwords.h"

using namespace Qt::StringLiterals;

namespace aria::uicommon {

using service::State;
using service::StatusView;

namespace {

struct StatusLineText
{
    Q_DECLARE_TR_FUNCTIONS(aria::uicommon::StatusLine)
};

// An import deserves a progress bar; the usual check for changes is over before a bar could be read.
constexpr qint64 importSize = 50;

} // namespace

ConditionView conditionOf(const StatusWatch &watch)
{
    if (!watch.problem().isEmpty())
        return { Condition::Broken, 0 };
    if (!watch.isKnown())
        return {};
    const StatusView &status = watch.status();
    const store::Statistics &counts = status.statistics;
    // Resuming helps nobody who has not signed in.
    const bool isNobody = status.state == State::Paused && !watch.health().auth.tokenExists;
    if (status.state == State::NeedsAuth || isNobody)
        return { Condition::SignIn, 0 };
    if (counts.conflicts > 0)
        return { Condition::Conflicts, counts.conflicts };
    if (status.state == State::NeedsConfirmation)
        return { Condition::Confirm, 0 };
    if (status.state == State::Paused)
        return { Condition::Paused, counts.pendingToGoogle };
    if (status.state == State::Syncing)
        return { Condition::Syncing, counts.pendingToGoogle };
    if (status.state == State::Offline)
        return { Condition::Offline, counts.pendingToGoogle };
    if (counts.errors > 0)
        return { Condition::Errors, counts.errors };
    return { Condition::InStep, counts.pendingToGoogle };
}

StatusLine statusLineOf(const StatusWatch &watch, const UiFormat &format, const QDateTime &now)
{
    const ConditionView view = conditionOf(watch);
    const StatusView &status = watch.status();
    StatusLine line;
    line.condition = view.condition;
    line.detail = problemText(status);
    switch (view.condition) {
    case Condition::Starting:
        line.text = StatusLineText::tr("Starting…", "the service is about to run");
        line.detail.clear();
        break;
    case Condition::Broken:
        line.text = StatusLineText::tr("The calendar cannot be read");
        line.detail = watch.problem();
        if (!watch.isKnown()) {
            line.text = StatusLineText::tr("The calendar service is not running");
            line.action = StatusLineText::tr("Try again", "button: start the service");
        }
        break;
    case Condition::SignIn:
        if (watch.health().auth.tokenExists) {
            line.text = StatusLineText::tr("Google wants a new sign-in");
            line.action = StatusLineText::tr("Sign in again", "button");
        } else {
            line.text = StatusLineText::tr("Not connected to Google yet");
            line.action = StatusLineText::tr("Sign in", "button");
        }
        break;
    case Condition::Conflicts:
        line.text = StatusLineText::tr("%n conflict(s)", nullptr, int(view.count));
        line.action = StatusLineText::tr("Review", "button: look at the conflicts");
        break;
    case Condition::Confirm:
        line.text = StatusLineText::tr("Many deletions wait for you");
        line.action = StatusLineText::tr("Review", "button: look at the deletions");
        break;
    case Condition::Paused:
        line.text = view.count > 0
            ? StatusLineText::tr("Paused, %n edit(s) waiting", nullptr, int(view.count))
            : StatusLineText::tr("Paused", "state of the sync");
        line.action = StatusLineText::tr("Resume", "button: sync again");
        break;
    case Condition::Errors:
        line.text = StatusLineText::tr("Google refused %n event(s)", nullptr, int(view.count));
        break;
    case Condition::Syncing:
        line.done = status.progressDone;
        line.total = status.progressTotal.value_or(0);
        line.hasProgress =
            line.total > importSize || line.done > importSize || !status.lastSyncTime.isValid();
        if (line.total > 0 && line.hasProgress) {
            line.text = StatusLineText::tr("Importing %1 of %2", "numbers of events")
                            .arg(format.number(line.done), format.number(line.total));
        } else if (line.hasProgress && line.done > 0) {
            line.text = StatusLineText::tr("Importing, %n event(s) so far", nullptr, int(line.done));
        } else {
            line.text = StatusLineText::tr("Syncing…");
        }
        break;
    case Condition::Offline:
        line.text = view.count > 0
            ? StatusLineText::tr("Offline, %n edit(s) waiting", nullptr, int(view.count))
            : StatusLineText::tr("Offline", "Google cannot be reached");
        break;
    case Condition::InStep:
        if (view.count > 0)
            line.text = StatusLineText::tr("%n edit(s) on the way to Google", nullptr, int(view.count));
        else if (status.lastSyncTime.isValid())
            line.text = StatusLineText::tr("In step · %1", "%1 is when: 2 min ago")
                            .arg(format.ago(status.lastSyncTime, now));
        else
            line.text = StatusLineText::tr("In step", "both calendars hold the same");
        break;
    }
    return line;
}

} // namespace aria::uicommon
