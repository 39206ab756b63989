// Push notifications over real HTTP.
#pragma once

#include "world.h"

#include <QNetworkAccessManager>

namespace simulator {

class Channels final : public QObject
{
    Q_OBJECT

public:
    explicit Channels(World &world, QObject *parent = nullptr);

    // events.watch: the channel resource, or why not.
    Result<QJsonObject> watch(const QString &calendarId, const QString &clientId, const QJsonObject &body);
    Result<void> stop(const QString &clientId, const QJsonObject &body);
    // Something in the calendar changed. Changes in quick succession make one message.
    void notify(const QString &calendarId);
    void expireAll();
    void reset();
    QJsonArray toJson() const;

private:
    struct Message
    {
        QByteArray state; // sync, exists
        int attempt = 0;
    };
    struct Channel
    {
        QString id;
        QString calendarId;
        QString clientId;
        QString resourceId;
        QUrl address;
        QString token;
        QDateTime expires;
        quint64 lastNumber = 0;
        int delivered = 0;
        int failed = 0;
        bool busy = false;
        bool pending = false; // an exists message waits for the debounce time
        QList<Message> queue;
    };

    Result<QUrl> checkAddress(const QString &address) const;
    void enqueue(const QString &channelId, const QByteArray &state);
    void sendNext(const QString &channelId);
    void finished(const QString &channelId, int status, quint64 number);
    QNetworkRequest makeRequest(Channel &channel, const Message &message) const;
    bool isLost();

    World &m_world;
    QNetworkAccessManager m_network;
    QHash<QString, Channel> m_channels; // live and expired
    QStringList m_usedIds; // an id is good once
    quint64 m_sent = 0;
};

} // namespace simulator
