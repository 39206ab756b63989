#include "api/plancontroller.h"

#include "api/errors.h"
#include "api/fieldreader.h"
#include "api/planjson.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

// The plan that the person saw, if the body names it: {"plan_id": …}.
QString readPlanId(const Request &request, Faults &faults)
{
    const auto body = readObject(request.body, true, faults);
    const FieldReader fields(body.value_or(QJsonObject()), faults);
    return fields.text(u"plan_id"_s).value_or(QString());
}

Response decided(const QString &sentence, qint64 events)
{
    return Response::json(
        { { u"success"_s, true }, { u"count"_s, events }, { u"message"_s, sentence.arg(events) } });
}

} // namespace

PlanController::PlanController(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_service(service)
{
}

void PlanController::addRoutes(Router &router)
{
    using Body = Router::Body;
    router.add("GET", u"/sync/plan"_s, Body::None, [this](const Request &) { return plan(); });
    router.add("POST", u"/sync/plan/approve"_s, Body::OptionalJson,
        [this](const Request &request) { return approve(request); });
    router.add("POST", u"/sync/plan/reject"_s, Body::OptionalJson,
        [this](const Request &request) { return reject(request); });
}

Answer PlanController::plan()
{
    return answerWith(m_service.plan(), this, [](const service::Plan &plan) {
        QJsonObject json = planJson(plan);
        json[u"success"_s] = true;
        return Response::json(json);
    });
}

Answer PlanController::approve(const Request &request)
{
    Faults faults;
    const QString planId = readPlanId(request, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerWith(m_service.approvePlan(planId), this,
        [](qint64 events) { return decided(u"%1 deletions approved"_s, events); });
}

Answer PlanController::reject(const Request &request)
{
    Faults faults;
    const QString planId = readPlanId(request, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerWith(m_service.rejectPlan(planId), this,
        [](qint64 events) { return decided(u"%1 deletions rejected, the events are restored"_s, events); });
}

} // namespace aria::api
