// SIGTERM and SIGINT as Qt signals.
#pragma once

#include <QObject>

class QSocketNotifier;

namespace aria::program {

// Create one object, in the main thread, after QCoreApplication. It also ignores SIGHUP (a closed terminal does not
// end the service) and SIGPIPE (a client that went away is an error value). The second termination signal ends the
// process at once with 128 + its number, for anyone who does not want to wait.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override; // restores the default actions

Q_SIGNALS:
    void terminationRequested();

private:
    void read();

    int m_sockets[2] = { -1, -1 }; // written by the handler, read here
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace aria::program
