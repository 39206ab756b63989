// SIGTERM and SIGINT as Qt signals.
#pragma once

#include <QObject>

class QSocketNotifier;

namespace aria::common {

// Create one, in the main thread, after QCoreApplication. Also ignores SIGHUP (a closed terminal does not end
// the service) and SIGPIPE (a client that went away is an error value). The second termination signal ends
// the process at once with 128 + its number, for whoever does not want to wait.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override; // the default actions are back

Q_SIGNALS:
    void terminationRequested();

private:
    void read();

    int m_sockets[2] = { -1, -1 }; // written by the handler, read here
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace aria::common
