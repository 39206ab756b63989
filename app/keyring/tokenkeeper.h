// Keeps the sign-in where the person chose: in token.json or in the system keyring.
#pragma once

#include "base/settingsfile.h"
#include "google/tokenstore.h"
#include "keyring/keychain.h"
#include "settings/tokenstorage.h"

#include <QObject>
#include <QPromise>

#include <functional>

namespace aria::keyring {

// Lives on the UI thread. Never switches to the other place by itself: if the keyring fails, the person is told.
class TokenKeeper : public QObject, public settings::TokenStorage
{
    Q_OBJECT
public:
    // credentialsDir: of token.json, as it is when it is asked. keychain: outlives this.
    TokenKeeper(const SettingsFile &file, std::function<QString()> credentialsDir, Keychain &keychain,
        QObject *parent = nullptr);

    // Reads the keyring if the token is kept there; leads to prepared(), perhaps at once.
    void prepare();
    // For the next start of the service; null: token.json. Only after prepared() or moved().
    std::shared_ptr<const google::TokenStore> tokens() const { return m_tokens; }

    settings::TokenPlace place() const override;
    QFuture<Expected<void>> moveTo(settings::TokenPlace place) override;

Q_SIGNALS:
    void prepared();
    void moved(); // the service has to start again with tokens()
    void failed(const QString &message); // the keyring did not take or give what it should; for a person

private:
    using Move = std::shared_ptr<QPromise<Expected<void>>>;

    void moveToKeyring(const Move &move);
    void moveToFile(const Move &move);
    Expected<void> choose(settings::TokenPlace place);
    void hold(const Expected<QByteArray> &content);
    void save(const QByteArray &content);

    SettingsFile m_file;
    std::function<QString()> m_credentialsDir;
    Keychain &m_keychain;
    std::shared_ptr<const google::TokenStore> m_tokens;
    bool m_isSaving = false;
    std::optional<QByteArray> m_next; // to be saved when that is done
};

} // namespace aria::keyring
