// Demo mode: the bundled Google simulator as a child process, and the settings that point at it.
#pragma once

#include "base/error.h"

#include <QHash>
#include <QObject>
#include <QProcess>
#include <QTimer>
#include <QUrl>

namespace aria::program {

// Lives on the main thread. The simulator ends with this object, and with this process, however that ends.
class Demo : public QObject
{
    Q_OBJECT
public:
    // simulatorPath: the program. directory: holds the demo's database, credentials and the simulator's
    // state; made with mode 0700.
    Demo(QString simulatorPath, QString directory, QObject *parent = nullptr);
    ~Demo() override;

    // Ends in started() or failed().
    void start();
    // Asks the simulator to end, and kills it after 2 s. Leads to stopped(), which comes later and never
    // from within this call.
    void stop();

    // By variable name: what the demo sets. Google's URLs are included only after started(). A person's own database,
    // account and webhook are never touched.
    QHash<QString, QString> settings() const;

    // Where the simulator is: beside the program in a build folder, in libexec/aria-calendar-sync where it is installed.
    static QString simulatorBeside(const QString &programFolder);

    // What to try, for the terminal.
    static QString hints(const QUrl &serviceUrl, const QString &apiToken);

Q_SIGNALS:
    void started();
    void stopped(); // after stop(): there is no simulator any more
    void failed(const aria::Error &error); // did not start, or ended by itself later; emitted once

private:
    void readOutput();
    void fail(const QString &why);

    QString m_simulatorPath;
    QString m_directory;
    QProcess m_process;
    QTimer m_patience;
    QByteArray m_output;
    QUrl m_googleUrl; // empty until the simulator has said where it is
    bool m_isOver = false; // stopped or failed
};

} // namespace aria::program
