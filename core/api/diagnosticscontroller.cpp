#include "api/diagnosticscontroller.h"

#include "api/errors.h"
#include "base/clock.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

QJsonObject diagnosisJson(const service::Diagnosis &diagnosis)
{
    QJsonArray checks;
    for (const service::Check &check : diagnosis.checks) {
        checks.append(QJsonObject{ { u"id"_s, check.id }, { u"status"_s, service::toString(check.level) },
            { u"message"_s, check.found },
            { u"advice"_s,
                check.advice.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(check.advice) } });
    }
    QJsonArray settings;
    for (const service::ShownSetting &setting : diagnosis.settings) {
        settings.append(QJsonObject{ { u"name"_s, setting.name }, { u"source"_s, setting.source },
            { u"value"_s, setting.value ? QJsonValue(*setting.value) : QJsonValue(QJsonValue::Null) },
            { u"is_set"_s, !setting.value || !setting.value->isEmpty() } });
    }
    return { { u"status"_s, service::toString(diagnosis.worst()) },
        { u"version"_s, QStringLiteral(ARIA_VERSION) }, { u"timestamp"_s, toRfc3339(diagnosis.at) },
        { u"checks"_s, checks }, { u"settings"_s, settings } };
}

} // namespace

DiagnosticsController::DiagnosticsController(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_service(service)
{
}

void DiagnosticsController::addRoutes(Router &router)
{
    router.add("GET", u"/diagnostics"_s, Router::Body::None, [this](const Request &) { return diagnose(); });
}

Answer DiagnosticsController::diagnose()
{
    return answerWith(m_service.diagnose(), this,
        [](const service::Diagnosis &diagnosis) { return Response::json(diagnosisJson(diagnosis)); });
}

} // namespace aria::api
