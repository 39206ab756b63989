#include "service/statusreader.h"

#include "edits/eventreader.h"
#include "merge/guestmails.h"
#include "merge/readonly.h"
#include "service/relayjson.h"
#include "store/metadatakeys.h"
#include "sync/plan/waitingplan.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::service {

using store::Session;

namespace {

constexpr std::chrono::seconds leaderReportLife{ 10 }; // no calendar is without a leader for longer

// What is held stands in the database: also before the first sync after a start, and in a service that only stands by.
Expected<void> addHeldDeletions(Session &session, StatusView &view)
{
    constexpr qint64 fewEnough = 30;
    if (view.statistics.pendingToAria <= fewEnough && view.statistics.pendingToGoogle <= fewEnough)
        return {};
    bool held = false;
    for (CalendarStatus &calendar : view.calendars) {
        const auto waiting = sync::waitingDeletions(session, calendar.calendarId);
        if (!waiting)
            return Unexpected(waiting.error());
        calendar.heldDeletions = waiting->heldEvents();
        held = held || waiting->isHeld();
    }
    if (held && (view.state == State::Idle || view.state == State::Offline))
        view.state = State::NeedsConfirmation;
    return {};
}

Expected<void> addNotify(Session &session, StatusView &view, const QStringList &calendarIds)
{
    const auto state = session.hook().state();
    if (!state)
        return Unexpected(state.error());
    if (!*state)
        return {};
    view.notify.lastError = (*state)->lastError;
    view.notify.disabled = (*state)->isDisabled;
    if (view.notify.disabled)
        return {};
    const auto pending = session.hook().pending(calendarIds);
    if (!pending)
        return Unexpected(pending.error());
    view.notify.pending = *pending;
    return {};
}

} // namespace

Expected<StatusView> readStatus(Session &session, StatusView view, const QStringList &calendarIds)
{
    auto statistics = session.backlog().statistics(calendarIds);
    if (!statistics)
        return Unexpected(statistics.error());
    view.statistics = *statistics;
    const auto due = session.occurrences().howManyDue();
    if (!due)
        return Unexpected(due.error());
    view.occurrencesDue = *due;
    if (view.role == "standby"_L1) {
        // What the sync does is what its leader does.
        const auto report = session.lead().report(calendarIds.constFirst(), leaderReportLife);
        if (!report)
            return Unexpected(report.error());
        if (*report)
            applyReport(view, QJsonDocument::fromJson((*report)->toUtf8()).object());
    }
    if (auto added = addNotify(session, view, calendarIds); !added)
        return Unexpected(added.error());
    const auto mails = sync::mailsCaused(session, calendarIds);
    if (!mails)
        return Unexpected(mails.error());
    view.mailsCaused = *mails;
    if (auto added = addHeldDeletions(session, view); !added)
        return Unexpected(added.error());
    for (CalendarStatus &calendar : view.calendars) {
        const auto readOnly = sync::isReadOnly(session, calendar.calendarId);
        if (!readOnly)
            return Unexpected(readOnly.error());
        calendar.readOnly = *readOnly;
        const auto last = session.metadata().value(store::metadata::lastSync, calendar.calendarId);
        if (!last)
            return Unexpected(last.error());
        const QDateTime time = *last ? QDateTime::fromString(**last, Qt::ISODateWithMs) : QDateTime();
        calendar.lastSyncTime = time;
        if (time.isValid() && (!view.lastSyncTime.isValid() || time < view.lastSyncTime))
            view.lastSyncTime = time;
        const auto reminders = calendarReminders(session, calendar.calendarId);
        if (!reminders)
            return Unexpected(reminders.error());
        view.defaultReminders.insert(calendar.calendarId, *reminders);
    }
    return view;
}

StatusReader::StatusReader(store::Store &store, const StatusBoard &board, QStringList calendarIds)
    : m_store(store)
    , m_board(board)
    , m_calendarIds(std::move(calendarIds))
{
}

Reply<StatusView> StatusReader::status()
{
    const quint64 posts = m_board.posts(); // before the status: one that is newer is read again
    // One piece of work, and not a future that continues another one: while one thread adds a continuation and another ends
    // the future, Qt 6.4 may call it twice, which ended the whole service.
    return m_store.read([posts, posted = m_board.status(), calendarIds = m_calendarIds, kept = m_kept](
                            Session &session) -> Expected<StatusView> {
        const auto mark = session.mark();
        if (!mark)
            return Unexpected(mark.error());
        if (kept->mark == *mark && kept->posts == posts)
            return kept->view;
        auto view = readStatus(session, posted, calendarIds);
        const bool isTimeless = posted.role != "standby"_L1; // a leader's report grows old
        if (view && isTimeless) {
            view->edition = kept->view.edition + 1;
            *kept = { *mark, posts, *view };
        }
        return view;
    });
}

} // namespace aria::service
