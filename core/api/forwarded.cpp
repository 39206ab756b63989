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

Forwarded forwardedOf(const QHash<QByteArray, QByteArray> &headers)
{
    Forwarded forwarded;
    const auto read = [&](const char *name, auto reader) {
        const auto found = headers.constFind(name);
        if (found == headers.constEnd())
            return;
        forwarded.isForwarded = true;
        reader(*found);
    };
    for (const char *name : { "x-forwarded-host", "x-original-host", "x-host", "x-forwarded-server" })
        read(name, [&](const QByteArray &value) { readList(value, forwarded.hosts); });
    for (const char *name : { "x-forwarded-for", "x-real-ip", "x-client-ip", "x-cluster-client-ip",
             "true-client-ip", "cf-connecting-ip", "fly-client-ip", "x-envoy-external-address" })
        read(name, [&](const QByteArray &value) { readList(value, forwarded.clients); });
    read("forwarded", [&](const QByteArray &value) { forwarded.isClear = readForwarded(value, forwarded); });
    return forwarded;
}

} // namespace aria::api
