// What was asked of the fake Google, so that tests can say "a second sync writes nothing".
#pragma once

#include "httpmessage.h"

#include <QJsonArray>
#include <QMap>

namespace simulator {

// Keeps no tokens, secrets or codes.
class RequestLog
{
public:
    // `fault`: kind of the fault that hit the request, or empty.
    void add(const QString &time, const Request &request, const Response &response, const QString &fault);
    void clear();
    QJsonObject counters() const;
    QJsonArray requests() const { return m_requests; }
    // Requests that Google would refuse (400), apart from faults on order.
    QJsonArray refused() const { return m_refused; }

private:
    QJsonArray m_requests; // the newest ones
    QJsonArray m_refused;
    QMap<QString, int> m_byMethod; // calendar.events.insert …, or the path
    QMap<QString, int> m_byStatus;
    QMap<QString, int> m_sendUpdates; // writes of events by sendUpdates; "absent" where it was not given
    int m_writes = 0; // event writes that were carried out
    int m_total = 0;
};

} // namespace simulator
