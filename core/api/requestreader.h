// Framing: cuts what a client sends into whole, well-formed requests within the limits. QHttpServer has no
// limits of its own, mixes up pipelined requests and does not answer what it cannot parse, so it only ever
// sees what passed here.
#pragma once

#include "api/chunkedbody.h"
#include "api/httplimits.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace aria::api {

// Ours alone; dropped where a client sends it.
extern const QByteArray connectionField;

// Pure: no socket, no clock. One reader per connection.
class RequestReader
{
public:
    enum class Progress {
        Idle, // nothing of a next request yet
        InHead,
        InBody,
        Complete, // take() it
        Refused, // see refusal(); the connection is of no more use
    };
    struct Refusal
    {
        int status = 400;
        QString detail;
    };
    struct Taken
    {
        QByteArray wire; // the request in plain form: origin-form target, body with Content-Length
        bool keepAlive = true;
        bool isHead = false; // the answer must have no body
    };

    explicit RequestReader(const HttpLimits &limits)
        : m_limits(limits)
    {
    }

    // Adds bytes and reads on. After Complete nothing more is read until take().
    Progress feed(const QByteArray &bytes);
    // `connection` stands in the request's connectionField, so that its answer finds the way back.
    Taken take(qint64 connection);
    const Refusal &refusal() const { return m_refusal; }
    // Once true after a head with "Expect: 100-continue" whose body has not arrived yet.
    bool takeContinueWanted();

private:
    struct Head
    {
        QByteArray method;
        QByteArray target;
        QByteArray host;
        bool http10 = false;
        bool close = false;
        bool keepAlive = false; // asked for by an HTTP/1.0 client
        bool chunked = false;
        bool expectContinue = false;
        qint64 length = -1; // Content-Length; -1: none
        QList<std::pair<QByteArray, QByteArray>> fields; // to pass on
    };

    Progress refuse(int status, const QString &detail);
    Progress readHead();
    Progress readBody();
    bool parseRequestLine(const QByteArray &line);
    bool parseField(const QByteArray &line);
    bool takeFramingField(const QByteArray &lowerName, const QByteArray &value);
    bool checkHead();
    bool fail(int status, const QString &detail);

    HttpLimits m_limits;
    QByteArray m_buffer;
    Progress m_progress = Progress::Idle;
    Refusal m_refusal;
    Head m_head;
    std::optional<ChunkedBody> m_chunks;
    QByteArray m_body;
    bool m_continueWanted = false;
};

} // namespace aria::api
