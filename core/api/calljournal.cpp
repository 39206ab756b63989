#include "api/calljournal.h"

#include "api/errors.h"
#include "base/logging.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

// A method that nobody knows is no label: whoever sends it chooses it.
QByteArray methodLabel(const QByteArray &method)
{
    static const QByteArrayList known{ "GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS" };
    return known.contains(method) ? method : QByteArray("other");
}

} // namespace

Answer CallJournal::whenAnswered(const Answer &answer, const Call &call)
{
    return changed(answer, this, [this, call](const Response &response) {
        conclude(call, response.status);
        return response;
    });
}

void CallJournal::conclude(const Call &call, int status)
{
    const std::chrono::nanoseconds took(call.timer.nsecsElapsed());
    const QByteArray method = methodLabel(call.method);
    const QByteArray route = call.route.isEmpty() ? QByteArray("none") : call.route.toLatin1();
    m_metrics.observe(Metric::ApiSeconds, took, { method, route, QByteArray::number(status) });
    const CallScope scope(call.id);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
    // The template and not the path, which names events. What changes nothing is of interest only to who looks closer.
    const bool isRead = method == "GET" || method == "HEAD";
    if (isRead && status < 500)
        qCDebug(lcApi).noquote() << method << route << status << ms << "ms";
    else
        qCInfo(lcApi).noquote() << method << route << status << ms << "ms";
}

} // namespace aria::api
