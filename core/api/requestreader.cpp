#include "api/requestreader.h"

#include "api/syntax.h"

#include <QRegularExpression>

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

bool isHost(const QByteArray &text)
{
    static const QRegularExpression form(uR"(\A([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?\z)"_s);
    return form.match(QString::fromLatin1(text)).hasMatch();
}

// Visible ASCII, complete percent escapes, no fragment.
bool isTarget(const QByteArray &text)
{
    static const QRegularExpression form(uR"(\A(?:[!"$&-~]|%[0-9A-Fa-f]{2})+\z)"_s);
    return form.match(QString::fromLatin1(text)).hasMatch();
}

bool isVersion(const QByteArray &text)
{
    return text.size() == 8 && text.startsWith("HTTP/") && text[5] >= '0' && text[5] <= '9' && text[6] == '.'
        && text[7] >= '0' && text[7] <= '9';
}

// Names of codings, with chunked only at the end (RFC 9112 6.1).
bool isCodingList(const QByteArray &value)
{
    QList<QByteArray> codings = value.toLower().split(',');
    for (QByteArray &coding : codings)
        coding = syntax::withoutBlanks(coding);
    return std::all_of(codings.begin(), codings.end(), syntax::isToken)
        && !codings.mid(0, codings.size() - 1).contains("chunked");
}

bool hasListItem(const QByteArray &value, const QByteArray &item)
{
    for (const QByteArray &part : value.toLower().split(',')) {
        if (syntax::withoutBlanks(part) == item)
            return true;
    }
    return false;
}

} // namespace

RequestReader::Progress RequestReader::refuse(int status, const QString &detail)
{
    m_refusal = { status, detail, isHead() };
    m_progress = Progress::Refused;
    m_buffer.clear();
    return m_progress;
}

bool RequestReader::fail(int status, const QString &detail)
{
    refuse(status, detail);
    return false;
}

RequestReader::Progress RequestReader::feed(const QByteArray &bytes)
{
    m_buffer.append(bytes);
    switch (m_progress) {
    case Progress::Idle:
    case Progress::InHead:
        return readHead();
    case Progress::InBody:
        return readBody();
    case Progress::Complete:
        return m_progress;
    case Progress::Refused:
        m_buffer.clear();
        return m_progress;
    }
    return m_progress;
}

RequestReader::Progress RequestReader::readHead()
{
    // An empty line before a request comes from a sloppy client (RFC 9112 2.2).
    while (m_progress == Progress::Idle && m_buffer.startsWith("\r\n"))
        m_buffer.remove(0, 2);
    if (m_buffer.isEmpty() || m_buffer == "\r")
        return m_progress;
    m_progress = Progress::InHead;

    // What is not HTTP at all (TLS, for example) is refused at once instead of after the time-out. So is a bare line
    // feed, which others take for the end of a line.
    const qsizetype end = m_buffer.indexOf("\r\n\r\n", qMax<qsizetype>(0, m_checked - 3));
    const qsizetype known = end < 0 ? m_buffer.size() : end;
    for (; m_checked < known; ++m_checked) {
        if (m_buffer.at(m_checked) == '\n' && (m_checked == 0 || m_buffer.at(m_checked - 1) != '\r'))
            return refuse(400, u"A line does not end with CR and LF."_s);
    }
    if (!syntax::isToken(m_buffer.left(1)))
        return refuse(400, u"This is not an HTTP request."_s);

    if (end + 4 > m_limits.maxHeadBytes || (end < 0 && m_buffer.size() > m_limits.maxHeadBytes)) {
        return refuse(431, u"The headers are larger than %1 KiB."_s.arg(m_limits.maxHeadBytes / 1024));
    }
    if (end < 0)
        return m_progress;

    m_head = {};
    m_checked = 0;
    QByteArray head = m_buffer.left(end);
    m_buffer.remove(0, end + 4);
    head.replace("\r\n", "\n"); // there is no other LF in it
    const QList<QByteArray> lines = head.split('\n');
    if (!parseRequestLine(lines.first()))
        return m_progress;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (!parseField(lines[i]))
            return m_progress;
    }
    if (!checkHead())
        return m_progress;

    m_progress = Progress::InBody;
    m_body.clear();
    m_chunks.reset();
    if (m_head.chunked)
        m_chunks.emplace(m_limits.maxBodyBytes);
    m_continueWanted = m_head.expectContinue && m_buffer.isEmpty() && (m_head.chunked || m_head.length > 0);
    return readBody();
}

bool RequestReader::parseRequestLine(const QByteArray &line)
{
    const QList<QByteArray> parts = line.split(' ');
    if (parts.size() != 3 || !syntax::isToken(parts[0]) || !isVersion(parts[2]))
        return fail(400, u"The request line is malformed."_s);
    if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0")
        return fail(505, u"Only HTTP/1.1 and HTTP/1.0 are spoken here."_s);
    m_head.method = parts[0];
    m_head.target = parts[1];
    m_head.http10 = parts[2] == "HTTP/1.0";
    return true;
}

bool RequestReader::parseField(const QByteArray &line)
{
    const auto field = syntax::field(line);
    if (!field)
        return fail(400, u"A header is malformed."_s);
    return takeFramingField(field->first, field->second);
}

bool RequestReader::takeFramingField(const QByteArray &name, const QByteArray &value)
{
    if (name == "host") {
        if (!m_head.host.isEmpty() || !isHost(value))
            return fail(400, u"The Host header is malformed."_s);
        m_head.host = value;
    } else if (name == "content-length") {
        bool isNumber = false;
        const qint64 length = value.toLongLong(&isNumber);
        const bool digitsOnly =
            std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (value.isEmpty() || !digitsOnly)
            return fail(400, u"The Content-Length header is malformed."_s);
        if (m_head.length >= 0)
            return fail(400, u"There are two Content-Length headers."_s);
        if (!isNumber || length > m_limits.maxBodyBytes)
            return fail(413, u"The body is larger than %1 KiB."_s.arg(m_limits.maxBodyBytes / 1024));
        m_head.length = length;
    } else if (name == "transfer-encoding") {
        if (m_head.chunked || !isCodingList(value))
            return fail(400, u"The Transfer-Encoding header is malformed."_s);
        if (value.toLower() != "chunked")
            return fail(501, u"Only the chunked transfer coding is understood."_s);
        m_head.chunked = true;
    } else if (name == "expect") {
        if (value.toLower() != "100-continue")
            return fail(417, u"Only 100-continue can be expected."_s);
        m_head.expectContinue = true;
    } else if (name == "connection") {
        m_head.close = m_head.close || hasListItem(value, "close");
        m_head.keepAlive = m_head.keepAlive || hasListItem(value, "keep-alive");
    } else if (name == "authorization" || name == "origin" || name == "content-type") {
        if (m_head.fields.contains(name))
            return fail(400, u"The %1 header is there twice."_s.arg(QString::fromLatin1(name)));
        m_head.fields.insert(name, value);
    } else if (name != "upgrade" && name != "keep-alive" && name != "proxy-connection" && name != "te"
        && name != "trailer") {
        QByteArray &all = m_head.fields[name];
        all = all.isNull() ? value : all + ", " + value;
    }
    return true;
}

bool RequestReader::checkHead()
{
    // A length together with a coding is how requests are smuggled (RFC 9112 6.3).
    if (m_head.chunked && (m_head.length >= 0 || m_head.http10))
        return fail(400, u"Content-Length and Transfer-Encoding exclude each other."_s);
    if (m_head.host.isEmpty() && !m_head.http10)
        return fail(400, u"The Host header is missing."_s);
    if (!takeAbsoluteTarget())
        return false;
    if (m_head.target == "*" && m_head.method == "OPTIONS")
        m_head.target = "/*";
    if (!m_head.target.startsWith('/') || !isTarget(m_head.target))
        return fail(400, u"The request target is malformed."_s);
    return true;
}

// The target's authority counts, not the Host header (RFC 9112 3.2.2), which the guard checks all the same.
bool RequestReader::takeAbsoluteTarget()
{
    const QByteArray lower = m_head.target.left(8).toLower();
    const qsizetype schemeLength = lower.startsWith("http://") ? 7 : lower == "https://" ? 8 : 0;
    if (schemeLength == 0)
        return true;
    const QByteArray rest = m_head.target.mid(schemeLength);
    qsizetype end = 0;
    while (end < rest.size() && rest[end] != '/' && rest[end] != '?')
        ++end;
    const QByteArray authority = rest.left(end);
    if (!isHost(authority))
        return fail(400, u"The request target is malformed."_s);
    if (!m_head.host.isEmpty() && m_head.host.toLower() != authority.toLower())
        m_head.otherHost = m_head.host;
    m_head.host = authority;
    m_head.target = rest.mid(end);
    if (!m_head.target.startsWith('/'))
        m_head.target.prepend('/');
    return true;
}

RequestReader::Progress RequestReader::readBody()
{
    if (m_chunks) {
        switch (m_chunks->feed(m_buffer)) {
        case ChunkedBody::Result::NeedMore:
            return m_progress;
        case ChunkedBody::Result::Complete:
            m_body = m_chunks->body();
            break;
        case ChunkedBody::Result::TooLarge:
            return refuse(413, u"The body is larger than %1 KiB."_s.arg(m_limits.maxBodyBytes / 1024));
        case ChunkedBody::Result::Malformed:
            return refuse(400, u"The chunked body is malformed."_s);
        }
    } else if (m_head.length > 0) {
        const qsizetype taken = qMin<qsizetype>(m_head.length - m_body.size(), m_buffer.size());
        m_body.append(m_buffer.constData(), taken);
        m_buffer.remove(0, taken);
        if (m_body.size() < m_head.length)
            return m_progress;
    }
    m_progress = Progress::Complete;
    m_continueWanted = false;
    return m_progress;
}

RequestReader::Taken RequestReader::take()
{
    Taken taken;
    taken.keepAlive = m_head.http10 ? m_head.keepAlive && !m_head.close : !m_head.close;

    Request &request = taken.request;
    request.method = m_head.method;
    const qsizetype question = m_head.target.indexOf('?');
    request.path = QString::fromLatin1(m_head.target.left(question < 0 ? m_head.target.size() : question));
    if (question >= 0)
        request.query = QUrlQuery(QString::fromLatin1(m_head.target.mid(question + 1)));
    request.headers = std::move(m_head.fields);
    if (!m_head.host.isEmpty())
        request.headers.insert("host", m_head.host);
    request.otherHost = m_head.otherHost;
    request.body = std::move(m_body);

    m_progress = Progress::Idle;
    m_head = {};
    m_body = {};
    m_chunks.reset();
    return taken;
}

bool RequestReader::takeContinueWanted()
{
    return std::exchange(m_continueWanted, false);
}

} // namespace aria::api
