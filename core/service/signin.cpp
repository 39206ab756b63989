#include "service/signin.h"

#include "base/logging.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace aria::service {

SignIn::SignIn(const Settings &settings, google::OAuth &oauth, Engines &engines, StatusBoard &board)
    : m_credentialsDir(settings.credentialsDir)
    , m_oauth(oauth)
    , m_engines(engines)
    , m_board(board)
{
    connect(&oauth, &google::OAuth::signedIn, &engines, &Engines::accountChanged);
    connect(&oauth, &google::OAuth::statusChanged, this, &SignIn::refresh);
    connect(&engines, &Engines::signInNeeded, this, [this](const QString &reason) {
        qCWarning(lcService) << "sign in to Google again:" << reason;
        refresh();
    });
    for (const auto changed : { &QFileSystemWatcher::directoryChanged, &QFileSystemWatcher::fileChanged }) {
        connect(&m_watcher, changed, this, &SignIn::lookAgain);
    }
    m_board.post(m_oauth.status());
}

// The files too: other programs write them in place, which is no change of the folder. One that was replaced is
// another, and the watcher does not notice that as long as the old one lives on (open somewhere, or a copy by a hard
// link), so they are watched anew each time.
void SignIn::watchCredentials()
{
    for (const QString &path : { m_credentialsDir, m_credentialsDir + u"/token.json"_s,
             m_credentialsDir + u"/client_secrets.json"_s }) {
        const bool isWatched = m_watcher.files().contains(path) || m_watcher.directories().contains(path);
        if (isWatched)
            m_watcher.removePath(path);
        if (QFileInfo::exists(path))
            m_watcher.addPath(path);
    }
}

void SignIn::lookAgain()
{
    watchCredentials();
    refresh();
}

void SignIn::refresh()
{
    const google::AuthStatus status = m_oauth.status();
    m_board.post(status);
    if (m_board.isReady())
        m_engines.setSignedIn(status.credentialsValid);
}

Task<google::AuthStatus> SignIn::authStatus()
{
    refresh();
    co_return Expected<google::AuthStatus>(m_board.auth());
}

Task<google::Authorization> SignIn::beginAuthorization(QString redirectUri, QString state)
{
    co_return m_oauth.begin(redirectUri, state);
}

Task<QStringList> SignIn::completeAuthorization(QString code, QString state, QString redirectUri)
{
    auto scopes = co_await m_oauth.complete(state, code, redirectUri);
    refresh();
    const Error problem = scopes ? Error{} : scopes.error();
    Q_EMIT authorizationEnded(state, problem.code, problem.message);
    co_return scopes;
}

Task<void> SignIn::abandonAuthorization(QString state)
{
    m_oauth.abandon(state);
    Q_EMIT authorizationEnded(state, u"access_denied"_s, QString());
    co_return Expected<void>();
}

Task<bool> SignIn::revokeAuthorization()
{
    return m_oauth.revoke();
}

} // namespace aria::service
