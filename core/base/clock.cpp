#include "base/clock.h"

#include "base/isotext.h"

#include <QFile>

#include <ctime>

using namespace Qt::StringLiterals;

namespace aria {

QDateTime SystemClock::nowUtc() const
{
    return QDateTime::currentDateTimeUtc();
}

std::chrono::milliseconds SystemClock::monotonic() const
{
    // Not std::chrono::steady_clock, which stands still while the machine sleeps.
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    using namespace std::chrono;
    return duration_cast<milliseconds>(seconds(now.tv_sec) + nanoseconds(now.tv_nsec));
}

QString SystemClock::epoch() const
{
    static const QString boot = [] { // random(4)
        QFile file(u"/proc/sys/kernel/random/boot_id"_s);
        return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()).trimmed() : QString();
    }();
    return boot;
}

QString toRfc3339(const QDateTime &instant)
{
    const QDateTime utc = instant.toUTC();
    const bool isPlain = utc.isValid() && utc.date().year() >= 1 && utc.date().year() <= 9999;
    return isPlain ? isoText(utc, Fraction::Milliseconds) + u'Z' : utc.toString(Qt::ISODateWithMs);
}

} // namespace aria
