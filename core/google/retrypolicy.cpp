#include "google/retrypolicy.h"

#include "google/httpclient.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::google {

using std::chrono::milliseconds;

milliseconds backoff(const RetryPolicy &policy, int attempt, double fraction)
{
    // 2^20 times base is far above any cap and far below an overflow.
    const milliseconds doubled = policy.base * (qint64(1) << std::clamp(attempt, 0, 20));
    const milliseconds random(static_cast<qint64>(fraction * static_cast<double>(policy.jitter.count())));
    return std::min(doubled + random, policy.cap);
}

QDateTime parseHttpDate(const QByteArray &value)
{
    QDateTime time =
        QLocale::c().toDateTime(QString::fromLatin1(value.trimmed()), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (time.isValid())
        time.setTimeSpec(Qt::UTC);
    return time;
}

QDateTime answeredAt(const HttpAnswer &answer, const Clock &clock)
{
    const QDateTime said = parseHttpDate(answer.date);
    return said.isValid() ? said : clock.nowUtc();
}

std::optional<milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &nowUtc)
{
    const QByteArray text = value.trimmed();
    if (text.isEmpty())
        return std::nullopt;
    constexpr qint64 most = milliseconds(longestAskedWait).count();
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    if (isNumber) {
        if (seconds < 0)
            return std::nullopt;
        return milliseconds(std::min<qint64>(seconds, most / 1000) * 1000);
    }
    const QDateTime date = parseHttpDate(text);
    if (!date.isValid())
        return std::nullopt;
    return milliseconds(std::clamp<qint64>(nowUtc.msecsTo(date), 0, most));
}

milliseconds leastWait(
    const RetryPolicy &policy, int attempt, const HttpAnswer &answer, const Clock &clock, double fraction)
{
    const auto asked = parseRetryAfter(answer.retryAfter, answeredAt(answer, clock));
    return std::max(asked.value_or(milliseconds(0)), backoff(policy, attempt, fraction));
}

bool isOffline(const HttpAnswer &answer)
{
    switch (answer.error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError: // no route to host
    case QNetworkReply::SslHandshakeFailedError: // a captive portal; the next attempt will not be different
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
        return answer.status == 0;
    default:
        return false;
    }
}

int retriesFor(const RetryPolicy &policy, const HttpAnswer &answer)
{
    if (!answer.cut.isEmpty()) // it has already cost a minute or many megabytes
        return 0;
    // A time-out has already cost half a minute.
    const bool slow = answer.status == 0
        && (answer.error == QNetworkReply::OperationCanceledError
            || answer.error == QNetworkReply::TimeoutError);
    return isOffline(answer) || slow ? std::min(policy.retries, 1) : policy.retries;
}

} // namespace aria::google
