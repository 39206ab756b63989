#include "api/chunkedbody.h"

#include "api/syntax.h"

namespace aria::api {

namespace {
constexpr qsizetype maxLine = 4096;
constexpr qsizetype maxOverhead = 256LL * 1024;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// *( BWS ";" BWS name [ BWS "=" BWS value ] )
bool areExtensions(const QByteArray &text)
{
    qsizetype at = 0;
    while (at < text.size()) {
        syntax::skipBlanks(text, at);
        if (at >= text.size() || text[at++] != ';')
            return false;
        syntax::skipBlanks(text, at);
        if (at < text.size() && text[at] == '"')
            return false;
        if (!syntax::word(text, at))
            return false;
        qsizetype next = at;
        syntax::skipBlanks(text, next);
        if (next >= text.size() || text[next] != '=')
            continue;
        at = next + 1;
        syntax::skipBlanks(text, at);
        if (!syntax::word(text, at))
            return false;
    }
    return true;
}

} // namespace

ChunkedBody::Result ChunkedBody::takeSize(const QByteArray &line)
{
    qint64 size = 0;
    qsizetype digits = 0;
    for (; digits < line.size() && hexDigit(line[digits]) >= 0; ++digits) {
        if (digits >= 15)
            return Result::Malformed;
        size = size * 16 + hexDigit(line[digits]);
    }
    if (digits == 0 || !areExtensions(line.mid(digits)))
        return Result::Malformed;
    if (size > m_maxBytes - m_body.size())
        return Result::TooLarge;
    m_remaining = size;
    m_part = size == 0 ? Part::Trailer : Part::Data;
    return Result::NeedMore;
}

ChunkedBody::Result ChunkedBody::takeLine(const QByteArray &line)
{
    switch (m_part) {
    case Part::Size:
        return takeSize(line);
    case Part::DataEnd:
        m_part = Part::Size;
        return line.isEmpty() ? Result::NeedMore : Result::Malformed;
    case Part::Trailer:
        if (line.isEmpty())
            return Result::Complete;
        return syntax::field(line) ? Result::NeedMore : Result::Malformed;
    case Part::Data:
        break;
    }
    return Result::NeedMore;
}

ChunkedBody::Result ChunkedBody::feed(QByteArray &buffer)
{
    qsizetype used = 0;
    const auto finish = [&buffer, &used](Result result) {
        buffer.remove(0, used);
        return result;
    };
    while (true) {
        if (m_part == Part::Data) {
            const qsizetype taken = qMin(m_remaining, buffer.size() - used);
            m_body.append(buffer.constData() + used, taken);
            used += taken;
            m_remaining -= taken;
            if (m_remaining > 0)
                return finish(Result::NeedMore);
            m_part = Part::DataEnd;
        }
        // Only CR and LF together end a line; either one alone is refused as soon as it is seen.
        const qsizetype end = buffer.indexOf('\n', used);
        if (end < 0) {
            const QByteArray begun = buffer.mid(used);
            const bool isBroken = begun.size() > maxLine || begun.chopped(begun.endsWith('\r')).contains('\r')
                || (m_part == Part::DataEnd && !begun.isEmpty() && begun != "\r");
            return finish(isBroken ? Result::Malformed : Result::NeedMore);
        }
        if (end == used || buffer[end - 1] != '\r')
            return finish(Result::Malformed);
        const QByteArray line = buffer.mid(used, end - 1 - used);
        m_overhead += end + 1 - used;
        used = end + 1;
        if (line.contains('\r') || line.size() > maxLine)
            return finish(Result::Malformed);
        if (m_overhead > maxOverhead)
            return finish(Result::TooLarge);
        if (const Result result = takeLine(line); result != Result::NeedMore)
            return finish(result);
    }
}

} // namespace aria::api
