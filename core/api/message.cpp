#include "api/message.h"

#include "base/exacttext.h"

#include <QDateTime>
#include <QLocale>

#include <utility>

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

// The moment of an answer (RFC 9110 6.6.1), made once a second.
QByteArray dateField()
{
    thread_local qint64 second = -1;
    thread_local QByteArray text;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (std::exchange(second, now) != now) {
        text =
            QLocale::c()
                .toString(QDateTime::fromSecsSinceEpoch(now, Qt::UTC), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
                .toLatin1();
    }
    return text;
}

} // namespace

std::optional<QString> Request::queryValue(const QString &name) const
{
    if (!query.hasQueryItem(name))
        return std::nullopt;
    // Encoded first: a '+' that was sent as %2B must stay a plus.
    QByteArray raw = query.queryItemValue(name, QUrl::FullyEncoded).toUtf8();
    raw.replace('+', ' ');
    return QUrl::fromPercentEncoding(raw);
}

Response Response::json(const QJsonObject &object, int status)
{
    return { .status = status, .body = compactJson(object) };
}

Response Response::detail(int status, const QString &sentence)
{
    return json({ { u"detail"_s, sentence } }, status);
}

Response Response::faults(const QList<Fault> &faults)
{
    QJsonArray list;
    for (const Fault &fault : faults) {
        QJsonArray loc;
        for (qsizetype i = 0; i < fault.loc.size(); ++i) {
            // Positions in lists are numbers, as FastAPI's clients expect; they are never the
            // first or second element.
            bool isNumber = false;
            const int position = fault.loc[i].toInt(&isNumber);
            if (i > 1 && isNumber)
                loc.append(position);
            else
                loc.append(fault.loc[i]);
        }
        list.append(QJsonObject{ { u"loc"_s, loc }, { u"msg"_s, fault.message }, { u"type"_s, fault.type } });
    }
    return json({ { u"detail"_s, list } }, 422);
}

QList<std::pair<QByteArray, QByteArray>> Response::allHeaders(
    bool keepAlive, const QByteArray &requestId) const
{
    QList<std::pair<QByteArray, QByteArray>> all;
    all.reserve(headers.size() + 6);
    if (!contentType.isEmpty())
        all.emplaceBack("Content-Type"_ba, contentType);
    all.emplaceBack("Date"_ba, dateField());
    all.emplaceBack("X-Content-Type-Options"_ba, "nosniff"_ba);
    all.emplaceBack("Cache-Control"_ba, "no-store"_ba);
    all.emplaceBack("Connection"_ba, keepAlive ? "keep-alive"_ba : "close"_ba);
    all.emplaceBack("X-Request-Id"_ba, requestId);
    all.append(headers);
    return all;
}

QByteArray Response::head(const QByteArray &requestId) const
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + " OK\r\n";
    for (const auto &[name, value] : allHeaders(false, requestId))
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

} // namespace aria::api
