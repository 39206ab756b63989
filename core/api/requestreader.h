// Framing: cuts what a client sends into whole, well-formed requests within the limits. QHttpServer has no limits of
// its own, mixes up pipelined requests and does not answer what it cannot parse, so it never sees what a client sent.
// Where RFC 9112 lets a recipient be lenient, this class is strict: anything that a proxy before us could read
// differently is refused, so that no request can hide in another.
#pragma once

#include "api/chunkedbody.h"
#include "api/httplimits.h"
#include "api/message.h"

#include <optional>

namespace aria::api {

// Pure: no socket, no clock. One reader per connection.
class RequestReader
{
public:
    enum class Progress {
        Idle, // nothing of the next request has arrived yet
        InHead,
        InBody,
        Complete, // take() it
        Refused, // see refusal(); the connection cannot be used any more
    };
    struct Refusal
    {
        int status = 400;
        QString detail;
        bool isHead = false;
    };
    struct Taken
    {
        Request request;
        bool keepAlive = true;
    };

    explicit RequestReader(const HttpLimits &limits)
        : m_limits(limits)
    {
    }

    // Adds bytes and continues to read. After Complete nothing more is read until take().
    Progress feed(const QByteArray &bytes);
    Taken take();
    // Nothing of a further request is here. Otherwise a pipelined one waits to be read.
    bool isEmpty() const { return m_buffer.isEmpty(); }
    const Refusal &refusal() const { return m_refusal; }
    // Whether the request being read is a HEAD request, as far as can be seen: its answer must have no body.
    bool isHead() const
    {
        return m_refusal.isHead || m_head.method == "HEAD" || m_buffer.startsWith("HEAD ");
    }
    // True once after a head with "Expect: 100-continue" whose body has not arrived yet.
    bool takeContinueWanted();

private:
    struct Head
    {
        QByteArray method;
        QByteArray target;
        QByteArray host; // the one that counts
        QByteArray otherHost;
        bool http10 = false;
        bool close = false;
        bool keepAlive = false; // asked for by an HTTP/1.0 client
        bool chunked = false;
        bool expectContinue = false;
        qint64 length = -1; // Content-Length; -1: none
        HeaderFields fields; // to pass on
    };

    Progress refuse(int status, const QString &detail);
    Progress readHead();
    Progress readBody();
    bool parseRequestLine(const QByteArray &line);
    bool parseField(const QByteArray &line);
    bool takeAbsoluteTarget();
    bool takeFramingField(const QByteArray &lowerName, const QByteArray &value);
    bool checkHead();
    bool fail(int status, const QString &detail);

    HttpLimits m_limits;
    QByteArray m_buffer;
    qsizetype m_checked = 0; // of an incomplete head: up to here its lines end as they must
    Progress m_progress = Progress::Idle;
    Refusal m_refusal;
    Head m_head;
    std::optional<ChunkedBody> m_chunks;
    QByteArray m_body;
    bool m_continueWanted = false;
};

} // namespace aria::api
