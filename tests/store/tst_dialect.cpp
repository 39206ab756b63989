// What SQLite's result codes mean to the rest of the program.
#include "testdatabase.h"

#include "store/dialect.h"

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
    QTest::addColumn<QString>("number");
    QTest::addColumn<int>("category");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("isLost");
    const auto row = [](const char *name, int number, ErrorCategory category, const char *code, bool isLost) {
        QTest::newRow(name) << QString::number(number) << int(category) << QString::fromLatin1(code)
                            << isLost;
    };
    row("BUSY", 5, ErrorCategory::Unavailable, "database_busy", false);
    row("BUSY_SNAPSHOT", 517, ErrorCategory::Unavailable, "database_busy", false);
    row("LOCKED", 6, ErrorCategory::Unavailable, "database_busy", false);
    row("FULL", 13, ErrorCategory::Unavailable, "disk_full", true);
    row("READONLY", 8, ErrorCategory::Unavailable, "database_away", true);
    row("READONLY_DBMOVED", 1032, ErrorCategory::Unavailable, "database_away", true);
    row("IOERR_READ", 266, ErrorCategory::Unavailable, "database_away", true);
    row("CORRUPT", 11, ErrorCategory::Unavailable, "database_away", true);
    row("CANTOPEN", 14, ErrorCategory::Unavailable, "database_away", true);
    row("NOTADB", 26, ErrorCategory::Unavailable, "database_away", true);
    row("CONSTRAINT_UNIQUE", 2067, ErrorCategory::Conflict, "duplicate", false);
    row("CONSTRAINT_PRIMARYKEY", 1555, ErrorCategory::Conflict, "duplicate", false);
    row("CONSTRAINT_NOTNULL", 1299, ErrorCategory::Internal, "database_statement", false);
    row("ERROR", 1, ErrorCategory::Internal, "database_statement", false);
    QTest::newRow("the driver's own")
        << QString() << int(ErrorCategory::Internal) << QStringLiteral("database_statement") << false;
}

void TestDialect::mapsErrors()
{
    QFETCH(QString, number);
    const auto dialect = must(Dialect::forUrl(QUrl(QStringLiteral("sqlite:///secret/path.db"))));
    const auto error = dialect->toError(QSqlError(
        QStringLiteral("driver"), QStringLiteral("near SELECT: /secret"), QSqlError::StatementError, number));
    QTEST(int(error.category), "category");
    QTEST(error.code, "code");
    QTEST(meansConnectionLost(error), "isLost");
    QVERIFY(!error.message.contains(u"secret"));
    QVERIFY(!error.message.contains(u"SELECT"));
    QCOMPARE(error.retryAfter.has_value(), error.category == ErrorCategory::Unavailable);
}

QTEST_GUILESS_MAIN(TestDialect)
#include "tst_dialect.moc"
