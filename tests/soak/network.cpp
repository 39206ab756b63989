#include "soak/network.h"

#include <QJsonDocument>
#include <QLocale>
#include <QNetworkReply>
#include <QTimer>

#include <cstring>

namespace aria::soak {

using namespace Qt::StringLiterals;
using simulator::Delivery;
using simulator::Outcome;
using simulator::Request;

namespace {

class Reply final : public QNetworkReply
{
public:
    Reply(Network &network, const QNetworkRequest &request, QNetworkAccessManager::Operation operation,
        const QByteArray &body)
        : QNetworkReply(&network)
        , m_network(network)
    {
        setRequest(request);
        setUrl(request.url());
        setOperation(operation);
        setOpenMode(QIODevice::ReadOnly);
        m_request.method = verb();
        m_request.path = request.url().path(QUrl::FullyEncoded).toLatin1();
        m_request.rawQuery = request.url().query(QUrl::FullyEncoded).toLatin1();
        for (const QByteArray &name : request.rawHeaderList())
            m_request.headers.insert(name.toLower(), request.rawHeader(name));
        m_request.body = body;
        if (request.transferTimeout() > 0)
            QTimer::singleShot(request.transferTimeout(), this, [this] { fail(OperationCanceledError); });
        QTimer::singleShot(network.latency(), this, [this] { arrive(); });
    }

    void abort() override { fail(OperationCanceledError); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override
    {
        return m_body.size() - m_read + QNetworkReply::bytesAvailable();
    }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min<qint64>(most, m_body.size() - m_read);
        if (count <= 0)
            return -1;
        std::memcpy(data, m_body.constData() + m_read, static_cast<std::size_t>(count));
        m_read += count;
        return count;
    }

private:
    QByteArray verb() const
    {
        switch (operation()) {
        case QNetworkAccessManager::GetOperation:
            return "GET";
        case QNetworkAccessManager::PostOperation:
            return "POST";
        case QNetworkAccessManager::PutOperation:
            return "PUT";
        case QNetworkAccessManager::DeleteOperation:
            return "DELETE";
        default:
            return request().attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
        }
    }

    void arrive()
    {
        if (isFinished() || m_network.isDead)
            return;
        if (m_network.isUnplugged) {
            fail(ConnectionRefusedError);
            return;
        }
        m_outcome = m_network.handle(m_request);
        if (m_network.watch)
            m_network.watch(m_request, m_outcome);
        const std::chrono::milliseconds later =
            m_network.latency() + std::chrono::milliseconds(m_outcome.delivery.delayMs);
        QTimer::singleShot(later, this, [this] { answer(); });
    }

    void answer()
    {
        if (isFinished() || m_network.isDead)
            return;
        if (m_outcome.delivery.kind == Delivery::Kind::Drop) {
            fail(RemoteHostClosedError);
            return;
        }
        const int status = m_outcome.response.status;
        setAttribute(QNetworkRequest::HttpStatusCodeAttribute, status);
        for (const auto &[name, value] : m_outcome.response.headers)
            setRawHeader(name, value);
        const QDateTime now = m_network.trueNow().addSecs(m_outcome.delivery.dateOffsetSeconds);
        setRawHeader("Date", QLocale::c().toString(now, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1());
        m_body = m_outcome.response.body;
        setRawHeader("Content-Length", QByteArray::number(m_body.size()));
        if (m_outcome.delivery.kind == Delivery::Kind::Truncate) {
            m_body.truncate(m_body.size() / 2);
            fail(RemoteHostClosedError);
            return;
        }
        if (status >= 500)
            setError(UnknownServerError, u"status %1"_s.arg(status));
        else if (status >= 400)
            setError(UnknownContentError, u"status %1"_s.arg(status));
        conclude();
    }

    void fail(NetworkError error)
    {
        if (isFinished())
            return;
        setError(error, u"the connection broke"_s);
        conclude();
    }

    void conclude()
    {
        setFinished(true);
        Q_EMIT finished();
    }

    Network &m_network;
    Request m_request;
    Outcome m_outcome;
    QByteArray m_body;
    qint64 m_read = 0;
};

} // namespace

Network::Network(simulator::Simulator &google, RandomSource &random)
    : m_google(google)
    , m_random(random)
{
}

QDateTime Network::trueNow() const
{
    return m_google.world().clock.nowUtc();
}

std::chrono::milliseconds Network::latency()
{
    return slowest.count() == 0 ? slowest
                                : std::chrono::milliseconds(static_cast<qint64>(
                                    m_random.next() % static_cast<quint64>(slowest.count())));
}

Outcome Network::handle(const Request &request)
{
    if (intercept) {
        if (auto instead = intercept(request))
            return *instead;
    }
    // Notifications do not travel over sockets here either.
    if (request.path.endsWith("/events/watch")) {
        const QJsonObject asked = QJsonDocument::fromJson(request.body).object();
        channelId = asked["id"_L1].toString();
        channelToken = asked["token"_L1].toString();
        const QDateTime ends = trueNow().addDays(7);
        return { simulator::jsonResponse(200,
                     { { "kind"_L1, u"api#channel"_s }, { "id"_L1, channelId },
                         { "resourceId"_L1, u"resource"_s }, { "resourceUri"_L1, u"uri"_s },
                         { "expiration"_L1, QString::number(ends.toMSecsSinceEpoch()) } }),
            {} };
    }
    if (request.path.endsWith("/channels/stop")) {
        simulator::Response empty;
        empty.status = 204;
        return { empty, {} };
    }
    return m_google.handle(request);
}

QNetworkReply *Network::createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body)
{
    ++requests;
    return new Reply(*this, request, operation, body ? body->readAll() : QByteArray());
}

} // namespace aria::soak
