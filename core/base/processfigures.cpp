#include "base/processfigures.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

QByteArray read(const char *path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The fields of /proc/self/stat from the third on (proc(5)); the second is a name that may hold blanks.
QByteArrayList statFields()
{
    const QByteArray stat = read("/proc/self/stat");
    const qsizetype end = stat.lastIndexOf(") ");
    return end < 0 ? QByteArrayList() : stat.mid(end + 2).trimmed().split(' ');
}

// Seconds since 1970 at which the machine began.
double bootTime()
{
    for (const QByteArray &line : read("/proc/stat").split('\n')) {
        if (line.startsWith("btime "))
            return line.mid(6).toDouble();
    }
    return 0;
}

} // namespace

void setProcessFigures(Metrics &metrics)
{
    enum Field {
        UserTime = 11,
        SystemTime = 12,
        Threads = 17,
        StartTime = 19,
        VirtualSize = 20,
        Resident = 21
    };
    const QByteArrayList stat = statFields();
    if (stat.size() > Resident) {
        const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
        metrics.set(
            Metric::ProcessCpu, (stat.at(UserTime).toDouble() + stat.at(SystemTime).toDouble()) / ticks);
        metrics.set(Metric::ProcessThreads, stat.at(Threads).toDouble());
        metrics.set(Metric::ProcessVirtual, stat.at(VirtualSize).toDouble());
        metrics.set(Metric::ProcessResident,
            stat.at(Resident).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)));
        static const double boot = bootTime();
        if (boot > 0)
            metrics.set(Metric::ProcessStart, boot + stat.at(StartTime).toDouble() / ticks);
    }
    const auto open =
        QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::System | QDir::AllEntries);
    if (!open.isEmpty())
        // Without the one that reads.
        metrics.set(Metric::ProcessDescriptors, static_cast<double>(open.size() - 1));
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        metrics.set(Metric::ProcessMaxDescriptors, static_cast<double>(limit.rlim_cur));
}

} // namespace aria
