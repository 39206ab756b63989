// One connection on a thread of its own, kept alive: what breaks is closed, and opened again as soon as it
// can be.
#pragma once

#include "store/dialect.h"
#include "store/job.h"
#include "store/session.h"

#include <QObject>
#include <QTimer>

namespace aria::store {

// Made anywhere, moved to its thread; from then on every function is called there.
class Connection : public QObject
{
    Q_OBJECT
public:
    Connection(std::shared_ptr<const Dialect> dialect, Access access);

    Expected<void> start(); // opens for the first time; the writer creates and migrates
    void stop(); // closes for good

    void execute(Job &job);

Q_SIGNALS:
    void healthChanged(bool healthy);
    void changedOutside(); // the writer only

private:
    Expected<void> open(Storage storage);
    Expected<void> prepareSchema(QSqlDatabase &database);
    void close();
    void reopen(); // or tries again later
    void lose();
    void look(); // each second: is the database still the same, has anybody else written?
    std::optional<Error> perform(Job &job);
    Expected<void> statement(const QString &text);

    std::shared_ptr<const Dialect> m_dialect;
    const Access m_access;
    const QString m_name; // of the QSqlDatabase
    std::unique_ptr<Session> m_session; // null while the connection is lost
    QByteArray m_identity;
    qint64 m_outsideVersion = 0;
    std::chrono::milliseconds m_backoff;
    QTimer m_lookTimer{ this };
    QTimer m_reopenTimer{ this };
};

} // namespace aria::store
