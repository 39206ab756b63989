#include "api/docscontroller.h"

#include "api/documents.h"

#include <QCryptographicHash>

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

// 'sha256-…' of the page's only element of this name: nothing else of its kind is run or applied.
QByteArray hashOf(const QByteArray &page, const QByteArray &element)
{
    const QByteArray opening = '<' + element + '>';
    const qsizetype begin = page.indexOf(opening) + opening.size();
    const qsizetype end = page.indexOf("</" + element + '>', begin);
    const QByteArray content = page.mid(begin, end - begin);
    return "'sha256-" + QCryptographicHash::hash(content, QCryptographicHash::Sha256).toBase64() + '\'';
}

} // namespace

DocsController::DocsController()
    : m_page(documentNamed(u"docs.html"_s))
    , m_policy("default-src 'none'; script-src " + hashOf(m_page, "script") + "; style-src "
          + hashOf(m_page, "style")
          + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
{
}

void DocsController::addRoutes(Router &router)
{
    router.add(
        "GET", u"/openapi.json"_s, Router::Body::None, [this](const Request &) { return ready(document()); });
    router.add("GET", u"/docs"_s, Router::Body::None, [this](const Request &) { return ready(page(200)); });
}

bool DocsController::isVisitToDocs(const Request &request)
{
    return request.path == "/docs"_L1 && request.method == "GET"
        && request.header("accept").contains("text/html");
}

Response DocsController::document() const
{
    Response response;
    response.body = documentNamed(u"openapi.json"_s);
    return response;
}

Response DocsController::page(int status) const
{
    Response response;
    response.status = status;
    response.body = m_page;
    response.contentType = "text/html; charset=utf-8";
    response.headers = { { "Content-Security-Policy", m_policy }, { "Referrer-Policy", "no-referrer" } };
    if (status == 401)
        response.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return response;
}

} // namespace aria::api
