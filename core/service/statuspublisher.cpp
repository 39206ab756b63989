#include "service/statuspublisher.h"

#include "service/relayjson.h"

#include <QCoreApplication>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace aria::service {

StatusPublisher::StatusPublisher(const Settings &settings, const store::Store &store, Engines &engines,
    const Pause &pause, StatusBoard &board)
    : m_strategy(settings.conflictStrategy)
    , m_store(store)
    , m_engines(engines)
    , m_pause(pause)
    , m_board(board)
{
    const QString name = u"%1/%2"_s.arg(QSysInfo::machineHostName()).arg(QCoreApplication::applicationPid());
    for (const auto &engine : engines) {
        engine->setReport([this, name] {
            QJsonObject report = toJson(m_board.status());
            report.insert(u"service"_s, name);
            return report;
        });
    }
    connect(&engines, &Engines::stateChanged, this, &StatusPublisher::publish);
    connect(&engines, &Engines::leadChanged, this, &StatusPublisher::publish);
    connect(&store, &store::Store::healthChanged, this, &StatusPublisher::publish);
    publish();
}

void StatusPublisher::publish()
{
    StatusView view;
    view.conflictStrategy = m_strategy;
    view.role = m_engines.leads() ? u"leader"_s : u"standby"_s;
    bool syncing = false;
    bool offline = !m_store.isHealthy();
    bool held = false;
    for (const auto &engine : m_engines) {
        syncing = syncing || engine->isSyncing();
        offline = offline || engine->isOffline();
        held = held || engine->heldDeletions() > 0;
        view.progressDone += engine->progressDone();
        CalendarStatus calendar;
        calendar.calendarId = engine->calendarId();
        calendar.syncing = engine->isSyncing();
        calendar.heldDeletions = engine->heldDeletions();
        if (const auto error = engine->lastError())
            calendar.lastError = error->message;
        view.calendars.append(calendar);
        if (engine->lastError() && !view.problem)
            view.problem = engine->lastError();
        if (engine->heldDeletions() > 0) {
            view.problem = Error{ ErrorCategory::Precondition, u"deletions_held"_s,
                u"%1 deletions at once in calendar \"%2\" wait for a confirmation."_s
                    .arg(engine->heldDeletions())
                    .arg(engine->calendarId()) };
        }
        if (engine->nextSync().isValid()
            && (!view.nextSyncTime.isValid() || engine->nextSync() < view.nextSyncTime))
            view.nextSyncTime = engine->nextSync();
        if (const auto channel = engine->channels().current()) {
            view.webhookActive = true;
            if (!view.webhookExpires.isValid() || channel->expiration < view.webhookExpires)
                view.webhookExpires = channel->expiration;
        }
    }
    addProblems(view);
    view.state = m_pause.isPaused()        ? State::Paused
        : !m_board.auth().credentialsValid ? State::NeedsAuth
        : syncing                          ? State::Syncing
        : held                             ? State::NeedsConfirmation
        : offline                          ? State::Offline
                                           : State::Idle;
    m_board.post(view);
    Q_EMIT stateChanged();
}

void StatusPublisher::addProblems(StatusView &view) const
{
    const google::AuthStatus auth = m_board.auth();
    if (!m_store.isHealthy()) {
        if (const auto trouble = m_store.trouble())
            view.problem = trouble;
    }
    if (!auth.credentialsValid && !view.problem && !auth.problem.isEmpty())
        view.problem = Error{ ErrorCategory::Unauthorized, auth.problemCode, auth.problem };
    if (view.problem)
        view.lastError = view.problem->message;
}

HealthView StatusPublisher::health() const
{
    HealthView view{ m_store.isHealthy(), m_board.isReady(), m_board.auth(), {} };
    if (!view.databaseHealthy) {
        if (const auto trouble = m_store.trouble())
            view.databaseProblem = trouble->message;
    }
    return view;
}

} // namespace aria::service
