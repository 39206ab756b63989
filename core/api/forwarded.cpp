#include "api/forwarded.h"

#include "api/syntax.h"

namespace aria::api {

namespace {

// One element: name=value pairs up to the comma.
bool readElement(const QByteArray &value, qsizetype &at, Forwarded &forwarded)
{
    bool saysWho = false;
    while (true) {
        syntax::skipBlanks(value, at);
        const auto name = syntax::word(value, at);
        if (!name || at >= value.size() || value[at] != '=')
            return false;
        ++at;
        const auto content = syntax::word(value, at);
        if (!content)
            return false;
        if (name->toLower() == "host") {
            forwarded.hosts.append(*content);
            saysWho = true;
        } else if (name->toLower() == "for") {
            forwarded.clients.append(*content);
            saysWho = true;
        }
        syntax::skipBlanks(value, at);
        if (at >= value.size() || value[at] != ';')
            return saysWho;
        ++at;
    }
}

bool readForwarded(const QByteArray &value, Forwarded &forwarded)
{
    qsizetype at = 0;
    while (true) {
        if (!readElement(value, at, forwarded))
            return false;
        if (at >= value.size())
            return true;
        if (value[at] != ',')
            return false;
        ++at;
    }
}

void readList(const QByteArray &value, QList<QByteArray> &into)
{
    for (const QByteArray &part : value.split(','))
        into.append(syntax::withoutBlanks(part));
}

} // namespace

Forwarded forwardedOf(const HeaderFields &headers)
{
    static const QByteArrayList ofHosts{ "x-forwarded-host", "x-original-host", "x-host",
        "x-forwarded-server" };
    static const QByteArrayList ofClients{ "x-forwarded-for", "x-real-ip", "x-client-ip",
        "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip", "fly-client-ip",
        "x-envoy-external-address" };
    Forwarded forwarded;
    for (auto field = headers.cbegin(); field != headers.cend(); ++field) {
        if (ofHosts.contains(field.key()))
            readList(field.value(), forwarded.hosts);
        else if (ofClients.contains(field.key()))
            readList(field.value(), forwarded.clients);
        else if (field.key() == "forwarded")
            forwarded.isClear = readForwarded(field.value(), forwarded);
        else
            continue;
        forwarded.isForwarded = true;
    }
    return forwarded;
}

} // namespace aria::api
