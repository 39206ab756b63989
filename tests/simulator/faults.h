// Faults on request: what goes wrong, for which requests, and how often (POST /control/faults).
#pragma once

#include "httpmessage.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace simulator {

struct Fault
{
    QByteArray method; // empty: any
    QRegularExpression path; // searched in the encoded path with query; empty: any
    int after = 0; // so many matching requests pass first
    int times = 1; // then so many fail; -1: all
    QString kind; // status, drop_before, drop_after, truncate, delay, html, body
    int status = 503;
    QString reason;
    QString message;
    int retryAfter = -1; // seconds; -1: no header
    int ms = 0; // delay
    QByteArray body; // of kind body, as it is
    QByteArray contentType; // its type

    // The answer of kinds that refuse the request.
    Response refusal() const;
    bool refuses() const
    {
        return QStringList{ QStringLiteral("status"), QStringLiteral("html"), QStringLiteral("body") }
            .contains(kind);
    }
};

class Faults
{
public:
    // An error text, or empty.
    QString add(const QJsonArray &orders);
    void clear() { m_faults.clear(); }
    // The fault that applies to this request; it is used up.
    std::optional<Fault> take(const Request &request);
    QJsonArray toJson() const;

private:
    QList<Fault> m_faults;
};

} // namespace simulator
