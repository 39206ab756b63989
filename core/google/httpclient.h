// One HTTP exchange as an awaitable value, and waiting that can be cut short: shared by OAuth and the transport.
#pragma once

#include "google/retrypolicy.h"

#include <QCoro/QCoroTask>

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>
#include <QPointer>

#include <chrono>

class QNetworkAccessManager;

namespace aria::google {

// What came back. status 0: nothing came; error and errorText say why.
struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QByteArray contentType; // lower-case, with parameters
    QByteArray contentTypeAsSent; // a boundary is case-sensitive
    QByteArray date;
    QByteArray retryAfter;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString errorText;
    bool truncated = false; // fewer bytes than announced, or the connection broke in the body
    bool stopped = false; // stop() was called
    QString cut; // we ended it; says why, for a person: too long or too slow

    bool isSuccess() const { return status >= 200 && status < 300 && !truncated && cut.isEmpty(); }
    bool isHtml() const { return contentType.startsWith("text/html") || body.trimmed().startsWith('<'); }
};

// Lives on its network manager's thread. stop() ends all calls at once and must be called before the destructor; a
// call may then outlive the object.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    HttpClient(QNetworkAccessManager &network, RetryPolicy policy, QObject *parent = nullptr);

    QCoro::Task<HttpAnswer> send(QByteArray verb, QNetworkRequest request, QByteArray body);
    // False if stop() cut it short.
    QCoro::Task<bool> sleep(std::chrono::milliseconds time);

    // Ends everything in flight with `stopped`; later calls fail at once.
    void stop();

private:
    // Sets the time-out, the user agent, and no redirects (a token must not go to another address).
    void prepare(QNetworkRequest &request) const;
    // Lets stop() abort a reply, and applies the limits of the policy to it.
    void track(QNetworkReply *reply);

    QNetworkAccessManager &m_network;
    const RetryPolicy m_policy; // only its limits are used here
    QList<QPointer<QNetworkReply>> m_replies;
    bool m_stopped = false;

Q_SIGNALS:
    void stopRequested();
};

} // namespace aria::google
