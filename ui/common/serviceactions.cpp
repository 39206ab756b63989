#include "uicommon/serviceactions.h"

#include "base/whenfinished.h"
#include "uicommon/errorwords.h"
#include "uicommon/icons.h"
#include "uicommon/statusline.h"

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

const QString pausedUntilKey = u"pausedUntil"_s;
const QString heldKey = u"heldForSignIn"_s;
constexpr int anHour = 3600;

} // namespace

ServiceActions::ServiceActions(
    ServiceLink &link, const StatusWatch &watch, Clock &clock, QSettings &state, QObject *parent)
    : QObject(parent)
    , openAgenda(icon(u"calendar"_s), tr("Open &agenda"))
    , newEvent(icon(u"add"_s), tr("&New event…"))
    , reviewConflicts(icon(u"conflict"_s), tr("Review con&flicts…"))
    , confirmDeletions(icon(u"delete"_s), tr("Review &deletions…"))
    , signIn(icon(u"signin"_s), tr("S&ign in to Google…"))
    , settings(icon(u"settings"_s), tr("S&ettings…"))
    , history(icon(u"history"_s), tr("&History…"))
    , quit(icon(u"quit"_s), tr("&Quit"))
    , syncNow(icon(u"sync"_s), tr("&Sync now"))
    , pauseHour(icon(u"pause"_s), tr("&Pause for 1 hour"))
    , pause(icon(u"pause"_s), tr("Pause &until resumed"))
    , resume(icon(u"resume"_s), tr("&Resume"))
    , signOut(icon(u"signout"_s), tr("Sign &out…"))
    , startAgain(icon(u"sync"_s), tr("Try again"))
    , m_link(link)
    , m_watch(watch)
    , m_clock(clock)
    , m_state(state)
{
    setParent(parent);
    newEvent.setShortcut(QKeySequence::New);
    quit.setShortcut(QKeySequence::Quit);
    syncNow.setShortcut(QKeySequence::Refresh);
    settings.setMenuRole(QAction::PreferencesRole);
    quit.setMenuRole(QAction::QuitRole);

    connect(&syncNow, &QAction::triggered, this, [this] {
        if (auto *service = m_link.service())
            report(service->syncNow());
    });
    connect(&pauseHour, &QAction::triggered, this, [this] { pauseUntil(m_clock.nowUtc().addSecs(anHour)); });
    connect(&pause, &QAction::triggered, this, [this] { pauseUntil({}); });
    connect(&resume, &QAction::triggered, this, &ServiceActions::endPause);
    m_pauseEnd.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_pauseEnd, &QTimer::timeout, this, &ServiceActions::waitForEndOfPause);
    connect(&watch, &StatusWatch::updated, this, &ServiceActions::follow);
    connect(&link, &ServiceLink::serviceChanged, this, &ServiceActions::waitForEndOfPause);
    connect(&link, &ServiceLink::serviceChanged, this, &ServiceActions::letGoOfAnEarlierRun);
    follow();
    waitForEndOfPause();
}

void ServiceActions::follow()
{
    const ConditionView view = conditionOf(m_watch);
    const service::StatusView &status = m_watch.status();
    const bool running = view.condition != Condition::Starting;
    const bool paused = status.state == service::State::Paused;
    const bool signedIn = m_watch.health().auth.tokenExists;
    reviewConflicts.setVisible(running && status.statistics.conflicts > 0);
    reviewConflicts.setText(tr("Review %n con&flict(s)…", nullptr, int(status.statistics.conflicts)));
    confirmDeletions.setVisible(running && status.state == service::State::NeedsConfirmation);
    signIn.setVisible(running && !m_watch.health().auth.credentialsValid);
    signOut.setVisible(running && signedIn);
    syncNow.setEnabled(running && !paused && m_watch.health().auth.credentialsValid);
    newEvent.setEnabled(running);
    pauseHour.setVisible(!paused);
    pause.setVisible(!paused);
    resume.setVisible(paused);
    for (QAction *action : { &pauseHour, &pause, &resume })
        action->setEnabled(running);
}

void ServiceActions::pauseUntil(const QDateTime &end)
{
    auto *service = m_link.service();
    if (!service)
        return;
    if (end.isValid())
        m_state.setValue(pausedUntilKey, end);
    else
        m_state.remove(pausedUntilKey);
    report(service->pause());
    waitForEndOfPause();
}

// The clock may jump and the machine may sleep, so the end of the pause is checked once a minute.
void ServiceActions::waitForEndOfPause()
{
    const QDateTime end = m_state.value(pausedUntilKey).toDateTime();
    if (!end.isValid())
        return m_pauseEnd.stop();
    if (end > m_clock.nowUtc())
        return m_pauseEnd.start(std::chrono::minutes(1));
    endPause();
}

// Works even if the action is not enabled yet: the state may not have been read.
void ServiceActions::endPause()
{
    auto *service = m_link.service();
    if (!service)
        return;
    m_state.remove(pausedUntilKey);
    m_pauseEnd.stop();
    report(service->resume());
}

void ServiceActions::holdSync()
{
    m_isHolding = true;
    m_state.setValue(heldKey, true);
    m_state.sync(); // a kill may follow
    m_link.service()->pause();
}

service::Reply<bool> ServiceActions::letSyncGo()
{
    m_isHolding = false;
    m_state.remove(heldKey);
    return m_link.service()->resume();
}

void ServiceActions::letGoOfAnEarlierRun()
{
    if (!m_isHolding && m_link.service() && m_state.value(heldKey).toBool())
        report(letSyncGo());
}

void ServiceActions::endSession()
{
    if (auto *service = m_link.service())
        report(service->revokeAuthorization());
}

template <class T> void ServiceActions::report(const service::Reply<T> &reply)
{
    whenFinished(reply, this, [this](const QFuture<Expected<T>> &future) {
        if (future.resultCount() == 0)
            return; // the service went away
        if (const Expected<T> result = future.result(); !result)
            Q_EMIT failed(errorText(result.error()));
    });
}

} // namespace aria::uicommon
