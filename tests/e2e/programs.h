// The programs as processes: started with a clean environment, their output kept, their ends checked.
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QUrl>

#include <csignal>

namespace aria::e2e {

QString daemonPath();
QString simulatorPath();

class Program : public QObject
{
    Q_OBJECT
public:
    explicit Program(QString path, QObject *parent = nullptr);
    ~Program() override; // whatever still runs is killed; its output is shown where the test failed

    // Returns at once. The environment holds only what is given and PATH, TZ and the sanitizers' options.
    void launch(
        const QStringList &arguments, const QProcessEnvironment &environment, const QString &directory);
    // Until the line "NAME ready at URL", or the end of the process. False without the line.
    bool waitUntilReady(int timeoutMs = 30'000);
    bool isRunning() const { return m_process && m_process->state() != QProcess::NotRunning; }
    QUrl url() const { return m_url; }
    qint64 pid() const { return m_process ? m_process->processId() : 0; }

    struct End
    {
        bool ended = false; // within the time
        bool normal = false; // not by a signal
        int exitCode = -1;
        qint64 milliseconds = 0;
    };
    // Sends the signal and waits, for as long as the contract allows.
    End stop(int signal = SIGTERM, int timeoutMs = 5000);
    End waitForEnd(int timeoutMs = 10'000);
    void killHard(); // SIGKILL, and waits for it

    QByteArray output() const { return m_output; }
    QByteArray errors() const { return m_errors; } // the log
    // Everything since the beginning, of all runs.
    QByteArray everything() const { return m_history; }

private:
    void read();

    QString m_path;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_output;
    QByteArray m_errors;
    QByteArray m_history;
    QUrl m_url;
};

} // namespace aria::e2e
