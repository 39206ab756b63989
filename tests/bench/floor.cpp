// What a bare program needs for the same: the floors of the benchmarks.
//   floor serve FILE             answers every request with FILE; prints its address
//   floor sync URL TOKEN DATABASE  reads all events below URL and puts each into a table of SQLite; prints the seconds
#include "qthttp/server.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

// Without Nagle's delay, which a bare server leaves on.
class Listener : public QTcpServer
{
protected:
    void incomingConnection(qintptr handle) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(handle);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        addPendingConnection(socket);
    }
};

class Bare : public aria::qthttp::Server
{
public:
    explicit Bare(QByteArray body)
        : m_body(std::move(body))
    {
        auto *listener = new Listener;
        listener->listen(QHostAddress::LocalHost);
        bind(listener); // which it owns from now on
        std::printf("ready at http://127.0.0.1:%u\n", unsigned(listener->serverPort()));
        std::fflush(stdout);
    }

protected:
    bool handle(const QHttpServerRequest &, QHttpServerResponder responder, quint16) override
    {
        aria::qthttp::write(responder, 200, { { "content-type", "application/json" } }, m_body);
        return true;
    }

private:
    const QByteArray m_body;
};

QByteArray fetched(QNetworkAccessManager &network, const QUrl &url, const QByteArray &token)
{
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + token);
    QNetworkReply *reply = network.get(request);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    reply->deleteLater();
    return reply->readAll();
}

int sync(const QString &address, const QByteArray &token, const QString &path)
{
    QElapsedTimer timer;
    timer.start();
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s);
    database.setDatabaseName(path);
    if (!database.open())
        return 74;
    QSqlQuery query(database);
    query.exec(u"PRAGMA journal_mode = WAL"_s);
    query.exec(u"PRAGMA synchronous = FULL"_s);
    query.exec(u"CREATE TABLE event (id TEXT PRIMARY KEY, body TEXT)"_s);
    query.prepare(u"INSERT INTO event VALUES (?, ?)"_s);
    QNetworkAccessManager network;
    QString page;
    qint64 count = 0;
    do {
        QUrl url(address + u"/calendar/v3/calendars/primary/events?maxResults=2500"_s
            + (page.isEmpty() ? QString()
                              : u"&pageToken="_s + QString::fromLatin1(QUrl::toPercentEncoding(page))));
        const QJsonObject answer = QJsonDocument::fromJson(fetched(network, url, token)).object();
        database.transaction();
        for (const QJsonValue &item : answer.value(u"items"_s).toArray()) {
            const QJsonObject event = item.toObject();
            query.bindValue(0, event.value(u"id"_s).toString());
            query.bindValue(1, QString::fromUtf8(QJsonDocument(event).toJson(QJsonDocument::Compact)));
            if (!query.exec())
                return 74;
            ++count;
        }
        database.commit();
        page = answer.value(u"nextPageToken"_s).toString();
    } while (!page.isEmpty());
    std::printf("%lld events in %.3f s\n", static_cast<long long>(count), double(timer.nsecsElapsed()) / 1e9);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "serve"_L1 && arguments.size() == 3) {
        QFile file(arguments.at(2));
        if (!file.open(QIODevice::ReadOnly))
            return 66;
        const Bare bare(file.readAll());
        return QCoreApplication::exec();
    }
    if (arguments.value(1) == "sync"_L1 && arguments.size() == 5)
        return sync(arguments.at(2), arguments.at(3).toUtf8(), arguments.at(4));
    std::fputs("floor serve FILE | floor sync URL TOKEN DATABASE\n", stderr);
    return 64;
}
