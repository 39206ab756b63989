#include "keyring/tokenkeeper.h"

#include "google/tokenfile.h"

#include "ui/clientfiles.h"

#include "support/testmain.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_tokenkeeper {

using namespace Qt::StringLiterals;
using namespace aria;
using keyring::TokenKeeper;
using settings::TokenPlace;

namespace {

class FakeKeychain : public keyring::Keychain
{
public:
    QByteArray secret;
    std::optional<Error> problem;
    bool forgets = false; // takes what it is given and does not keep it
    int writes = 0;

    QFuture<Expected<QByteArray>> read() override { return give(Expected<QByteArray>(secret)); }
    QFuture<Expected<void>> write(const QByteArray &content) override
    {
        ++writes;
        if (!problem && !forgets)
            secret = content;
        return give(Expected<void>());
    }
    QFuture<Expected<void>> remove() override
    {
        if (!problem)
            secret.clear();
        return give(Expected<void>());
    }

private:
    template <class T> QFuture<Expected<T>> give(const Expected<T> &value)
    {
        return QtFuture::makeReadyFuture(problem ? Expected<T>(Unexpected(*problem)) : value);
    }
};

const Error locked{ ErrorCategory::Unavailable, u"keyring_unavailable"_s, u"It is locked."_s };

} // namespace

class TestTokenKeeper : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        keychain = std::make_unique<FakeKeychain>();
        makeKeeper();
    }
    void cleanup() { keeper.reset(); }

    void keepsTheFileUnlessAsked()
    {
        prepare();
        QVERIFY(keeper->place() == TokenPlace::File);
        QVERIFY(!keeper->tokens());
        QCOMPARE(keychain->writes, 0);
    }

    void movesToTheKeyringAndBack()
    {
        test::writeFile(tokenPath(), test::tokenFile);
        prepare();
        QSignalSpy moved(keeper.get(), &TokenKeeper::moved);
        QVERIFY(move(TokenPlace::Keyring).has_value());
        QCOMPARE(moved.size(), 1);
        QVERIFY(!QFile::exists(tokenPath()));
        QCOMPARE(keychain->secret, test::tokenFile);
        QCOMPARE(refreshToken(), u"1//x"_s);

        // The next start finds it there.
        makeKeeper();
        prepare();
        QVERIFY(keeper->place() == TokenPlace::Keyring);
        QCOMPARE(refreshToken(), u"1//x"_s);

        QVERIFY(move(TokenPlace::File).has_value());
        QVERIFY(!keeper->tokens());
        QTRY_VERIFY(keychain->secret.isEmpty());
        QFile file(tokenPath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("1//x"));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void staysWhereItWasIfTheKeyringFails_data()
    {
        QTest::addColumn<bool>("forgets");
        QTest::newRow("locked") << false;
        QTest::newRow("forgetful") << true;
    }
    void staysWhereItWasIfTheKeyringFails()
    {
        QFETCH(bool, forgets);
        test::writeFile(tokenPath(), test::tokenFile);
        prepare();
        keychain->forgets = forgets;
        if (!forgets)
            keychain->problem = locked;
        QSignalSpy moved(keeper.get(), &TokenKeeper::moved);
        const Expected<void> result = move(TokenPlace::Keyring);
        QVERIFY(!result);
        QCOMPARE(result.error().code, u"keyring_unavailable"_s);
        QVERIFY(moved.isEmpty());
        QVERIFY(QFile::exists(tokenPath()));
        QVERIFY(keeper->place() == TokenPlace::File);
    }

    // No silent fall-back: the service says that nobody is signed in, and why.
    void saysThatTheKeyringCannotBeRead()
    {
        prepare();
        QVERIFY(move(TokenPlace::Keyring).has_value());
        test::writeFile(tokenPath(), test::tokenFile); // somebody's old one
        makeKeeper();
        keychain->problem = locked;
        QSignalSpy failed(keeper.get(), &TokenKeeper::failed);
        prepare();
        QCOMPARE(failed.size(), 1);
        QVERIFY(keeper->tokens());
        QVERIFY(!keeper->tokens()->exists());
        const auto read = keeper->tokens()->read();
        QVERIFY(!read);
        QVERIFY(read.error().message.contains(u"locked"_s));
    }

    void savesWhatTheServiceRenews()
    {
        prepare();
        QVERIFY(move(TokenPlace::Keyring).has_value());
        const auto token = google::StoredToken::parse(test::tokenFile);
        QVERIFY(token);
        QVERIFY(keeper->tokens()->write(*token).has_value());
        QCOMPARE(refreshToken(), u"1//x"_s); // at once
        QTRY_VERIFY(keychain->secret.contains("1//x"));
        QVERIFY(keeper->tokens()->remove());
        QVERIFY(!keeper->tokens()->exists());
        QTRY_VERIFY(keychain->secret.isEmpty());
        QVERIFY(!QFile::exists(tokenPath()));
    }

    void saysThatItCouldNotSave()
    {
        prepare();
        QVERIFY(move(TokenPlace::Keyring).has_value());
        QSignalSpy failed(keeper.get(), &TokenKeeper::failed);
        keychain->problem = locked;
        const auto token = google::StoredToken::parse(test::tokenFile);
        QVERIFY(keeper->tokens()->write(*token).has_value());
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!QFile::exists(tokenPath()));
    }

private:
    void makeKeeper()
    {
        keeper = std::make_unique<TokenKeeper>(
            SettingsFile(folder->filePath(u"settings.ini"_s)), [this] { return folder->path(); }, *keychain);
    }
    void prepare()
    {
        QSignalSpy prepared(keeper.get(), &TokenKeeper::prepared);
        keeper->prepare();
        QTRY_COMPARE(prepared.size(), 1);
    }
    Expected<void> move(TokenPlace place)
    {
        const auto future = keeper->moveTo(place);
        if (!QTest::qWaitFor([&] { return future.isFinished(); }) || future.resultCount() == 0)
            return makeError(ErrorCategory::Internal, u"test"_s, u"no answer"_s);
        return future.result();
    }
    QString tokenPath() const { return folder->filePath(u"token.json"_s); }
    QString refreshToken() const
    {
        const auto token = keeper->tokens()->read();
        return token && token->has_value() ? token->value().refreshToken : QString();
    }

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<FakeKeychain> keychain;
    std::unique_ptr<TokenKeeper> keeper;
};

ARIA_TEST(TestTokenKeeper)

} // namespace tst_tokenkeeper

#include "tst_tokenkeeper.moc"
