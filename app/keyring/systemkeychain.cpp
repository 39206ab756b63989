#include "keyring/systemkeychain.h"

#include <QPromise>
#include <QTimer>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace aria::keyring {

namespace {

const QString program = u"aria-calendar-sync"_s;
constexpr std::chrono::seconds keychainPatience{ 30 };

Unexpected unavailable(const QString &why)
{
    return makeError(ErrorCategory::Unavailable, u"keyring_unavailable"_s,
        SystemKeychain::tr("The system keyring cannot be used: %1", "%1 says why").arg(why));
}

Unexpected silent()
{
    return unavailable(SystemKeychain::tr("It does not answer."));
}

// Starts the job; `value` turns a successful job into the result. The job deletes itself.
template <class T, class Job, class Value>
QFuture<Expected<T>> run(QObject *owner, Job *job, const QString &key, Value value)
{
    auto promise = std::make_shared<QPromise<Expected<T>>>();
    promise->start();
    const auto finish = [promise](const Expected<T> &answer) {
        if (promise->future().isFinished())
            return; // the time was up before
        promise->addResult(answer);
        promise->finish();
    };
    job->setKey(key);
    job->setInsecureFallback(false); // a plain file is what token.json is for
    QObject::connect(job, &QKeychain::Job::finished, owner, [job, finish, value](QKeychain::Job *) {
        if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound)
            finish(value(job));
        else
            finish(Expected<T>(unavailable(job->errorString())));
    });
    QTimer::singleShot(keychainPatience, owner, [finish] { finish(Expected<T>(silent())); });
    job->start();
    return promise->future();
}

} // namespace

SystemKeychain::SystemKeychain(const QString &key, QObject *parent)
    : QObject(parent)
    , m_key(key)
{
}

QFuture<Expected<QByteArray>> SystemKeychain::read()
{
    return run<QByteArray>(this, new QKeychain::ReadPasswordJob(program, this), m_key,
        [](QKeychain::ReadPasswordJob *job) { return Expected<QByteArray>(job->textData().toUtf8()); });
}

QFuture<Expected<void>> SystemKeychain::write(const QByteArray &secret)
{
    auto *job = new QKeychain::WritePasswordJob(program, this);
    job->setTextData(
        QString::fromUtf8(secret)); // text, so that KWallet's and the Secret Service's tools show it
    return run<void>(this, job, m_key, [](QKeychain::WritePasswordJob *written) {
        if (written->error() == QKeychain::EntryNotFound)
            return Expected<void>(unavailable(written->errorString()));
        return Expected<void>();
    });
}

QFuture<Expected<void>> SystemKeychain::remove()
{
    return run<void>(this, new QKeychain::DeletePasswordJob(program, this), m_key,
        [](QKeychain::DeletePasswordJob *) { return Expected<void>(); });
}

} // namespace aria::keyring
