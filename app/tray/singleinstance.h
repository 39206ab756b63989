// One tray program per person and session: a second start asks the first to show itself.
#pragma once

#include <QLocalServer>

namespace aria::tray {

class SingleInstance : public QObject
{
    Q_OBJECT
public:
    // name: distinguishes programs that may run side by side.
    explicit SingleInstance(const QString &name, QObject *parent = nullptr);

    // True: another instance runs and was asked to raise its window. Waits a second at most,
    // before any window exists.
    bool handOver();
    // From now on other instances hand over to this one. False: it cannot be known whether there are others.
    bool listen();

Q_SIGNALS:
    void raiseRequested();

private:
    QString m_path;
    QLocalServer m_server;
};

} // namespace aria::tray
