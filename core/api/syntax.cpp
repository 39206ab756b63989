#include "api/syntax.h"

#include <algorithm>

namespace aria::api::syntax {

namespace {

bool isTokenCharacter(char c)
{
    static const QByteArray others = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.contains(c);
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

// Bytes beyond ASCII are allowed and have no meaning (obs-text).
bool isValueCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

} // namespace

bool isToken(const QByteArray &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

QByteArray withoutBlanks(const QByteArray &text)
{
    qsizetype from = 0;
    qsizetype to = text.size();
    while (from < to && isBlank(text[from]))
        ++from;
    while (to > from && isBlank(text[to - 1]))
        --to;
    return text.mid(from, to - from);
}

std::optional<std::pair<QByteArray, QByteArray>> field(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = line.left(qMax<qsizetype>(0, colon));
    const QByteArray value = withoutBlanks(line.mid(colon + 1));
    if (!isToken(name) || !std::all_of(value.begin(), value.end(), isValueCharacter))
        return std::nullopt;
    return std::pair(name.toLower(), value);
}

std::optional<QByteArray> word(const QByteArray &text, qsizetype &at)
{
    QByteArray result;
    if (at >= text.size() || text[at] != '"') {
        while (at < text.size() && isTokenCharacter(text[at]))
            result += text[at++];
        return result.isEmpty() ? std::nullopt : std::optional(result);
    }
    for (++at; at < text.size(); ++at) {
        if (text[at] == '"') {
            ++at;
            return result;
        }
        if (text[at] == '\\')
            ++at;
        if (at >= text.size() || !isValueCharacter(text[at]))
            break;
        result += text[at];
    }
    return std::nullopt; // never closed
}

void skipBlanks(const QByteArray &text, qsizetype &at)
{
    while (at < text.size() && isBlank(text[at]))
        ++at;
}

} // namespace aria::api::syntax
