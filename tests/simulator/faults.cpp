#include "faults.h"

#include "apierror.h"

namespace simulator {

using namespace Qt::StringLiterals;

// Google's usual reason and domain of a status, where the order names none.
static QString usualReason(int status)
{
    static const QHash<int, QString> reasons{ { 400, u"badRequest"_s }, { 401, u"authError"_s },
        { 403, u"rateLimitExceeded"_s }, { 404, u"notFound"_s }, { 409, u"conflict"_s },
        { 410, u"deleted"_s }, { 412, u"conditionNotMet"_s }, { 429, u"rateLimitExceeded"_s } };
    return reasons.value(status, u"backendError"_s);
}

Response Fault::refusal() const
{
    Response response;
    if (kind == "html"_L1) {
        response = htmlResponse(
            status, u"<!DOCTYPE html><html><title>Error %1</title><p>That's an error.</html>"_s.arg(status));
        response.reason = u"html"_s;
    } else if (kind == "body"_L1) { // whatever somebody between Google and the client may say
        response.status = status;
        response.body = body;
        response.headers.append({ "Content-Type", contentType });
        response.reason = u"body"_s;
    } else {
        const QString why = reason.isEmpty() ? usualReason(status) : reason;
        ApiError error{ .status = status, .reason = why, .message = message.isEmpty() ? why : message };
        if (why == "invalid_grant"_L1 || why == "invalid_client"_L1) { // the token endpoint's form
            response =
                jsonResponse(status, { { "error"_L1, why }, { "error_description"_L1, error.message } });
            response.reason = why;
            return response;
        }
        if (why.endsWith("LimitExceeded"_L1) || why == "quotaExceeded"_L1 || why == "accessNotConfigured"_L1)
            error.domain = u"usageLimits"_s;
        if (why == "fullSyncRequired"_L1 || why == "updatedMinTooLongAgo"_L1)
            error.domain = u"calendar"_s;
        if (why == "authError"_L1)
            error.frontEndStatus = u"UNAUTHENTICATED"_s;
        response = error.toResponse();
    }
    if (retryAfter >= 0)
        response.headers.append({ "Retry-After", QByteArray::number(retryAfter) });
    return response;
}

QString Faults::add(const QJsonArray &orders)
{
    static const QStringList kinds{ u"status"_s, u"drop_before"_s, u"drop_after"_s, u"truncate"_s, u"delay"_s,
        u"html"_s, u"body"_s };
    QList<Fault> added;
    for (const QJsonValue value : orders) {
        const QJsonObject order = value.toObject();
        const QJsonObject match = order.value("match"_L1).toObject();
        Fault fault;
        fault.method = match["method"_L1].toString().toLatin1().toUpper();
        fault.path.setPattern(match["path"_L1].toString());
        fault.kind = order.value("kind"_L1).toString(u"status"_s);
        fault.times = order.value("times"_L1).toInt(1);
        fault.after = order.value("after"_L1).toInt(0);
        fault.status = order.value("status"_L1).toInt(fault.kind == "html"_L1 ? 502 : 503);
        fault.reason = order.value("reason"_L1).toString();
        fault.message = order.value("message"_L1).toString();
        fault.retryAfter = order.value("retryAfter"_L1).toInt(-1);
        fault.ms = order.value("ms"_L1).toInt(0);
        fault.body = order.value("body"_L1).toString().toUtf8();
        fault.contentType = order.value("contentType"_L1).toString(u"text/plain"_s).toUtf8();
        if (!kinds.contains(fault.kind))
            return u"unknown kind '%1'; known are %2"_s.arg(fault.kind, kinds.join(u", "_s));
        if (!fault.path.isValid())
            return u"match.path is no regular expression: %1"_s.arg(fault.path.errorString());
        for (auto it = order.begin(); it != order.end(); ++it) {
            static const QStringList members{ u"match"_s, u"kind"_s, u"times"_s, u"after"_s, u"status"_s,
                u"reason"_s, u"message"_s, u"retryAfter"_s, u"ms"_s, u"body"_s, u"contentType"_s };
            if (!members.contains(it.key()))
                return u"unknown member '%1'"_s.arg(it.key());
        }
        added.append(fault);
    }
    m_faults.append(added);
    return {};
}

std::optional<Fault> Faults::take(const Request &request)
{
    const QString target = QString::fromLatin1(
        request.rawQuery.isEmpty() ? request.path : request.path + '?' + request.rawQuery);
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        Fault &fault = m_faults[i];
        if (!fault.method.isEmpty() && fault.method != request.method)
            continue;
        if (!fault.path.match(target).hasMatch())
            continue;
        if (fault.after > 0) {
            --fault.after;
            continue;
        }
        const Fault hit = fault;
        if (fault.times > 0 && --fault.times == 0)
            m_faults.removeAt(i);
        return hit;
    }
    return std::nullopt;
}

QJsonArray Faults::toJson() const
{
    QJsonArray result;
    for (const Fault &fault : m_faults) {
        result.append(QJsonObject{ { "match"_L1,
                                       QJsonObject{ { "method"_L1, QString::fromLatin1(fault.method) },
                                           { "path"_L1, fault.path.pattern() } } },
            { "kind"_L1, fault.kind }, { "times"_L1, fault.times }, { "after"_L1, fault.after },
            { "status"_L1, fault.status }, { "reason"_L1, fault.reason },
            { "retryAfter"_L1, fault.retryAfter }, { "ms"_L1, fault.ms } });
    }
    return result;
}

} // namespace simulator
