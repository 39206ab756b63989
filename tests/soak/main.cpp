// Random runs of the whole service against a simulated Google: soak-run [FIRST [COUNT]]; soak-run SEED 1 FILE takes the
// steps from a report. The first failing seeds are shrunk
// and printed; the exit code is the number of failures, at most 100. ARIA_SOAK_TRACE=1 prints their requests as well.
#include "soak/run.h"

#include "soak/database.h"
#include "soak/virtualtime.h"

#include <QCoreApplication>
#include <QFile>
#include <QHashFunctions>
#include <QLoggingCategory>

#include <cstdio>

using namespace Qt::StringLiterals;

using namespace aria::soak;

namespace {

constexpr int shrunkAtMost = 5;

void print(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

struct Recorded
{
    QStringList wrong;
    QString trace;
};

Recorded recorded(quint64 seed, const QList<Step> &steps)
{
    Recorded result;
    const bool wanted = qEnvironmentVariableIsSet("ARIA_SOAK_TRACE");
    const auto keep = [&result](const QString &line) { result.trace += line + QLatin1Char('\n'); };
    result.wrong = run(seed, steps, wanted ? Trace(keep) : Trace());
    return result;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1"); // its main loop reads the clock in ways that cannot be taken over
    qputenv("TZ", "UTC");
    QHashSeed::setDeterministicGlobalSeed();
    QCoreApplication application(argc, argv);
    if (!qEnvironmentVariableIsSet("ARIA_SOAK_LOG"))
        QLoggingCategory::setFilterRules(u"*=false"_s);
    const QStringList arguments = QCoreApplication::arguments();
    const quint64 first = arguments.value(1, u"1"_s).toULongLong();
    const quint64 count = arguments.value(2, u"1000"_s).toULongLong();
    QList<Step> given;
    if (arguments.size() > 3) {
        QFile file(arguments.at(3));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        given = stepsIn(QString::fromUtf8(file.readAll()));
    }
    Database::startServer();
    const QDateTime begun = QDateTime::currentDateTimeUtc();
    // A PostgreSQL server keeps its own time, so the run's is near it; else every run has the same.
    takeOverTime(Database::isPostgres() ? begun : QDateTime(QDate(2026, 3, 27), QTime(10, 0), Qt::UTC));

    int failures = 0;
    for (quint64 seed = first; seed < first + count; ++seed) {
        QList<Step> steps = given.isEmpty() ? stepsFor(seed) : given;
        Recorded made = recorded(seed, steps);
        if (!made.wrong.isEmpty()) {
            ++failures;
            if (failures <= shrunkAtMost && !qEnvironmentVariableIsSet("ARIA_SOAK_NO_SHRINK")) {
                steps = shrink(seed, steps);
                if (Recorded again = recorded(seed, steps); !again.wrong.isEmpty())
                    made = again;
            }
            print(made.trace + report(seed, steps, made.wrong));
        }
        if ((seed - first + 1) % 500 == 0)
            print(u"%1 runs, %2 failures"_s.arg(seed - first + 1).arg(failures));
    }
    Database::stopServer();
    print(u"%1 runs from seed %2, %3 failures"_s.arg(count).arg(first).arg(failures));
    return std::min(failures, 100);
}
