#include "e2e/programs.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <sys/prctl.h>

namespace aria::e2e {

using namespace Qt::StringLiterals;

QString daemonPath()
{
    return QStringLiteral(ARIA_DAEMON);
}

QString simulatorPath()
{
    return QStringLiteral(ARIA_SIMULATOR);
}

Program::Program(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
{
}

Program::~Program()
{
    if (QTest::currentTestFailed())
        qInfo("--- %s said:\n%s", qPrintable(m_path), m_history.right(20'000).constData());
    killHard();
}

void Program::launch(
    const QStringList &arguments, const QProcessEnvironment &environment, const QString &directory)
{
    killHard();
    m_output.clear();
    m_errors.clear();
    m_url.clear();
    m_process = std::make_unique<QProcess>();
    QProcessEnvironment clean = environment;
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    for (const QString &name :
        { u"PATH"_s, u"TZ"_s, u"ASAN_OPTIONS"_s, u"UBSAN_OPTIONS"_s, u"LSAN_OPTIONS"_s }) {
        if (own.contains(name) && !clean.contains(name))
            clean.insert(name, own.value(name));
    }
    m_process->setProcessEnvironment(clean);
    m_process->setWorkingDirectory(directory);
    // A test that crashes leaves nothing running.
    m_process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &Program::read);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &Program::read);
    m_process->start(m_path, arguments);
}

void Program::read()
{
    const QByteArray output = m_process->readAllStandardOutput();
    const QByteArray errors = m_process->readAllStandardError();
    m_output += output;
    m_errors += errors;
    m_history += output + errors;
    const qsizetype at = m_output.indexOf(" ready at ");
    const qsizetype end = m_output.indexOf('\n', at);
    if (m_url.isEmpty() && at >= 0 && end > at)
        m_url = QUrl(QString::fromUtf8(m_output.mid(at + 10, end - at - 10)));
}

bool Program::waitUntilReady(int timeoutMs)
{
    QEventLoop loop;
    connect(m_process.get(), &QProcess::readyReadStandardOutput, &loop, [&] {
        if (!m_url.isEmpty())
            loop.quit();
    });
    connect(m_process.get(), &QProcess::finished, &loop, &QEventLoop::quit);
    connect(m_process.get(), &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
    if (m_url.isEmpty() && isRunning())
        loop.exec();
    return !m_url.isEmpty();
}

Program::End Program::waitForEnd(int timeoutMs)
{
    QElapsedTimer clock;
    clock.start();
    End end;
    if (!m_process)
        return end;
    if (isRunning()) {
        QEventLoop loop;
        connect(m_process.get(), &QProcess::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
        loop.exec();
    }
    end.milliseconds = clock.elapsed();
    if (isRunning())
        return end;
    read();
    end.ended = true;
    end.normal = m_process->exitStatus() == QProcess::NormalExit;
    end.exitCode = m_process->exitCode();
    return end;
}

Program::End Program::stop(int signal, int timeoutMs)
{
    if (!isRunning())
        return {};
    ::kill(static_cast<pid_t>(pid()), signal);
    return waitForEnd(timeoutMs);
}

void Program::killHard()
{
    if (!isRunning())
        return;
    ::kill(static_cast<pid_t>(pid()), SIGKILL);
    m_process->waitForFinished(10'000);
    read();
}

} // namespace aria::e2e
