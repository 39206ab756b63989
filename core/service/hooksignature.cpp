#include "service/hooksignature.h"

#include <QMessageAuthenticationCode>

namespace aria::service {

QByteArray hookMessageId(const QString &series, qint64 id)
{
    return "msg_" + series.toLatin1() + '_' + QByteArray::number(id);
}

QByteArray hookBody(const store::EventMessage &message)
{
    return R"({"type":"event.)" + message.type.toLatin1() + R"(","timestamp":")" + message.at.toLatin1()
        + R"(","data":)" + message.data + '}';
}

QByteArray hookSignature(
    const QByteArray &key, const QByteArray &id, const QDateTime &time, const QByteArray &body)
{
    const QByteArray signed_ = id + '.' + QByteArray::number(time.toSecsSinceEpoch()) + '.' + body;
    return "v1," + QMessageAuthenticationCode::hash(signed_, key, QCryptographicHash::Sha256).toBase64();
}

} // namespace aria::service
