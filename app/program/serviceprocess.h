// The whole service inside this process: store, Google, sync, API, each on its thread.
#pragma once

#include "base/settings.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace aria::service {
class CalendarService;
}
namespace aria::google {
class TokenStore;
}

namespace aria::program {

// Lives on the main thread and needs its event loop. The tray program shows the same service in its windows.
class ServiceProcess : public QObject
{
    Q_OBJECT
public:
    // tokens: null: token.json in the credentials folder.
    explicit ServiceProcess(LoadedSettings loaded, std::shared_ptr<const google::TokenStore> tokens = nullptr,
        QObject *parent = nullptr);
    ~ServiceProcess() override;

    // Opens the database, reads the credentials and listens; may block for as long as that takes. If it fails,
    // nothing is running. Codes with an exit code of their own are listed in program/exitcodes.h: database_unreadable,
    // database_in_use, schema_newer, credentials_unusable, port_in_use.
    Expected<void> start();

    // The running service, for the windows. Only between start() and stop().
    service::CalendarService &service() const;

    // Where the API actually listens, for example with port 0. Only after start().
    QUrl url() const;

    // One object on each thread that the service consists of, for WatchdogFeeder. Only between start() and stop().
    QList<QObject *> members() const;

    // Returns at once; stopped() follows when every thread has ended and the database is closed.
    void stop();

    // --cleanup: removes old history and deleted events as the settings say. Blocks. Value: rows removed.
    static Expected<qint64> cleanup(const Settings &settings);

    // --rebuild-occurrences: rebuilds the table of occurrences from the events. Blocks. Value: how many events were
    // taken up.
    static Expected<qint64> rebuildOccurrences(const Settings &settings);

Q_SIGNALS:
    void stopped();
    void failed(const aria::Error &error); // cannot go on; stop() must still be called

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace aria::program
