// Takes the chunked transfer coding off a body (RFC 9112 7.1).
#pragma once

#include <QByteArray>

namespace aria::api {

// Takes bytes as they come. Chunk extensions and trailers are skipped.
class ChunkedBody
{
public:
    enum class Result { NeedMore, Complete, TooLarge, Malformed };

    explicit ChunkedBody(qsizetype maxBytes)
        : m_maxBytes(maxBytes)
    {
    }

    // Removes what it uses from the front of `buffer`.
    Result feed(QByteArray &buffer);
    const QByteArray &body() const { return m_body; }

private:
    enum class Part { Size, Data, DataEnd, Trailer };
    Result takeLine(const QByteArray &line);
    Result takeSize(const QByteArray &line);

    qsizetype m_maxBytes;
    qsizetype m_remaining = 0;
    qsizetype m_overhead = 0; // sizes, extensions and trailers count too; otherwise they could go on for ever
    Part m_part = Part::Size;
    QByteArray m_body;
};

} // namespace aria::api
