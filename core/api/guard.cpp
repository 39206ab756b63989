#include "api/guard.h"

#include "api/forwarded.h"
#include "api/syntax.h"
#include "base/settingvalues.h"

#include <algorithm>

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

// The name without port and brackets, in lower case.
QString hostName(const QByteArray &authority)
{
    QString host = QString::fromLatin1(authority).toLower();
    if (host.startsWith(u'['))
        return host.contains(u']') ? host.mid(1, host.indexOf(u']') - 1) : QString();
    if (const qsizetype colon = host.indexOf(u':'); colon >= 0)
        host.truncate(colon);
    return host;
}

bool isSameAddress(const QString &host, const QHostAddress &bound)
{
    const QHostAddress address(host);
    return !address.isNull() && address.isEqual(bound, QHostAddress::TolerantConversion);
}

bool isAnyAddress(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4)
        || address == QHostAddress(QHostAddress::AnyIPv6);
}

// An address as proxies write it: with or without a port, IPv6 with or without brackets.
bool isLoopbackClient(const QByteArray &node)
{
    const QHostAddress whole(QString::fromLatin1(node));
    const QHostAddress address = whole.isNull() ? QHostAddress(hostName(node)) : whole;
    return address.isLoopback();
}

// What everybody may reach: through the public host, and without a token.
bool isForEverybody(const Request &request)
{
    return request.path == "/health"_L1 || request.path == "/webhook"_L1
        || (request.path == "/auth/callback"_L1 && request.method == "GET");
}

// A person follows a link from another page, or is sent back by Google. That page cannot see the answer, so only
// requests that change something must be kept from being reached in this way.
bool isHarmlessVisit(const Request &request)
{
    if (request.method != "GET" || request.path == "/auth/url"_L1)
        return false;
    const QByteArray mode = request.header("sec-fetch-mode"_ba).toLower();
    const QByteArray dest = request.header("sec-fetch-dest"_ba).toLower();
    const bool isVisit = mode == "navigate" || (mode.isEmpty() && request.path == "/auth/callback"_L1);
    return isVisit && (dest.isEmpty() || dest == "document");
}

// A page in a browser sends these across sites without asking first (Fetch standard, "CORS-safelisted request-header").
bool hasTypeOfForms(const Request &request)
{
    const QByteArray type = request.header("content-type"_ba).toLower();
    for (const char *form : { "application/x-www-form-urlencoded", "multipart/form-data", "text/plain" }) {
        if (type.contains(form))
            return true;
    }
    return false;
}

} // namespace

bool equalInConstantTime(const QByteArray &a, const QByteArray &b)
{
    auto difference = static_cast<unsigned>(a.size() != b.size());
    for (qsizetype i = 0; i < a.size(); ++i) {
        const char other = b.isEmpty() ? '\0' : b[i % b.size()];
        difference |= static_cast<unsigned char>(a[i] ^ other);
    }
    return difference == 0;
}

std::optional<Response> Guard::check(Request &request) const
{
    if (auto refused = checkHost(request))
        return refused;
    if (auto refused = checkPage(request))
        return refused;
    return checkToken(request);
}

Guard::Reach Guard::reachOf(const QByteArray &authority) const
{
    const QString host = hostName(authority);
    if (settingvalue::isLoopbackHost(host) || isSameAddress(host, m_options.boundAddress))
        return Reach::Local;
    if (!m_options.publicHost.isEmpty() && host == m_options.publicHost.toLower())
        return Reach::Public;
    // When listening on every address, the bound address is whichever one the client used. DNS rebinding needs a
    // name, so a literal address is safe.
    if (isAnyAddress(m_options.boundAddress) && !QHostAddress(host).isNull())
        return Reach::Local;
    return Reach::Foreign;
}

// A proxy on this machine may put its own name in the Host header instead of the one the client asked for. Then only
// its other headers show that the request comes from outside.
bool Guard::cameFromElsewhere(const Request &request) const
{
    const Forwarded forwarded = forwardedOf(request.headers);
    const auto isPublic = [this](const QByteArray &host) { return reachOf(host) == Reach::Public; };
    if (!request.peerIsLoopback)
        return std::any_of(forwarded.hosts.begin(), forwarded.hosts.end(), isPublic);
    const auto isLocal = [this](const QByteArray &host) { return reachOf(host) == Reach::Local; };
    return !forwarded.isClear || !std::all_of(forwarded.hosts.begin(), forwarded.hosts.end(), isLocal)
        || !std::all_of(forwarded.clients.begin(), forwarded.clients.end(), isLoopbackClient);
}

std::optional<Response> Guard::checkHost(Request &request) const
{
    Reach reach = reachOf(request.header("host"_ba));
    if (!request.otherHost.isEmpty())
        reach = qMax(reach, reachOf(request.otherHost));
    if (reach == Reach::Foreign)
        return Response::detail(
            403, u"The Host header names a host that this service does not answer for."_s);
    request.publicHost = reach == Reach::Public || cameFromElsewhere(request);
    if (!request.publicHost || isForEverybody(request))
        return std::nullopt;
    return Response::detail(403, u"This is not served through the public host."_s);
}

std::optional<Response> Guard::checkPage(const Request &request) const
{
    const auto refusal = [] {
        return Response::detail(403, u"Requests from other web pages are not allowed."_s);
    };
    // Only a page served by this very address is not foreign. One that a proxy serves under its own
    // name is foreign too.
    if (request.headers.contains("origin"_ba)) {
        const QByteArray origin = request.header("origin"_ba).toLower();
        const QByteArray host = request.header("host"_ba).toLower();
        if (origin != "http://" + host && origin != "https://" + host)
            return refusal();
    }
    // Browsers also send this with requests that have no Origin: images, forms with GET, links. "same-site" means
    // another port of this machine.
    if (request.headers.contains("sec-fetch-site"_ba)) {
        const QByteArray site = request.header("sec-fetch-site"_ba).toLower();
        if (site != "same-origin" && site != "none" && !isHarmlessVisit(request))
            return refusal();
    }
    // Old browsers send neither. Google's notifications carry a token of their own.
    const bool writes = request.method != "GET" && request.method != "HEAD";
    if (writes && m_options.apiToken.isEmpty() && request.path != "/webhook"_L1 && hasTypeOfForms(request)) {
        return Response::detail(
            415, u"A web page could send a body of this type; send application/json, or no Content-Type."_s);
    }
    return std::nullopt;
}

std::optional<Response> Guard::checkToken(Request &request) const
{
    if (m_options.apiToken.isEmpty())
        return std::nullopt;
    const QByteArray value = request.header("authorization"_ba);
    const bool isBearer = value.left(7).toLower() == "bearer ";
    request.authorized =
        isBearer && equalInConstantTime(syntax::withoutBlanks(value.mid(7)), m_options.apiToken.toUtf8());
    if (request.authorized || isForEverybody(request))
        return std::nullopt;
    Response response =
        Response::detail(401, value.isEmpty() ? u"An API token is needed."_s : u"The API token is wrong."_s);
    response.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return response;
}

} // namespace aria::api
