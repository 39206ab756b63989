// Cuts off an answer that does not end, or hardly arrives: Qt's own time-out begins anew with every byte.
#pragma once

#include "google/retrypolicy.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QTimer>

namespace aria::google {

// Belongs to the reply it watches, and lives on its thread.
class ReplyLimits : public QObject
{
    Q_OBJECT
public:
    ReplyLimits(QNetworkReply *reply, const RetryPolicy &policy);

    // Why a reply was aborted here, for a person; empty: it was not aborted here.
    static QString whyCut(const QNetworkReply *reply);

private:
    void look();
    void cut(const QString &why);

    QNetworkReply &m_reply;
    const std::chrono::milliseconds m_patience; // for a whole answer, unless it arrives quickly
    const qint64 m_leastRate; // bytes a second
    const qint64 m_largest; // bytes
    qint64 m_received = 0;
    QElapsedTimer m_running;
    QTimer m_timer;
};

} // namespace aria::google
