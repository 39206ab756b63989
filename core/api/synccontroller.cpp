#include "api/synccontroller.h"

#include "api/errors.h"
#include "api/eventjson.h"
#include "api/fieldreader.h"
#include "api/planjson.h"

namespace aria::api {

using namespace Qt::StringLiterals;
using service::Resolution;

namespace {

std::optional<Resolution::Side> sideNamed(const QString &name)
{
    if (name == "google"_L1 || name == "google_wins"_L1)
        return Resolution::Side::Google;
    if (name == "aria"_L1 || name == "aria_wins"_L1)
        return Resolution::Side::Aria;
    return std::nullopt;
}

struct Decision
{
    service::EventKey event;
    Resolution resolution;
};

// {"fields": {name: "google" | "aria"}} in addition to ?resolution=; one of them is required.
Decision readDecision(const Request &request, Faults &faults)
{
    Decision decision;
    Resolution &resolution = decision.resolution;
    const QStringList loc{ u"query"_s, u"resolution"_s };
    const auto whole = request.queryValue(u"resolution"_s);
    if (whole) {
        resolution.whole = whole->endsWith("_wins"_L1) ? sideNamed(*whole) : std::nullopt;
        if (!resolution.whole)
            faults.add(loc, u"enum"_s, u"Input should be one of: google_wins, aria_wins"_s);
    }
    const auto body = readObject(request.body, true, faults);
    const FieldReader members(body.value_or(QJsonObject()), faults);
    decision.event = { request.parameters.first(), requestedCalendar(request, faults, &members) };
    const QJsonValue fields = members.value(u"fields"_s);
    if (fields.isObject()) {
        const QJsonObject object = fields.toObject();
        const FieldReader reader(object, faults, { u"body"_s, u"fields"_s });
        for (const QString &name : object.keys()) {
            const auto word = reader.choice(name, { u"google"_s, u"aria"_s }, true);
            if (const auto side = word ? sideNamed(*word) : std::nullopt)
                resolution.fields.insert(name, *side);
        }
    } else if (!fields.isUndefined() && !fields.isNull()) {
        faults.add({ u"body"_s, u"fields"_s }, u"dict_type"_s, u"Input should be an object"_s);
    }
    if (faults.isEmpty() && !resolution.whole && resolution.fields.isEmpty())
        faults.add(loc, u"missing"_s, u"Field required, or fields in the body"_s);
    return decision;
}

Response done(const QString &message)
{
    return Response::json({ { u"success"_s, true }, { u"message"_s, message } });
}

} // namespace

SyncController::SyncController(service::CalendarService &service, AnswerCache &cache, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_cache(cache)
    , m_status(this, [this](const SharedQuestion<Response>::Then &then) { readStatus().then(this, then); })
{
}

void SyncController::addRoutes(Router &router)
{
    using Body = Router::Body;
    router.add("GET", u"/sync/status"_s, Body::None, [this](const Request &) { return status(); });
    router.add("GET", u"/sync/conflicts"_s, Body::None,
        m_cache.of(AnswerCache::From::Database, [this](const Request &) { return conflicts(); }));
    router.add("POST", u"/sync/resolve/{id}"_s, Body::OptionalJson,
        [this](const Request &request) { return resolve(request); });
    router.add("POST", u"/sync/now"_s, Body::None, [this](const Request &request) { return now(request); });
    router.add("POST", u"/sync/pause"_s, Body::None, [this](const Request &) { return pause(); });
    router.add("POST", u"/sync/resume"_s, Body::None, [this](const Request &) { return resume(); });
}

Answer SyncController::status()
{
    Answer answer;
    m_status.ask([answer](const Response &response) { answer.give(response); });
    return answer;
}

Answer SyncController::readStatus()
{
    return answerWith(
        m_service.status(), this, [this](const service::StatusView &status) { return written(status); });
}

Response SyncController::written(const service::StatusView &status)
{
    if (status.edition == 0 || status.edition != m_edition) {
        m_written = Response::json(statusJson(status));
        m_edition = status.edition;
    }
    return m_written;
}

Answer SyncController::conflicts()
{
    return answerWith(m_service.conflicts(), this, [](const QList<service::ConflictView> &conflicts) {
        QJsonArray list;
        for (const service::ConflictView &conflict : conflicts)
            list.append(conflictJson(conflict));
        return Response::json(
            { { u"success"_s, true }, { u"count"_s, list.size() }, { u"conflicts"_s, list } });
    });
}

Answer SyncController::resolve(const Request &request)
{
    Faults faults;
    const Decision decision = readDecision(request, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerWith(m_service.resolveConflict(decision.event, decision.resolution), this, request,
        [](const QStringList &leftToGoogle) {
            return done(leftToGoogle.isEmpty()
                    ? u"Conflict resolved"_s
                    : u"Conflict resolved; not named, and so as Google has it: %1"_s.arg(
                        leftToGoogle.join(u", "_s)));
        });
}

Answer SyncController::now(const Request &request)
{
    Faults faults;
    const bool dryRun = queryFlag(request, u"dry_run"_s, faults);
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    if (dryRun) {
        return answerWith(m_service.dryRun(), this, [](const service::Plan &plan) {
            QJsonObject json = planJson(plan);
            json[u"success"_s] = true;
            json[u"dry_run"_s] = true;
            return Response::json(json);
        });
    }
    return answerWith(m_service.syncNow(), this, [](const service::SyncRun &run) {
        if (run.finished)
            return Response::json({ { u"success"_s, true }, { u"changes"_s, changesJson(run.changes) } });
        return Response::json(
            { { u"success"_s, true }, { u"message"_s, u"The sync takes longer and goes on"_s } }, 202);
    });
}

Answer SyncController::pause()
{
    return answerWith(m_service.pause(), this, [](bool changed) {
        return done(changed ? u"Synchronisation paused"_s : u"Synchronisation was paused already"_s);
    });
}

Answer SyncController::resume()
{
    return answerWith(m_service.resume(), this, [](bool changed) {
        return done(changed ? u"Synchronisation resumed"_s : u"Synchronisation was not paused"_s);
    });
}

} // namespace aria::api
