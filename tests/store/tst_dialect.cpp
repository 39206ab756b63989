// What the databases' error numbers mean to the rest of the program.
#include "testdatabase.h"

#include "store/dialect.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_dialect {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

class TestDialect : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mapsErrors_data();
    void mapsErrors();
};

void TestDialect::mapsErrors_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("number");
    QTest::addColumn<int>("category");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("isLost");
    const auto sqlite = u"sqlite:///secret/path.db"_s;
    const auto row = [&](const char *name, int number, ErrorCategory category, const char *code,
                         bool isLost) {
        QTest::newRow(name) << sqlite << QString::number(number) << int(category) << QString::fromLatin1(code)
                            << isLost;
    };
    row("BUSY", 5, ErrorCategory::Unavailable, "database_busy", false);
    row("BUSY_SNAPSHOT", 517, ErrorCategory::Unavailable, "database_busy", false);
    row("LOCKED", 6, ErrorCategory::Unavailable, "database_busy", false);
    row("FULL", 13, ErrorCategory::Unavailable, "disk_full", false);
    row("READONLY", 8, ErrorCategory::Unavailable, "database_away", true);
    row("READONLY_DBMOVED", 1032, ErrorCategory::Unavailable, "database_away", true);
    row("IOERR_READ", 266, ErrorCategory::Unavailable, "database_away", true);
    row("CORRUPT", 11, ErrorCategory::Unavailable, "database_away", true);
    row("CANTOPEN", 14, ErrorCategory::Unavailable, "database_away", true);
    row("NOTADB", 26, ErrorCategory::Unavailable, "database_away", true);
    row("CONSTRAINT_UNIQUE", 2067, ErrorCategory::Conflict, "duplicate", false);
    row("CONSTRAINT_PRIMARYKEY", 1555, ErrorCategory::Conflict, "duplicate", false);
    row("CONSTRAINT_NOTNULL", 1299, ErrorCategory::InvalidInput, "database_value", false);
    row("TOOBIG", 18, ErrorCategory::InvalidInput, "database_value", false);
    row("ERROR", 1, ErrorCategory::Internal, "database_statement", false);
    QTest::newRow("the driver's own")
        << sqlite << QString() << int(ErrorCategory::Internal) << u"database_statement"_s << false;

    const auto state = [](const char *name, const char *state, ErrorCategory category, const char *code,
                           bool isLost) {
        QTest::newRow(name) << u"postgresql://u:secret@h/d"_s << QString::fromLatin1(state) << int(category)
                            << QString::fromLatin1(code) << isLost;
    };
    state("serialization failure", "40001", ErrorCategory::Unavailable, "database_contended", false);
    state("deadlock", "40P01", ErrorCategory::Unavailable, "database_contended", false);
    state("disk full", "53100", ErrorCategory::Unavailable, "disk_full", false);
    state("too many connections", "53300", ErrorCategory::Unavailable, "database_away", true);
    state("lock timeout", "55P03", ErrorCategory::Unavailable, "database_busy", false);
    state("statement timeout", "57014", ErrorCategory::Unavailable, "database_busy", false);
    state("admin shutdown", "57P01", ErrorCategory::Unavailable, "database_away", true);
    state("crash shutdown", "57P02", ErrorCategory::Unavailable, "database_away", true);
    state("cannot connect now", "57P03", ErrorCategory::Unavailable, "database_away", true);
    state("connection failure", "08006", ErrorCategory::Unavailable, "database_away", true);
    state("no state: broken", "", ErrorCategory::Unavailable, "database_away", true);
    state("io error", "58030", ErrorCategory::Unavailable, "database_away", true);
    state("a standby", "25006", ErrorCategory::Unavailable, "database_away", true);
    state("idle in transaction", "25P03", ErrorCategory::Unavailable, "database_away", true);
    state("unique", "23505", ErrorCategory::Conflict, "duplicate", false);
    state("not null", "23502", ErrorCategory::InvalidInput, "database_value", false);
    state("out of range", "22008", ErrorCategory::InvalidInput, "database_value", false);
    state("no such text", "22P05", ErrorCategory::InvalidInput, "database_value", false);
    state("too long for an index", "54000", ErrorCategory::InvalidInput, "database_value", false);
    state("no such table", "42P01", ErrorCategory::Unavailable, "database_lost", true);
    state("syntax", "42601", ErrorCategory::Internal, "database_statement", false);
    state("password", "28P01", ErrorCategory::Precondition, "database_refused", false);
    state("no such database", "3D000", ErrorCategory::Precondition, "database_refused", false);
    state("no right", "42501", ErrorCategory::Precondition, "database_refused", false);
}

void TestDialect::mapsErrors()
{
    QFETCH(QString, url);
    QFETCH(QString, number);
    const auto dialect = must(Dialect::forUrl(url));
    const auto error = dialect->toError(
        QSqlError(u"driver"_s, u"near SELECT: /secret"_s, QSqlError::StatementError, number));
    QTEST(int(error.category), "category");
    QTEST(error.code, "code");
    QTEST(meansConnectionLost(error), "isLost");
    QVERIFY(!error.message.contains(u"secret"));
    QVERIFY(!error.message.contains(u"SELECT"));
    QCOMPARE(error.retryAfter.has_value(), error.category == ErrorCategory::Unavailable);
}

ARIA_TEST(TestDialect)

} // namespace tst_dialect

#include "tst_dialect.moc"
