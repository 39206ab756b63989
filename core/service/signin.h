// Signing in to Google and out again, and what other programs do to the credentials meanwhile.
#pragma once

#include "google/oauth.h"
#include "service/engines.h"
#include "service/statusboard.h"
#include "service/task.h"

#include <QFileSystemWatcher>

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class SignIn final : public QObject
{
    Q_OBJECT
public:
    SignIn(const Settings &settings, google::OAuth &oauth, Engines &engines, StatusBoard &board);

    void watchCredentials();
    // Both: also where a change of the files was not noticed.
    void lookAgain();
    // Looks at the credentials, and once the service is ready, tells the engines.
    void refresh();

    Task<google::AuthStatus> authStatus();
    Task<google::Authorization> beginAuthorization(QString redirectUri, QString state);
    Task<QStringList> completeAuthorization(QString code, QString state, QString redirectUri);
    Task<void> abandonAuthorization(QString state);
    Task<bool> revokeAuthorization();

Q_SIGNALS:
    // As CalendarService::authorizationEnded().
    void authorizationEnded(const QString &state, const QString &code, const QString &message);

private:
    const QString m_credentialsDir;
    google::OAuth &m_oauth;
    Engines &m_engines;
    StatusBoard &m_board;
    QFileSystemWatcher m_watcher;
};

} // namespace aria::service
