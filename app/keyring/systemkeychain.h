// Keychain through QtKeychain: Secret Service or KWallet.
#pragma once

#include "keyring/keychain.h"

#include <QObject>

namespace aria::keyring {

class SystemKeychain : public QObject, public Keychain
{
    Q_OBJECT
public:
    // key: tells this program's settings from another instance's.
    explicit SystemKeychain(const QString &key, QObject *parent = nullptr);

    QFuture<Expected<QByteArray>> read() override;
    QFuture<Expected<void>> write(const QByteArray &secret) override;
    QFuture<Expected<void>> remove() override;

private:
    QString m_key;
};

} // namespace aria::keyring
