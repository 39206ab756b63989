#include "api/chunkedbody.h"

namespace aria::api {

namespace {
constexpr qsizetype maxLine = 4096;
constexpr qsizetype maxOverhead = 256 * 1024;
} // namespace

ChunkedBody::Result ChunkedBody::takeSize(const QByteArray &line)
{
    const QByteArray digits = line.left(line.indexOf(';') < 0 ? line.size() : line.indexOf(';')).trimmed();
    if (digits.isEmpty() || digits.size() > 15)
        return Result::Malformed;
    for (const char c : digits) {
        if (!isxdigit(static_cast<unsigned char>(c)))
            return Result::Malformed;
    }
    const qint64 size = digits.toLongLong(nullptr, 16);
    if (size > m_maxBytes - m_body.size())
        return Result::TooLarge;
    m_remaining = size;
    m_part = size == 0 ? Part::Trailer : Part::Data;
    return Result::NeedMore;
}

ChunkedBody::Result ChunkedBody::feed(QByteArray &buffer)
{
    while (true) {
        if (m_part == Part::Data) {
            const qsizetype taken = qMin(m_remaining, buffer.size());
            m_body.append(buffer.constData(), taken);
            buffer.remove(0, taken);
            m_remaining -= taken;
            if (m_remaining > 0)
                return Result::NeedMore;
            m_part = Part::DataEnd;
        }
        const qsizetype end = buffer.indexOf("\r\n");
        if (end < 0)
            return buffer.size() > maxLine ? Result::Malformed : Result::NeedMore;
        const QByteArray line = buffer.left(end);
        buffer.remove(0, end + 2);
        m_overhead += end + 2;
        if (m_overhead > maxOverhead)
            return Result::TooLarge;

        switch (m_part) {
        case Part::Size:
            if (const Result result = takeSize(line); result != Result::NeedMore)
                return result;
            break;
        case Part::DataEnd:
            if (!line.isEmpty())
                return Result::Malformed;
            m_part = Part::Size;
            break;
        case Part::Trailer:
            if (line.isEmpty())
                return Result::Complete;
            break;
        case Part::Data:
            break;
        }
    }
}

} // namespace aria::api
