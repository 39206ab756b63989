#include "keyring/tokenkeeper.h"

#include "base/whenfinished.h"
#include "keyring/keyringtokens.h"
#include "uicommon/errorwords.h"

using namespace Qt::StringLiterals;

namespace aria::keyring {

using settings::TokenPlace;

namespace {

const QString placeKey = u"window/token_storage"_s;
const QString keyring = u"keyring"_s;

void answer(const std::shared_ptr<QPromise<Expected<void>>> &move, const Expected<void> &result)
{
    move->addResult(result);
    move->finish();
}

// The keyring's answer, or that there was none because the program is ending.
template <class T> Expected<T> resultOf(const QFuture<Expected<T>> &future)
{
    if (future.resultCount() > 0)
        return future.result();
    return makeError(
        ErrorCategory::Unavailable, u"keyring_unavailable"_s, TokenKeeper::tr("The program ends."));
}

} // namespace

TokenKeeper::TokenKeeper(
    const SettingsFile &file, std::function<QString()> credentialsDir, Keychain &keychain, QObject *parent)
    : QObject(parent)
    , m_file(file)
    , m_credentialsDir(std::move(credentialsDir))
    , m_keychain(keychain)
{
}

TokenPlace TokenKeeper::place() const
{
    return m_file.value(placeKey) == keyring ? TokenPlace::Keyring : TokenPlace::File;
}

Expected<void> TokenKeeper::choose(TokenPlace place)
{
    return m_file.write({ { placeKey, place == TokenPlace::Keyring ? keyring : QString() } });
}

void TokenKeeper::hold(const Expected<QByteArray> &content)
{
    m_tokens = std::make_shared<KeyringTokens>(content, [this](const QByteArray &changed) {
        QMetaObject::invokeMethod(
            this, [this, changed] { save(changed); }, Qt::QueuedConnection);
    });
}

void TokenKeeper::prepare()
{
    m_tokens.reset();
    if (place() == TokenPlace::File)
        return Q_EMIT prepared();
    whenFinished(m_keychain.read(), this, [this](const auto &future) {
        const Expected<QByteArray> content = resultOf(future);
        hold(content);
        if (!content)
            Q_EMIT failed(tr("The sign-in cannot be read: %1").arg(uicommon::errorText(content.error())));
        Q_EMIT prepared();
    });
}

QFuture<Expected<void>> TokenKeeper::moveTo(TokenPlace place)
{
    auto move = std::make_shared<QPromise<Expected<void>>>();
    move->start();
    if (place == this->place())
        answer(move, {});
    else if (place == TokenPlace::Keyring)
        moveToKeyring(move);
    else
        moveToFile(move);
    return move->future();
}

// Written, read back, chosen, and only then removed from its old place.
void TokenKeeper::moveToKeyring(const Move &move)
{
    const QByteArray content = google::TokenFile(m_credentialsDir()).content();
    const auto writing = content.isEmpty() ? m_keychain.remove() : m_keychain.write(content);
    whenFinished(writing, this, [this, move, content](const auto &written) {
        if (const Expected<void> result = resultOf(written); !result)
            return answer(move, result);
        whenFinished(m_keychain.read(), this, [this, move, content](const auto &read) {
            const Expected<QByteArray> back = resultOf(read);
            if (!back)
                return answer(move, Unexpected(back.error()));
            if (*back != content)
                return answer(move,
                    makeError(ErrorCategory::Unavailable, u"keyring_unavailable"_s,
                        tr("The system keyring did not keep it.")));
            if (const Expected<void> chosen = choose(TokenPlace::Keyring); !chosen)
                return answer(move, chosen);
            hold(content);
            if (!google::TokenFile(m_credentialsDir()).remove())
                Q_EMIT failed(tr("token.json could not be deleted. Delete it yourself."));
            answer(move, {});
            Q_EMIT moved();
        });
    });
}

void TokenKeeper::moveToFile(const Move &move)
{
    if (!m_tokens)
        return answer(move,
            makeError(
                ErrorCategory::Internal, u"keyring_unavailable"_s, tr("The sign-in was not read yet.")));
    // What cannot be read cannot be moved; the person signs in again.
    const std::optional<google::StoredToken> token = m_tokens->read().value_or(std::nullopt);
    if (token) {
        if (const auto written = google::TokenFile(m_credentialsDir()).write(*token); !written)
            return answer(move, Unexpected(written.error()));
    }
    if (const Expected<void> chosen = choose(TokenPlace::File); !chosen)
        return answer(move, chosen);
    m_tokens.reset();
    whenFinished(m_keychain.remove(), this, [this](const auto &future) {
        if (const Expected<void> removed = resultOf(future); !removed)
            Q_EMIT failed(tr("The sign-in could not be removed from the keyring: %1")
                              .arg(uicommon::errorText(removed.error())));
    });
    answer(move, {});
    Q_EMIT moved();
}

// One after the other; the last one wins.
void TokenKeeper::save(const QByteArray &content)
{
    if (place() != TokenPlace::Keyring)
        return; // it moved meanwhile
    if (m_isSaving) {
        m_next = content;
        return;
    }
    m_isSaving = true;
    whenFinished(content.isEmpty() ? m_keychain.remove() : m_keychain.write(content), this,
        [this](const auto &future) {
            m_isSaving = false;
            const Expected<void> saved = resultOf(future);
            if (!saved)
                Q_EMIT failed(
                    tr("The sign-in could not be kept in the keyring and lasts only until this program "
                       "ends: %1")
                        .arg(uicommon::errorText(saved.error())));
            if (m_next)
                save(*std::exchange(m_next, std::nullopt));
        });
}

} // namespace aria::keyring
