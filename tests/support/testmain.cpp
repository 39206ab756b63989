#include "support/testmain.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QMap>

#ifdef QT_WIDGETS_LIB
#include "uicommon/translations.h"

#include <QApplication>
using TestApplication = QApplication;
#else
using TestApplication = QCoreApplication;
#endif

#include <cstdio>

#include <sys/statvfs.h>

using namespace Qt::StringLiterals;

namespace aria::testing {

namespace {

QMap<QString, RunTest> &tests()
{
    static QMap<QString, RunTest> all; // registrations of other files come before and after this file's own
    return all;
}

} // namespace

TestRegistration::TestRegistration(const char *file, RunTest run)
{
    QString name = QFileInfo(QString::fromUtf8(file)).completeBaseName();
    name.remove(0, static_cast<qsizetype>(std::size("tst_")) - 1);
    tests().insert(name, run);
}

// Temporary files into memory where there is enough of it and programs may be started from there: nothing that a test
// writes outlives it, and a disk that has to be waited for at each commit makes most of a test's time.
void useMemory()
{
    constexpr qulonglong enough = 1'000'000'000;
    const char *const memory = "/dev/shm";
    struct statvfs found;
    if (!qEnvironmentVariableIsSet("TMPDIR") && ::statvfs(memory, &found) == 0
        && (found.f_flag & ST_NOEXEC) == 0
        && static_cast<qulonglong>(found.f_bavail) * found.f_frsize > enough)
        qputenv("TMPDIR", memory);
}

} // namespace aria::testing

int main(int argc, char **argv)
{
    aria::testing::useMemory();
    const auto &tests = aria::testing::tests();
    const auto run = argc > 1 ? tests.value(QString::fromLocal8Bit(argv[1])) : nullptr;
    if (!run) {
        std::fprintf(stderr, "which test? %s\n", qPrintable(QStringList(tests.keys()).join(u' ')));
        return 2;
    }
    argv[1] = argv[0];
    TestApplication application(--argc, ++argv);
#ifdef QT_WIDGETS_LIB
    aria::uicommon::installLanguage(u"en"_s);
#endif
    return run(argc, argv);
}
