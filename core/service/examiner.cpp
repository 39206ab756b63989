#include "service/examiner.h"

#include "base/time/within.h"
#include "merge/readonly.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroSignal>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace aria::service {

namespace {

constexpr std::chrono::seconds limit{ 4 }; // for each question

QUrl below(QUrl root, const QString &path)
{
    QString base = root.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    root.setPath(base + path);
    return root;
}

// Qt's own sentence names the address.
QString problemOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return u"the connection is refused"_s;
    case QNetworkReply::HostNotFoundError:
        return u"the host's name is not known"_s;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return u"there is no answer in time"_s;
    case QNetworkReply::SslHandshakeFailedError:
        return u"there is no trusted connection"_s;
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::TemporaryNetworkFailureError:
        return u"there is no network"_s;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return u"the proxy does not pass it on"_s;
    default:
        return u"the connection broke (%1)"_s.arg(static_cast<int>(error));
    }
}

Reached reachedBy(const QNetworkReply &reply)
{
    Reached reached;
    reached.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    reached.answered = reached.status != 0;
    if (!reached.answered)
        reached.problem = problemOf(reply.error());
    reached.isUntrusted = reply.error() == QNetworkReply::SslHandshakeFailedError;
    reached.certificateEnds = reply.sslConfiguration().peerCertificate().expiryDate();
    return reached;
}

} // namespace

Examiner::Examiner(const Settings &settings, google::CalendarApi &api, ServiceThread &thread)
    : m_calendarIds(settings.calendarIds)
    , m_googleUrl(below(settings.googleApiUrl, u"/calendar/v3/users/me/calendarList"_s))
    , m_webhookUrl(settings.webhookBaseUrl.isEmpty() ? QUrl() : below(settings.webhookBaseUrl, u"/health"_s))
    , m_api(api)
    , m_thread(thread)
{
}

QFuture<Reached> Examiner::reach(const QUrl &address)
{
    auto promise = std::make_shared<QPromise<Reached>>();
    promise->start();
    reachOnce(address, promise);
    return promise->future();
}

QCoro::Task<void> Examiner::reachOnce(QUrl address, std::shared_ptr<QPromise<Reached>> promise)
{
    const ScopedCount busy = m_thread.busy();
    QNetworkAccessManager network;
    QNetworkRequest request(address);
    request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(limit).count()));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"aria-calendar-sync/" ARIA_VERSION ""_s);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    if (!reply->isFinished())
        co_await qCoro(reply.get(), &QNetworkReply::finished);
    promise->addResult(reachedBy(*reply));
    promise->finish();
}

QFuture<Expected<bool>> Examiner::askFor(const QString &calendarId)
{
    auto promise = std::make_shared<QPromise<Expected<bool>>>();
    promise->start();
    askOnce(calendarId, promise);
    return promise->future();
}

QCoro::Task<void> Examiner::askOnce(QString calendarId, std::shared_ptr<QPromise<Expected<bool>>> promise)
{
    const ScopedCount busy = m_thread.busy();
    auto info = co_await m_api.calendarInfo(calendarId);
    if (info)
        promise->addResult(Expected<bool>(!sync::isReadOnlyRole(info->accessRole)));
    else
        promise->addResult(Expected<bool>(Unexpected(info.error())));
    promise->finish();
}

QCoro::Task<DiagnosisFacts> Examiner::look(DiagnosisFacts facts)
{
    const QFuture<Reached> google = reach(m_googleUrl);
    const QFuture<Reached> webhook = m_webhookUrl.isEmpty() ? QFuture<Reached>() : reach(m_webhookUrl);
    facts.google = co_await google;
    if (!m_webhookUrl.isEmpty())
        facts.webhook = co_await webhook;
    if (facts.google->answered && facts.auth && facts.auth->credentialsValid) {
        std::vector<QFuture<std::optional<Expected<bool>>>> asked; // all at once
        for (const QString &calendarId : m_calendarIds)
            asked.push_back(within(askFor(calendarId), limit, &m_thread));
        for (const auto &question : asked) {
            auto answer = co_await question;
            const Error late{ ErrorCategory::Unavailable, u"timeout"_s, u"There is no answer in time."_s };
            facts.calendars.append(answer ? *answer : Expected<bool>(Unexpected(late)));
        }
    }
    facts.clockOffset = m_api.clockOffset();
    co_return facts;
}

} // namespace aria::service
