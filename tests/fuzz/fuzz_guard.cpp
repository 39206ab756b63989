// Headers, one a line. Whatever a client writes into them, what a proxy adds at the end limits the request to the public
// paths, and what the guard lets through has come from here.
#include "api/forwarded.h"
#include "api/guard.h"
#include "api/syntax.h"
#include "bytes.h"

using namespace Qt::StringLiterals;

using namespace aria;

namespace {

api::HeaderFields fieldsOf(QByteArray bytes)
{
    api::HeaderFields fields;
    while (!bytes.isEmpty()) {
        if (const auto field = api::syntax::field(fuzz::takeLine(bytes))) {
            QByteArray &all = fields[field->first];
            all = all.isNull() ? field->second : all + ", " + field->second;
        }
    }
    return fields;
}

bool mayRead(const api::Guard &guard, const api::HeaderFields &headers)
{
    api::Request request;
    request.method = "GET";
    request.path = u"/events/today"_s;
    request.headers = headers;
    if (!request.headers.contains("host"))
        request.headers.insert("host", "localhost");
    return !guard.check(request);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const api::Guard open({ QHostAddress(QHostAddress::LocalHost), {}, u"hooks.example.org"_s });
    const api::Guard closed({ QHostAddress(QHostAddress::LocalHost), u"secret-token"_s, {} });
    const api::HeaderFields headers = fieldsOf(fuzz::bytesOf(data, size));
    const api::Forwarded forwarded = api::forwardedOf(headers);
    fuzz::require(forwarded.isForwarded || (forwarded.hosts.isEmpty() && forwarded.clients.isEmpty()),
        "only a proxy names who asked");
    mayRead(open, headers);
    fuzz::require(!mayRead(closed, headers) || headers.value("authorization").contains("secret-token"),
        "nobody reads without the token");
    const auto added = [&headers](const QByteArray &name, const QByteArray &value) {
        api::HeaderFields all = headers;
        QByteArray &field = all[name];
        field = field.isNull() ? value : field + ", " + value;
        return all;
    };
    for (const char *name : { "x-forwarded-for", "x-real-ip", "cf-connecting-ip" })
        fuzz::require(!mayRead(open, added(name, "203.0.113.9")), "a proxy's address limits the request");
    for (const char *name : { "x-forwarded-host", "x-original-host" })
        fuzz::require(!mayRead(open, added(name, "hooks.example.org")), "a proxy's host limits the request");
    fuzz::require(!mayRead(open, added("forwarded", "for=203.0.113.9;host=hooks.example.org")),
        "what a proxy says in Forwarded limits the request");
    return 0;
}
