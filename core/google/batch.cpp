#include "google/batch.h"

namespace aria::google {
namespace {

struct Head
{
    QByteArray firstLine; // of an HTTP message; empty for a part's own headers
    QHash<QByteArray, QByteArray> fields; // names in lower case
    QByteArray rest;
};

// Splits headers from what follows the empty line; line ends are CRLF, bare LF is accepted.
Head splitHead(QByteArray text, bool withFirstLine)
{
    Head head;
    bool first = withFirstLine;
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = text.indexOf('\n', at);
        const bool last = end < 0;
        if (last)
            end = text.size();
        const QByteArray line = text.mid(at, end - at).trimmed();
        at = last ? text.size() : end + 1;
        if (line.isEmpty())
            break;
        if (first) {
            head.firstLine = line;
            first = false;
        } else if (const qsizetype colon = line.indexOf(':'); colon > 0) {
            head.fields.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
        }
    }
    head.rest = text.mid(at);
    return head;
}

QByteArray boundaryOf(const QByteArray &contentType)
{
    const qsizetype at = contentType.toLower().indexOf("boundary=");
    if (at < 0)
        return {};
    QByteArray value = contentType.mid(at + 9).trimmed();
    if (value.startsWith('"'))
        return value.mid(1, value.indexOf('"', 1) - 1);
    if (const qsizetype end = value.indexOf(';'); end >= 0)
        value.truncate(end);
    return value.trimmed();
}

// The parts between delimiter lines, which begin with "--boundary".
QList<QByteArray> splitParts(const QByteArray &body, const QByteArray &boundary)
{
    const QByteArray delimiter = "--" + boundary;
    QList<QByteArray> parts;
    qsizetype begin = -1;
    for (qsizetype at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + 1)) {
        if (at > 0 && body.at(at - 1) != '\n')
            continue;
        const qsizetype after = at + delimiter.size();
        const bool closing = body.mid(after, 2) == "--";
        // A longer boundary that begins with ours is a different one.
        if (!closing && after < body.size() && !QByteArrayLiteral(" \t\r\n").contains(body.at(after)))
            continue;
        if (begin >= 0) {
            QByteArray part = body.mid(begin, at - begin);
            if (part.endsWith('\n'))
                part.chop(part.endsWith("\r\n") ? 2 : 1);
            parts.append(part);
        }
        const qsizetype lineEnd = body.indexOf('\n', after);
        begin = closing || lineEnd < 0 ? -1 : lineEnd + 1;
        if (closing)
            return parts;
    }
    if (begin >= 0) // the answer broke off; the last part may still be whole
        parts.append(body.mid(begin));
    return parts;
}

// 7 for "<response-item-7>"; -1 if it is not ours.
qsizetype numberOf(QByteArray contentId)
{
    if (contentId.startsWith('<') && contentId.endsWith('>'))
        contentId = contentId.mid(1, contentId.size() - 2);
    if (contentId.startsWith("response-"))
        contentId = contentId.mid(9);
    if (!contentId.startsWith("item-"))
        return -1;
    bool isNumber = false;
    const qsizetype number = contentId.mid(5).toLongLong(&isNumber);
    return isNumber && number >= 0 ? number : -1;
}

std::optional<BatchPart> parseInner(const QByteArray &text)
{
    const Head head = splitHead(text, true);
    const QList<QByteArray> words = head.firstLine.split(' ');
    if (words.size() < 2 || !words.first().startsWith("HTTP/"))
        return std::nullopt;
    BatchPart part;
    part.status = words.at(1).toInt();
    part.contentType = head.fields.value("content-type").toLower();
    part.retryAfter = head.fields.value("retry-after");
    part.body = head.rest;
    bool announced = false;
    const qsizetype length = head.fields.value("content-length").toLongLong(&announced);
    if (announced && part.body.size() < length)
        return std::nullopt;
    if (announced && length >= 0)
        part.body.truncate(length);
    return part.status >= 100 ? std::optional(part) : std::nullopt;
}

} // namespace

QByteArray encodeBatch(const QList<ApiRequest> &requests, const QByteArray &boundary)
{
    QByteArray out;
    for (qsizetype i = 0; i < requests.size(); ++i) {
        const ApiRequest &request = requests.at(i);
        out += "--" + boundary + "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
            + "Content-ID: <item-" + QByteArray::number(i) + ">\r\n\r\n";
        out += request.verb + ' ' + request.path;
        if (!request.query.isEmpty())
            out += '?' + encodeQuery(request.query);
        out += " HTTP/1.1\r\n";
        if (!request.ifMatch.isEmpty())
            out += "If-Match: " + request.ifMatch + "\r\n";
        if (!request.body.isEmpty()) {
            out += "Content-Type: " + request.contentType
                + "\r\nContent-Length: " + QByteArray::number(request.body.size()) + "\r\n";
        }
        out += "\r\n" + request.body + "\r\n";
    }
    return out + "--" + boundary + "--\r\n";
}

QList<std::optional<BatchPart>> parseBatch(
    const QByteArray &body, const QByteArray &contentType, qsizetype count)
{
    QList<std::optional<BatchPart>> out(count);
    const QByteArray boundary = boundaryOf(contentType);
    if (boundary.isEmpty())
        return out;
    for (const QByteArray &text : splitParts(body, boundary)) {
        const Head head = splitHead(text, false);
        const qsizetype number = numberOf(head.fields.value("content-id"));
        if (number >= 0 && number < count && !out.at(number))
            out[number] = parseInner(head.rest);
    }
    return out;
}

} // namespace aria::google
