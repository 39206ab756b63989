#include "program/watchdogfeeder.h"

#include "base/logging.h"
#include "program/systemdnotify.h"

#include <unistd.h>

namespace aria::program {

std::optional<std::chrono::milliseconds> WatchdogFeeder::wantedInterval()
{
    const QByteArray pid = qgetenv("WATCHDOG_PID");
    if (!pid.isEmpty() && pid.toLongLong() != qint64(::getpid()))
        return std::nullopt;
    const qint64 microseconds = qgetenv("WATCHDOG_USEC").toLongLong(); // 0 if it is no number
    if (microseconds <= 0)
        return std::nullopt;
    return std::chrono::milliseconds(std::max<qint64>(1, microseconds / 3000));
}

WatchdogFeeder::WatchdogFeeder(QList<QObject *> members, std::chrono::milliseconds interval, QObject *parent)
    : QObject(parent)
    , m_members(std::move(members))
{
    connect(&m_timer, &QTimer::timeout, this, &WatchdogFeeder::look);
    m_timer.start(interval);
    feed();
}

void WatchdogFeeder::look()
{
    if (*m_answers == m_members.size())
        feed();
}

void WatchdogFeeder::feed()
{
    if (!notifySystemd("WATCHDOG=1"))
        qCWarning(lcBase, "systemd could not be told that the service lives");
    m_answers = std::make_shared<std::atomic<qsizetype>>(0);
    for (QObject *member : m_members) {
        QMetaObject::invokeMethod(
            member, [answers = m_answers] { ++*answers; }, Qt::QueuedConnection);
    }
}

} // namespace aria::program
