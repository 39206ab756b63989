#include "base/settingvalues.h"

#include "base/timezones.h"

#include <QDir>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::settingvalue {

namespace {

bool isPercentEncoded(QStringView text)
{
    static const QRegularExpression wrong(u"%(?![0-9A-Fa-f]{2})|%00|[\\x00-\\x20\\x7f]"_s);
    return !wrong.match(text).hasMatch();
}

bool isPostgresHost(const QString &text)
{
    static const QRegularExpression form(u"^(\\[[0-9A-Fa-f:.%a-z]+\\]|[^\\[\\]:@/?#]*)(?::([0-9]{1,5}))?$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch() || !isPercentEncoded(text))
        return false;
    const QString host = match.captured(1);
    if (host.startsWith(u'[')
        && QHostAddress(host.mid(1, host.size() - 2)).protocol() != QHostAddress::IPv6Protocol)
        return false;
    return !match.hasCaptured(2) || wholeNumber(match.captured(2), 1, 65535).has_value();
}

bool isPostgresQuery(const QString &query)
{
    static const QRegularExpression key(u"^[a-z_]+$"_s);
    static const QStringList sslModes{ u"disable"_s, u"allow"_s, u"prefer"_s, u"require"_s, u"verify-ca"_s,
        u"verify-full"_s };
    for (const QString &pair : query.split(u'&')) {
        const qsizetype equals = pair.indexOf(u'=');
        if (equals < 1 || !key.match(pair.left(equals)).hasMatch() || !isPercentEncoded(pair))
            return false;
        if (pair.left(equals) == u"sslmode"_s && !sslModes.contains(pair.mid(equals + 1)))
            return false;
    }
    return true;
}

// [user[:password]@][host[:port][,…]][/database][?key=value&…]
bool isPostgresTarget(const QString &target)
{
    const qsizetype question = target.indexOf(u'?');
    if (question >= 0 && !isPostgresQuery(target.mid(question + 1)))
        return false;
    const QString beforeQuery = target.left(question < 0 ? target.size() : question);
    const qsizetype slash = beforeQuery.indexOf(u'/');
    const QString authority = beforeQuery.left(slash < 0 ? beforeQuery.size() : slash);
    const QString database = slash < 0 ? QString() : beforeQuery.mid(slash + 1);
    if (database.contains(u'/') || !isPercentEncoded(database))
        return false;
    const qsizetype at = authority.lastIndexOf(u'@');
    if (at >= 0 && !isPercentEncoded(authority.left(at)))
        return false;
    const QStringList hosts = authority.mid(at + 1).split(u',');
    return std::all_of(hosts.begin(), hosts.end(), isPostgresHost);
}

std::optional<QString> sqliteUrl(const QString &encodedPath)
{
    if (!encodedPath.startsWith(u'/') || encodedPath.endsWith(u'/') || encodedPath.contains(u'?')
        || encodedPath.contains(u'#'))
        return std::nullopt;
    // A space may stay unencoded: people paste paths.
    static const QRegularExpression wrong(u"%(?![0-9A-Fa-f]{2})|%00|[\\x00-\\x1f\\x7f]"_s);
    if (wrong.match(encodedPath).hasMatch())
        return std::nullopt;
    const QString path = QDir::cleanPath(QUrl::fromPercentEncoding(encodedPath.toUtf8()));
    if (path == u"/"_s || path.contains(QChar::ReplacementCharacter))
        return std::nullopt;
    return u"sqlite://"_s + QString::fromLatin1(QUrl::toPercentEncoding(path, "/"));
}

QString withoutPasswords(QString text)
{
    // From the first colon of the authority to its last @, however broken the rest is.
    static const QRegularExpression userPassword(
        u"(://[^:@/\\s]*):.*@"_s, QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression queryPassword(
        u"([?&](?:ssl)?password=)[^&]*"_s, QRegularExpression::CaseInsensitiveOption);
    text.replace(userPassword, u"\\1:…@"_s);
    text.replace(queryPassword, u"\\1…"_s);
    return text;
}

} // namespace

std::optional<qint64> wholeNumber(const QString &text, qint64 lowest, qint64 highest)
{
    static const QRegularExpression digits(u"^[0-9]{1,15}$"_s);
    if (!digits.match(text).hasMatch() || text.endsWith(u'\n'))
        return std::nullopt;
    const qint64 number = text.toLongLong();
    if (number < lowest || number > highest)
        return std::nullopt;
    return number;
}

std::optional<QString> databaseUrl(const QString &text)
{
    const qsizetype separator = text.indexOf(u"://"_s);
    const QString scheme = text.left(std::max<qsizetype>(separator, 0));
    const QString target = text.mid(separator + 3);
    if (scheme == u"sqlite"_s)
        return sqliteUrl(target);
    if ((scheme == u"postgresql"_s || scheme == u"postgres"_s) && isPostgresTarget(target))
        return text;
    return std::nullopt;
}

std::optional<QStringList> calendarIds(const QString &text)
{
    QStringList ids;
    for (const QString &part : text.split(u',')) {
        const QString id = part.trimmed();
        const bool hasControl = std::any_of(id.begin(), id.end(), [](QChar c) { return c.unicode() < 0x20; });
        if (id.isEmpty() || hasControl || ids.contains(id))
            return std::nullopt;
        ids.append(id);
    }
    return ids;
}

bool isSafeUrl(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == u"https"_s || (url.scheme() == u"http"_s && isLoopbackHost(url.host()));
}

std::optional<QUrl> hookUrl(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    if (!isSafeUrl(url) || url.hasFragment() || url.port() == 0)
        return std::nullopt;
    return url;
}

std::optional<QUrl> webUrl(const QString &text)
{
    auto given = hookUrl(text);
    if (!given || given->hasQuery())
        return std::nullopt;
    QUrl url = *given;
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    return url;
}

std::optional<QHostAddress> hostAddress(const QString &text)
{
    if (text.compare(u"localhost"_s, Qt::CaseInsensitive) == 0)
        return QHostAddress(QHostAddress::LocalHost);
    static const QRegularExpression fourNumbers(u"^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"_s);
    const bool bracketed = text.startsWith(u'[') && text.endsWith(u']');
    const QString bare = bracketed ? text.mid(1, text.size() - 2) : text;
    const QHostAddress address(bare);
    // QHostAddress also accepts "1" and "127.1", which nobody means.
    const bool isIPv4 =
        address.protocol() == QHostAddress::IPv4Protocol && fourNumbers.match(text).hasMatch();
    const bool isIPv6 = address.protocol() == QHostAddress::IPv6Protocol;
    if ((!isIPv4 && !isIPv6) || address.isMulticast() || address == QHostAddress(QHostAddress::Broadcast))
        return std::nullopt;
    return address;
}

bool isLoopbackHost(const QString &host)
{
    if (host == "127.0.0.1"_L1) // nearly always, with each request
        return true;
    const std::optional<QHostAddress> address = hostAddress(host);
    return address && address->isLoopback();
}

bool isToken(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() >= 0x21 && c.unicode() <= 0x7e;
    });
}

std::optional<QByteArray> hookKey(const QString &text)
{
    constexpr qsizetype shortest = 24; // Standard Webhooks, "Signature scheme"
    constexpr qsizetype longest = 64;
    constexpr qsizetype longestText = 512;
    const QString prefix = u"whsec_"_s;
    const bool isPrefixed = text.startsWith(prefix);
    const auto decoded = QByteArray::fromBase64Encoding(
        text.mid(isPrefixed ? prefix.size() : 0).toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    const bool isKey = decoded && decoded.decoded.size() >= shortest && decoded.decoded.size() <= longest;
    if (isKey && isToken(text))
        return decoded.decoded;
    if (isPrefixed || !isToken(text) || text.size() < shortest || text.size() > longestText)
        return std::nullopt;
    return text.toLatin1();
}

std::optional<QByteArray> timeZone(const QString &text)
{
    const QByteArray name = zoneNameFor(text.toUtf8());
    return name.isEmpty() ? std::nullopt : std::optional(name);
}

std::optional<QString> path(const QString &text)
{
    if (text.isEmpty() || text.contains(QChar::Null))
        return std::nullopt;
    const bool isHome = text == u"~"_s || text.startsWith(u"~/"_s);
    const QString expanded = isHome ? QDir::homePath() + text.mid(1) : text;
    return QDir::cleanPath(QDir::current().absoluteFilePath(expanded));
}

bool hasPassword(const QString &databaseUrl)
{
    return withoutPasswords(databaseUrl) != databaseUrl;
}

QString forDisplay(const QString &text)
{
    const QString shown = withoutPasswords(text);
    QString line;
    for (const QChar c : shown.left(200)) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            line += u"\\x%1"_s.arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            line += c;
    }
    return shown.size() > 200 ? line + u'…' : line;
}

} // namespace aria::settingvalue
