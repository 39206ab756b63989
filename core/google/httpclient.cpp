#include "google/httpclient.h"

#include "google/replylimits.h"

#include <QCoro/QCoroSignal>
#include <QCoro/QCoroTimer>

#include <QNetworkAccessManager>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace aria::google {

namespace {

// Of a finished one; `stopped` is left to the caller.
HttpAnswer answerOf(QNetworkReply *reply)
{
    HttpAnswer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.cut = ReplyLimits::whyCut(reply);
    if (answer.cut.isEmpty() && reply->isOpen())
        answer.body = reply->readAll();
    answer.contentTypeAsSent = reply->rawHeader("Content-Type");
    answer.contentType = answer.contentTypeAsSent.toLower();
    answer.date = reply->rawHeader("Date");
    answer.retryAfter = reply->rawHeader("Retry-After");
    answer.error = reply->error();
    answer.errorText = reply->errorString();
    // Errors above 100 and below 400 are about the exchange or a proxy; those for 2xx/4xx merely repeat the status.
    const bool exchangeBroke = answer.error != QNetworkReply::NoError
        && (answer.error < QNetworkReply::ContentAccessDenied
            || answer.error == QNetworkReply::ProtocolFailure
            || answer.error == QNetworkReply::ProtocolUnknownError);
    const bool compressed = reply->hasRawHeader("Content-Encoding");
    bool announced = false;
    const qint64 length = reply->rawHeader("Content-Length").toLongLong(&announced);
    const bool shorter = announced && !compressed && answer.body.size() < length && answer.status != 304;
    answer.truncated = answer.status != 0 && (exchangeBroke || shorter);
    return answer;
}

} // namespace

HttpClient::HttpClient(QNetworkAccessManager &network, RetryPolicy policy, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_policy(policy)
{
}

QCoro::Task<HttpAnswer> HttpClient::send(QByteArray verb, QNetworkRequest request, QByteArray body)
{
    if (m_stopped) {
        HttpAnswer answer;
        answer.stopped = true;
        co_return answer;
    }
    prepare(request);
    // A custom request loses the size of the read buffer if it is set before the request has begun (see ReplyLimits).
    QNetworkReply *reply = verb == "GET" && body.isEmpty() ? m_network.get(request)
        : verb == "POST"                                   ? m_network.post(request, body)
                                                           : m_network.sendCustomRequest(request, verb, body);
    track(reply);
    // QCoro resumes through the event loop, so this object may be gone by then; stop() has ended the
    // reply in that case.
    const QPointer<HttpClient> alive(this);
    if (!reply->isFinished())
        co_await qCoro(reply, &QNetworkReply::finished);
    HttpAnswer answer = answerOf(reply);
    answer.stopped = !alive || m_stopped;
    reply->deleteLater();
    co_return answer;
}

QCoro::Task<bool> HttpClient::sleep(std::chrono::milliseconds time)
{
    if (m_stopped)
        co_return false;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer); // a coarse one may fire 5% early, but Retry-After is a minimum
    timer.setSingleShot(true);
    connect(this, &HttpClient::stopRequested, &timer, [&timer] { timer.start(0); });
    timer.start(time);
    const QPointer<HttpClient> alive(this);
    co_await timer; // not its signal, which has a private argument that the sanitizers complain about
    const bool completed = alive && !m_stopped;
    co_return completed;
}

void HttpClient::prepare(QNetworkRequest &request) const
{
    request.setTransferTimeout(static_cast<int>(m_policy.transferTimeout.count()));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // Google compresses only if the user agent also says gzip (Calendar API, performance guide).
    request.setHeader(QNetworkRequest::UserAgentHeader, u"aria-calendar-sync/" ARIA_VERSION " (gzip)"_s);
}

void HttpClient::track(QNetworkReply *reply)
{
    m_replies.removeIf([](const QPointer<QNetworkReply> &old) { return old.isNull() || old->isFinished(); });
    m_replies.append(reply);
    new ReplyLimits(reply, m_policy);
}

void HttpClient::stop()
{
    m_stopped = true;
    const QList<QPointer<QNetworkReply>> replies = std::exchange(m_replies, {});
    for (const QPointer<QNetworkReply> &reply : replies) {
        if (reply && !reply->isFinished())
            reply->abort();
    }
    Q_EMIT stopRequested();
}

} // namespace aria::google
