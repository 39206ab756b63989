#include "batch.h"

#include <QRegularExpression>

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximalParts = 50;

// Header lines up to the first empty line; the rest is left in `text`.
QHash<QByteArray, QByteArray> takeHeaders(QByteArray &text)
{
    QHash<QByteArray, QByteArray> headers;
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf('\n');
        const QByteArray line = (end < 0 ? text : text.left(end)).trimmed();
        text = end < 0 ? QByteArray() : text.mid(end + 1);
        if (line.isEmpty())
            break;
        const qsizetype colon = line.indexOf(':');
        headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    return headers;
}

Result<BatchPart> readPart(QByteArray text, const Request &outer)
{
    BatchPart part;
    const auto partHeaders = takeHeaders(text);
    if (!partHeaders.value("content-type").toLower().startsWith("application/http"))
        return badRequest(u"Each part of a batch must have the Content-Type application/http."_s);
    part.contentId = partHeaders.value("content-id");
    const qsizetype end = text.indexOf('\n');
    const QList<QByteArray> words = text.left(end < 0 ? text.size() : end).trimmed().split(' ');
    if (words.size() < 2 || !words[1].startsWith('/'))
        return badRequest(u"A part of a batch must begin with a method and a path without host."_s);
    text = end < 0 ? QByteArray() : text.mid(end + 1);
    part.request.method = words[0].toUpper();
    const qsizetype mark = words[1].indexOf('?');
    part.request.path = mark < 0 ? words[1] : words[1].left(mark);
    part.request.rawQuery = mark < 0 ? QByteArray() : words[1].mid(mark + 1);
    for (auto it = outer.headers.begin(); it != outer.headers.end(); ++it) {
        if (!it.key().startsWith("content-"))
            part.request.headers.insert(it.key(), it.value());
    }
    const auto inner = takeHeaders(text);
    for (auto it = inner.begin(); it != inner.end(); ++it)
        part.request.headers.insert(it.key(), it.value());
    part.request.body = text.trimmed();
    part.request.inBatch = true;
    return part;
}

} // namespace

Result<QList<BatchPart>> readBatch(const Request &request)
{
    static const QRegularExpression boundaryOf(u"boundary=\"?([^\";]+)\"?"_s);
    const QString type = QString::fromLatin1(request.header("content-type"));
    const QByteArray boundary = boundaryOf.match(type).captured(1).toLatin1().trimmed();
    if (request.contentType() != "multipart/mixed" || boundary.isEmpty())
        return badRequest(u"A batch must be multipart/mixed with a boundary."_s);
    QList<BatchPart> parts;
    qsizetype at = request.body.indexOf("--" + boundary);
    while (at >= 0) {
        at += boundary.size() + 2;
        if (request.body.mid(at, 2) == "--")
            return parts.isEmpty() ? Result<QList<BatchPart>>(badRequest(u"The batch is empty."_s)) : parts;
        at = request.body.indexOf('\n', at) + 1;
        const qsizetype end = request.body.indexOf("--" + boundary, at);
        if (at == 0 || end < 0)
            break;
        auto part = readPart(request.body.mid(at, end - at), request);
        if (!part)
            return fail(part.error());
        parts.append(*part);
        if (parts.size() > maximalParts)
            return badRequest(u"The batch holds more than %1 calls."_s.arg(maximalParts));
        at = end;
    }
    return badRequest(u"The batch does not end with its boundary."_s);
}

Response writeBatch(const QList<std::pair<QByteArray, Response>> &answers)
{
    const QByteArray boundary = "batch_simulator_7Kq";
    Response result;
    for (const auto &[contentId, answer] : answers) {
        result.body += "--" + boundary + "\r\nContent-Type: application/http\r\n";
        if (!contentId.isEmpty()) {
            QByteArray id = contentId;
            result.body +=
                "Content-ID: " + (id.startsWith('<') ? id.insert(1, "response-") : "response-" + id) + "\r\n";
        }
        result.body +=
            "\r\nHTTP/1.1 " + QByteArray::number(answer.status) + ' ' + statusText(answer.status) + "\r\n";
        for (const auto &[name, value] : answer.headers)
            result.body += name + ": " + value + "\r\n";
        result.body +=
            "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n" + answer.body + "\r\n";
    }
    result.body += "--" + boundary + "--\r\n";
    result.headers = { { "Content-Type", "multipart/mixed; boundary=" + boundary } };
    return result;
}

} // namespace simulator
