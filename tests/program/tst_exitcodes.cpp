// The exit code tells what to do about it.
#include "program/exitcodes.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_exitcodes {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::program;

class TestExitCodes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void code_data()
    {
        QTest::addColumn<int>("category");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("exitCode");
        const auto row = [](const char *name, ErrorCategory category, const QString &code, int exitCode) {
            QTest::newRow(name) << static_cast<int>(category) << code << exitCode;
        };
        row("command line", ErrorCategory::InvalidInput, u"bad_command_line"_s, 64);
        row("newer schema", ErrorCategory::Precondition, u"schema_newer"_s, 65);
        row("database in use", ErrorCategory::Precondition, u"database_in_use"_s, 69);
        row("database", ErrorCategory::Precondition, u"database_unreadable"_s, 66);
        row("port", ErrorCategory::Unavailable, u"port_in_use"_s, 69);
        row("database away", ErrorCategory::Unavailable, u"database_away"_s, 69);
        row("fault", ErrorCategory::Internal, u"anything"_s, 70);
        row("credentials", ErrorCategory::Precondition, u"credentials_unusable"_s, 77);
        row("forbidden", ErrorCategory::Forbidden, QString(), 77);
        row("damaged archive", ErrorCategory::InvalidInput, u"archive_damaged"_s, 65);
        row("no archive", ErrorCategory::Precondition, u"archive_unusable"_s, 66);
        row("not empty", ErrorCategory::Precondition, u"database_not_empty"_s, 73);
        row("folder", ErrorCategory::Precondition, u"archive_folder"_s, 73);
        row("backup", ErrorCategory::Unavailable, u"backup_failed"_s, 73);
        row("setting", ErrorCategory::InvalidInput, u"bad_setting"_s, 78);
        row("other input", ErrorCategory::InvalidInput, QString(), 78);
    }

    void code()
    {
        QFETCH(int, category);
        QFETCH(QString, code);
        const Error error{ static_cast<ErrorCategory>(category), code, QString() };
        QTEST(static_cast<int>(exitCodeFor(error)), "exitCode");
    }
};

ARIA_TEST(TestExitCodes)

} // namespace tst_exitcodes

#include "tst_exitcodes.moc"
