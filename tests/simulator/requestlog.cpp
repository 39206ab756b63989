#include "requestlog.h"

#include <QJsonDocument>

namespace simulator {

using namespace Qt::StringLiterals;

static QJsonObject toJson(const QMap<QString, int> &counts)
{
    QJsonObject result;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        result[it.key()] = it.value();
    return result;
}

static bool isEventWrite(const QString &method)
{
    static const QStringList writes{ u"calendar.events.insert"_s, u"calendar.events.update"_s,
        u"calendar.events.patch"_s, u"calendar.events.delete"_s, u"calendar.events.move"_s,
        u"calendar.events.import"_s, u"calendar.events.quickAdd"_s };
    return writes.contains(method);
}

void RequestLog::add(
    const QString &time, const Request &request, const Response &response, const QString &fault)
{
    constexpr qsizetype kept = 5000;
    const bool api = request.path.startsWith("/calendar/");
    const Parameters query = parseForm(request.rawQuery);
    const QString path = QString::fromLatin1(request.path);
    const QString name =
        response.apiMethod.isEmpty() ? QString::fromLatin1(request.method) + u' ' + path : response.apiMethod;
    ++m_total;
    ++m_byMethod[name];
    ++m_byStatus[QString::number(response.status)];
    QJsonObject line{ { "n"_L1, m_total }, { "time"_L1, time },
        { "method"_L1, QString::fromLatin1(request.method) }, { "path"_L1, path },
        { "status"_L1, response.status } };
    if (!response.apiMethod.isEmpty())
        line["apiMethod"_L1] = response.apiMethod;
    if (!response.reason.isEmpty())
        line["reason"_L1] = response.reason;
    if (!fault.isEmpty())
        line["fault"_L1] = fault;
    if (request.inBatch)
        line["inBatch"_L1] = true;
    if (request.headers.contains("if-match"))
        line["ifMatch"_L1] = QString::fromLatin1(request.header("if-match"));
    if (api) { // OAuth's parameters are secrets
        QJsonObject parameters;
        for (const auto &[key, value] : query)
            parameters[key] = value;
        line["query"_L1] = parameters;
        const QJsonDocument body = QJsonDocument::fromJson(request.body);
        if (body.isObject())
            line["body"_L1] = body.object();
    }
    if (isEventWrite(response.apiMethod)) {
        const QString sendUpdates = formValue(query, u"sendUpdates"_s);
        ++m_sendUpdates[sendUpdates.isEmpty() ? u"absent"_s : sendUpdates];
        line["sendUpdates"_L1] = sendUpdates.isEmpty() ? u"absent"_s : sendUpdates;
        if (response.status < 300)
            ++m_writes;
    }
    if (response.status == 400 && fault.isEmpty()) {
        QJsonObject refused = line;
        refused["answer"_L1] = QString::fromUtf8(response.body.left(2000));
        m_refused.append(refused);
    }
    m_requests.append(line);
    if (m_requests.size() > kept)
        m_requests.removeFirst();
    if (m_refused.size() > kept)
        m_refused.removeFirst();
}

void RequestLog::clear()
{
    *this = RequestLog();
}

QJsonObject RequestLog::counters() const
{
    return { { "total"_L1, m_total }, { "eventWrites"_L1, m_writes }, { "byMethod"_L1, toJson(m_byMethod) },
        { "byStatus"_L1, toJson(m_byStatus) }, { "sendUpdates"_L1, toJson(m_sendUpdates) } };
}

} // namespace simulator
