// Scripts, one after the other, each wholly or not at all.
#include "testdatabase.h"

#include "store/dialect.h"
#include "store/migrations.h"
#include "store/sqlscript.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_migrations {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

class TestMigrations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splitsScripts_data();
    void splitsScripts();
    void appliesOnlyWhatIsMissing();
    void appliesWholeScriptsOrNothing();

private:
    QString script(const char *name, const char *content);
    QTemporaryDir m_scripts;
};

void TestMigrations::splitsScripts_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("statements");
    const auto row = [](const char *name, const char *script, const QList<const char *> &statements) {
        QStringList expected;
        for (const auto *statement : statements)
            expected << QString::fromLatin1(statement);
        QTest::newRow(name) << QString::fromLatin1(script) << expected;
    };
    row("empty", " \n-- nothing;\n/* nor; this */ ;;", {});
    row("two", "SELECT 1;\n SELECT 2", { "SELECT 1", "SELECT 2" });
    row("quotes", "SELECT ';--', \"a;b\", 'it''s;';SELECT 2;",
        { "SELECT ';--', \"a;b\", 'it''s;'", "SELECT 2" });
    row("case is no body", "SELECT CASE 1 WHEN 1 THEN 2 END;SELECT 2;",
        { "SELECT CASE 1 WHEN 1 THEN 2 END", "SELECT 2" });
    row("trigger",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END; SELECT 3;",
        { "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END",
            "SELECT 3" });
    row("a column named trigger", "SELECT a, b, c, d, trigger; SELECT 2;",
        { "SELECT a, b, c, d, trigger", "SELECT 2" });
    row("open comment", "SELECT 1 /* ;", { "SELECT 1" });
}

void TestMigrations::splitsScripts()
{
    QFETCH(QString, script);
    QTEST(splitSqlScript(script), "statements");
}

QString TestMigrations::script(const char *name, const char *content)
{
    QFile file(m_scripts.filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("a script cannot be written");
    file.write(content);
    return file.fileName();
}

void TestMigrations::appliesOnlyWhatIsMissing()
{
    TestDatabase database;
    const auto dialect = must(Dialect::forUrl(database.url()));
    must(Store::open(database.url()));
    auto migrations = migrationsIn(dialect->migrationFolder());
    const int newest = migrations.last().version;
    migrations << Migration{ newest + 1,
        script("next.sql", "CREATE TABLE next (a); INSERT INTO next VALUES (1);") };
    auto plain = database.plain();
    must(migrate(plain, *dialect, migrations));
    must(migrate(plain, *dialect, migrations)); // nothing to do: a second run would fail
    QCOMPARE(must(schemaVersion(plain, *dialect)), newest + 1);
    QCOMPARE(database.one(u"SELECT count(*) FROM next"_s), 1);
    const auto older = migrate(plain, *dialect, migrationsIn(dialect->migrationFolder()));
    QCOMPARE(older.error().code, u"schema_newer"_s);
}

void TestMigrations::appliesWholeScriptsOrNothing()
{
    TestDatabase database;
    const auto dialect = must(Dialect::forUrl(database.url()));
    must(Store::open(database.url()));
    auto migrations = migrationsIn(dialect->migrationFolder());
    const int newest = migrations.last().version;
    const auto broken =
        script("broken.sql", "CREATE TABLE half (a); DROP VIEW v_today_events; SELECT nonsense;");
    migrations << Migration{ newest + 1, broken };
    auto plain = database.plain();
    const auto result = migrate(plain, *dialect, migrations);
    QVERIFY(!result);
    QCOMPARE(result.error().code, u"migration_failed"_s);
    QCOMPARE(must(schemaVersion(plain, *dialect)), newest);
    QVERIFY(!plain.tables().contains(u"half"_s));
    QVERIFY(plain.tables(QSql::Views).contains(u"v_today_events"_s));
    must(Store::open(database.url()));
}

ARIA_TEST(TestMigrations)

} // namespace tst_migrations

#include "tst_migrations.moc"
