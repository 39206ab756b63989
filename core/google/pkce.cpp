#include "google/pkce.h"

#include <QCryptographicHash>

namespace aria::google {
namespace {

QString base64Url(const QByteArray &bytes)
{
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace

QString newCodeVerifier(RandomSource &random)
{
    return base64Url(random.bytes(64));
}

QString codeChallenge(const QString &verifier)
{
    return base64Url(QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256));
}

QString newState(RandomSource &random)
{
    return base64Url(random.bytes(32));
}

} // namespace aria::google
