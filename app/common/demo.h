// Demo mode: the bundled Google simulator as a child process, and the settings that point at it.
#pragma once

#include "base/error.h"

#include <QHash>
#include <QObject>
#include <QProcess>
#include <QTimer>
#include <QUrl>

namespace aria::common {

// Lives on the main thread. The simulator ends with this object, and with this process however that ends.
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
    // Asks the simulator to end and, after 2 s, makes it. Ends in stopped(), which comes later, never from within.
    void stop();

    // By variable name: what the demo decides. Google's URLs are among them only after started(). A person's
    // own database, account and webhook are never touched.
    QHash<QString, QString> settings() const;

    // What to try, for the terminal.
    static QString hints(const QUrl &serviceUrl, const QString &apiToken);

Q_SIGNALS:
    void started();
    void stopped(); // after stop(): there is no simulator any more
    void failed(const aria::Error &error); // did not start, or ended by itself later; once

private:
    void readOutput();
    void fail(const QString &why);

    QString m_simulatorPath;
    QString m_directory;
    QProcess m_process;
    QTimer m_patience;
    QByteArray m_output;
    QUrl m_googleUrl; // empty until the simulator said where it is
    bool m_isOver = false; // stopped or failed
};

} // namespace aria::common
