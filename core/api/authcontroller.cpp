#include "api/authcontroller.h"

#include "api/callbackpage.h"
#include "api/errors.h"
#include "api/eventjson.h"
#include "api/fieldreader.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

Response failedPage(const QString &text)
{
    return callbackPage(400, u"Signing in did not work"_s, text);
}

Response landingPage(const Expected<QStringList> &result)
{
    if (!result && result.error().category == ErrorCategory::Internal)
        return failedPage(u"Something went wrong inside the service."_s);
    if (!result)
        return failedPage(result.error().message);
    return callbackPage(
        200, u"Signed in"_s, u"Your Google calendar is being synchronised. You can close this window."_s);
}

} // namespace

AuthController::AuthController(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_service(service)
{
}

void AuthController::addRoutes(Router &router)
{
    using Body = Router::Body;
    router.add("GET", u"/auth/status"_s, Body::None, [this](const Request &) { return status(); });
    router.add("GET", u"/auth/url"_s, Body::None, [this](const Request &request) { return url(request); });
    router.add(
        "GET", u"/auth/callback"_s, Body::None, [this](const Request &request) { return landing(request); });
    router.add("POST", u"/auth/callback"_s, Body::Json,
        [this](const Request &request) { return callback(request); });
    router.add("POST", u"/auth/revoke"_s, Body::None, [this](const Request &) { return revoke(); });
}

Answer AuthController::status()
{
    return answerWith(m_service.authStatus(), this,
        [](const google::AuthStatus &status) { return Response::json(authJson(status)); });
}

Answer AuthController::url(const Request &request)
{
    const auto redirectUri = request.queryValue(u"redirect_uri"_s);
    if (!redirectUri || redirectUri->isEmpty())
        return ready(
            Response::faults({ { { u"query"_s, u"redirect_uri"_s }, u"Field required"_s, u"missing"_s } }));
    return answerWith(
        m_service.beginAuthorization(*redirectUri, request.queryValue(u"state"_s).value_or(QString())), this,
        [](const google::Authorization &authorization) {
            return Response::json(
                { { u"authorization_url"_s, authorization.url.toString(QUrl::FullyEncoded) },
                    { u"state"_s, authorization.state } });
        });
}

Answer AuthController::landing(const Request &request)
{
    if (request.method == "HEAD") {
        // Merely checking for the page must not use up the code.
        Response response = Response::detail(405, u"This path does not take HEAD."_s);
        response.headers.emplaceBack("Allow", "GET, POST");
        return ready(response);
    }
    const QString state = request.queryValue(u"state"_s).value_or(QString());
    const QString code = request.queryValue(u"code"_s).value_or(QString());
    const auto refusal = request.queryValue(u"error"_s);
    if (state.isEmpty())
        return ready(failedPage(u"The address has no state; start again from the beginning."_s));
    if (refusal) {
        const QString text = *refusal == "access_denied"_L1
            ? u"Access to the calendar was not granted. Nothing has been changed."_s
            : u"Google answered: %1"_s.arg(*refusal);
        // The page says the same whether or not there was such an authorization.
        return answerEither(m_service.abandonAuthorization(state), this,
            [text](const Expected<void> &) { return failedPage(text); });
    }
    if (code.isEmpty())
        return ready(failedPage(u"The address has no code; start again from the beginning."_s));
    return answerEither(m_service.completeAuthorization(code, state, QString()), this, landingPage);
}

Answer AuthController::callback(const Request &request)
{
    Faults faults;
    const auto body = readObject(request.body, false, faults);
    const FieldReader fields(body.value_or(QJsonObject()), faults);
    QString code;
    QString redirectUri;
    QString state;
    if (body) {
        code = fields.text(u"code"_s, { .required = true, .minLength = 1 }).value_or(QString());
        redirectUri =
            fields.text(u"redirect_uri"_s, { .required = true, .minLength = 1 }).value_or(QString());
        state = fields.text(u"state"_s).value_or(QString());
    }
    if (!faults.isEmpty())
        return ready(Response::faults(faults.list()));
    return answerWith(
        m_service.completeAuthorization(code, state, redirectUri), this, [](const QStringList &scopes) {
            return Response::json({ { u"success"_s, true }, { u"message"_s, u"Authentication successful"_s },
                { u"scopes"_s, QJsonArray::fromStringList(scopes) } });
        });
}

Answer AuthController::revoke()
{
    return answerWith(m_service.revokeAuthorization(), this, [](bool confirmed) {
        return Response::json({ { u"success"_s, true },
            { u"message"_s,
                confirmed
                    ? u"Access revoked"_s
                    : u"The local token is deleted; Google could not be reached to revoke it there"_s } });
    });
}

} // namespace aria::api
