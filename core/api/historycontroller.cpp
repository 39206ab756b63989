#include "api/historycontroller.h"

#include "api/errors.h"
#include "api/eventjson.h"
#include "api/fieldreader.h"

namespace aria::api {

using namespace Qt::StringLiterals;

HistoryController::HistoryController(service::CalendarService &service, AnswerCache &cache, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_cache(cache)
{
}

void HistoryController::addRoutes(Router &router)
{
    using Body = Router::Body;
    router.add("GET", u"/sync/history"_s, Body::None,
        m_cache.of(AnswerCache::From::Database, [this](const Request &request) { return history(request); }));
    router.add(
        "POST", u"/sync/undo"_s, Body::Json, [this](const Request &request) { return undoSince(request); });
    router.add(
        "POST", u"/sync/undo/{id}"_s, Body::None, [this](const Request &request) { return undo(request); });
}

Answer HistoryController::history(const Request &request)
{
    Faults faults;
    const int limit = queryInteger(request, u"limit"_s, 50, 1, 200, faults);
    const service::EventKey event{ request.queryValue(u"google_event_id"_s).value_or(QString()),
        requestedCalendar(request, faults) };
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    const QString cursor = request.queryValue(u"cursor"_s).value_or(QString());
    return answerWith(
        m_service.history(limit, cursor, event), this, request, [](const service::HistoryPage &page) {
            QJsonArray list;
            for (const store::HistoryRecord &record : page.records)
                list.append(historyJson(record));
            const QJsonValue next =
                page.nextCursor.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(page.nextCursor);
            return Response::json({ { u"success"_s, true }, { u"count"_s, list.size() },
                { u"history"_s, list }, { u"next_cursor"_s, next } });
        });
}

Answer HistoryController::undo(const Request &request)
{
    bool isNumber = false;
    const qint64 id = request.parameters.first().toLongLong(&isNumber);
    if (!isNumber || id < 1 || id > maxInteger) {
        return ready(Response::faults({ { { u"path"_s, u"history_id"_s },
            u"Input should be the id of a change, a whole number of 1 or more"_s, u"int_parsing"_s } }));
    }
    return answerWith(m_service.undo(id), this,
        [](const service::WriteOutcome &outcome) { return written(outcome, u"Change undone"_s); });
}

Answer HistoryController::undoSince(const Request &request)
{
    Faults faults;
    const auto body = readObject(request.body, false, faults);
    const FieldReader fields(body.value_or(QJsonObject()), faults);
    QDateTime since;
    if (body) {
        const auto text = fields.text(u"since"_s, { .required = true, .minLength = 1 });
        since = QDateTime::fromString(text.value_or(QString()), Qt::ISODateWithMs);
        if (text && (!since.isValid() || since.timeSpec() == Qt::LocalTime))
            fields.fault(
                u"since"_s, u"timezone_aware"_s, u"Input should be RFC 3339 with an offset such as Z"_s);
    }
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerWith(m_service.undoSince(since), this, [](int undone) {
        return Response::json({ { u"success"_s, true }, { u"undone"_s, undone },
            { u"message"_s, u"%1 changes undone"_s.arg(undone) } });
    });
}

} // namespace aria::api
