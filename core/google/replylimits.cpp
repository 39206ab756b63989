#include "google/replylimits.h"

using namespace Qt::StringLiterals;

namespace aria::google {

namespace {
constexpr const char *whyProperty = "ariaCut";
}

ReplyLimits::ReplyLimits(QNetworkReply *reply, const RetryPolicy &policy)
    : QObject(reply)
    , m_reply(*reply)
    , m_patience(policy.transferTimeout * 2)
    , m_leastRate(policy.leastRate)
    , m_largest(policy.largestAnswer)
{
    // Otherwise Qt goes on reading a chunked body as long as more of it comes, without reporting anything: 2 GiB were
    // seen. The buffer is larger than the limit; otherwise reading would stop before the body is too long.
    reply->setReadBufferSize(m_largest + 1024LL * 1024);
    m_running.start();
    m_timer.setSingleShot(true);
    m_timer.start(m_patience);
    connect(&m_timer, &QTimer::timeout, this, &ReplyLimits::look);
    connect(reply, &QNetworkReply::finished, &m_timer, &QTimer::stop);
    connect(reply, &QNetworkReply::readyRead, this, [this] {
        m_received = m_reply.bytesAvailable(); // nobody reads before the end
        if (m_received > m_largest)
            cut(u"Google's answer was cut: it is longer than %1 MiB."_s.arg(m_largest >> 20));
    });
}

QString ReplyLimits::whyCut(const QNetworkReply *reply)
{
    return reply->property(whyProperty).toString();
}

void ReplyLimits::look()
{
    const std::chrono::milliseconds allowed =
        m_patience + std::chrono::milliseconds(m_received * 1000 / m_leastRate);
    const std::chrono::milliseconds left = allowed - std::chrono::milliseconds(m_running.elapsed());
    if (left.count() > 0)
        m_timer.start(left);
    else
        cut(u"Google's answer was cut: it came too slowly."_s);
}

void ReplyLimits::cut(const QString &why)
{
    m_reply.setProperty(whyProperty, why);
    m_reply.abort();
}

} // namespace aria::google
