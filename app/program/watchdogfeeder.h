// Tells systemd that the service lives, for as long as all its threads answer (WatchdogSec=, sd_watchdog_enabled(3)).
#pragma once

#include <QList>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace aria::program {

// Lives on the main thread. A thread that hangs is asked once and no more; when it answers, the feeding goes on.
class WatchdogFeeder : public QObject
{
    Q_OBJECT
public:
    // How often systemd is to be told: a third of what $WATCHDOG_USEC allows. Nullopt: systemd does not watch this
    // process.
    static std::optional<std::chrono::milliseconds> wantedInterval();

    // members: objects on the threads that must answer; they outlive this. Tells systemd at once, and from then on
    // after each interval in which all have answered.
    WatchdogFeeder(QList<QObject *> members, std::chrono::milliseconds interval, QObject *parent = nullptr);

private:
    void look();
    void feed();

    const QList<QObject *> m_members;
    QTimer m_timer{ this };
    // How many have answered the question that was asked last. Shared, as an answer may come after this is gone.
    std::shared_ptr<std::atomic<qsizetype>> m_answers;
};

} // namespace aria::program
