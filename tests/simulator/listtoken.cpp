#include "listtoken.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace simulator {

using namespace Qt::StringLiterals;

static const QByteArray head = "C+/k";
static const QByteArray tail = "+/==";

static QByteArray checksum(const QByteArray &payload)
{
    return QCryptographicHash::hash("list token" + payload, QCryptographicHash::Sha1).left(9);
}

QString TokenBook::issue(ListToken token)
{
    token.issue = ++m_lastIssue;
    const QByteArray payload = QJsonDocument(
        QJsonObject{ { "k"_L1, token.kind }, { "c"_L1, token.calendarId }, { "f"_L1, token.fingerprint },
            { "s"_L1, qint64(token.snapshot) }, { "p"_L1, token.position }, { "e"_L1, token.emptyPageGiven },
            { "i"_L1, qint64(token.issue) } })
                                   .toJson(QJsonDocument::Compact);
    return QString::fromLatin1(head + (checksum(payload) + payload).toBase64() + tail);
}

std::optional<ListToken> TokenBook::read(const QString &text, const QString &kind) const
{
    const QByteArray bytes = text.toLatin1();
    if (!bytes.startsWith(head) || !bytes.endsWith(tail))
        return std::nullopt;
    const auto decoded =
        QByteArray::fromBase64Encoding(bytes.mid(head.size(), bytes.size() - head.size() - tail.size()),
            QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || checksum((*decoded).mid(9)) != (*decoded).left(9))
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson((*decoded).mid(9)).object();
    if (json.value("k"_L1) != kind)
        return std::nullopt;
    return ListToken{ kind, json.value("c"_L1).toString(), json.value("f"_L1).toString(),
        quint64(json.value("s"_L1).toInteger()), json.value("p"_L1).toString(), json.value("e"_L1).toBool(),
        quint64(json.value("i"_L1).toInteger()) };
}

bool TokenBook::isExpired(const ListToken &token) const
{
    return token.issue < m_expiredBefore || token.issue < m_calendarExpiredBefore.value(token.calendarId);
}

QJsonObject TokenBook::save() const
{
    return { { "lastIssue"_L1, qint64(m_lastIssue) }, { "expiredBefore"_L1, qint64(m_expiredBefore) } };
}

void TokenBook::load(const QJsonObject &saved)
{
    m_lastIssue = quint64(saved["lastIssue"_L1].toInteger());
    m_expiredBefore = quint64(saved["expiredBefore"_L1].toInteger());
}

} // namespace simulator
