#include "api/guard.h"

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

// The name without port and brackets, lower case.
QString hostName(const QByteArray &authority)
{
    QString host = QString::fromLatin1(authority).toLower();
    if (host.startsWith(u'['))
        return host.mid(1, host.indexOf(u']') - 1);
    if (const qsizetype colon = host.indexOf(u':'); colon >= 0)
        host.truncate(colon);
    return host;
}

bool isLoopbackName(const QString &host)
{
    return host == "localhost"_L1 || host == "127.0.0.1"_L1 || host == "::1"_L1;
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

bool needsNoToken(const Request &request)
{
    return request.path == "/health"_L1 || (request.path == "/webhook"_L1)
        || (request.path == "/auth/callback"_L1 && request.method == "GET");
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
    if (auto refused = checkOrigin(request))
        return refused;
    return checkToken(request);
}

std::optional<Response> Guard::checkHost(Request &request) const
{
    const QString host = hostName(request.header("host"));
    if (isLoopbackName(host) || isSameAddress(host, m_options.boundAddress))
        return std::nullopt;
    if (!m_options.publicHost.isEmpty() && host == m_options.publicHost.toLower()) {
        request.publicHost = true;
        const bool isServed = request.path == "/webhook"_L1 || request.path == "/health"_L1
            || (request.path == "/auth/callback"_L1 && request.method == "GET");
        if (isServed)
            return std::nullopt;
        return Response::detail(403, u"This is not served through the public host."_s);
    }
    // Listening on every address, the bound address is whichever the client used. Rebinding needs a name, so
    // a literal address is safe.
    if (isAnyAddress(m_options.boundAddress) && !QHostAddress(host).isNull())
        return std::nullopt;
    return Response::detail(403, u"The Host header names a host that this service does not answer for."_s);
}

std::optional<Response> Guard::checkOrigin(const Request &request) const
{
    if (!request.headers.contains("origin"))
        return std::nullopt;
    // Only a page that this very address served is no foreigner.
    const QByteArray origin = request.header("origin").toLower();
    const QByteArray host = request.header("host").toLower();
    if (origin == "http://" + host || origin == "https://" + host)
        return std::nullopt;
    return Response::detail(403, u"Requests from other web pages are not allowed."_s);
}

std::optional<Response> Guard::checkToken(Request &request) const
{
    if (m_options.apiToken.isEmpty())
        return std::nullopt;
    const QByteArray value = request.header("authorization");
    const bool isBearer = value.left(7).toLower() == "bearer ";
    request.authorized = isBearer && equalInConstantTime(value.mid(7).trimmed(), m_options.apiToken.toUtf8());
    if (request.authorized || needsNoToken(request))
        return std::nullopt;
    Response response =
        Response::detail(401, value.isEmpty() ? u"An API token is needed."_s : u"The API token is wrong."_s);
    response.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return response;
}

} // namespace aria::api
