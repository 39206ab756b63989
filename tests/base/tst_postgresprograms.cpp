// Where the tests find the server that they start for themselves.
#include "support/postgresprograms.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_postgresprograms {

class TestPostgresPrograms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
};

void TestPostgresPrograms::finds_data()
{
    QTest::addColumn<QStringList>("programs");
    QTest::addColumn<QStringList>("links"); // to what they are called
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *name, const char *programs, const char *links, const char *path,
                         const char *found) {
        QTest::newRow(name) << QString::fromLatin1(programs).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromLatin1(links).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromLatin1(path) << QString::fromLatin1(found);
    };
    row("nowhere", "usr/psql", "", "usr:bin", "");
    row("Debian", "lib/15/bin/initdb lib/15/bin/postgres lib/15/bin/psql usr/psql", "", "usr", "lib/15/bin/");
    row("the newest of several",
        "lib/9.6/bin/initdb lib/9.6/bin/postgres lib/9.6/bin/psql lib/15/bin/initdb lib/15/bin/postgres "
        "lib/15/bin/psql"
        " lib/17/bin/initdb lib/17/bin/postgres lib/17/bin/psql",
        "", "usr", "lib/17/bin/");
    row("a version of which only the client is left",
        "lib/17/bin/psql lib/15/bin/initdb lib/15/bin/postgres lib/15/bin/psql", "", "usr", "lib/15/bin/");
    row("too old", "lib/12/bin/initdb lib/12/bin/postgres lib/12/bin/psql", "", "usr", "");
    row("on PATH", "usr/initdb usr/postgres usr/psql", "", "bin:usr", "usr/");
    row("on PATH before Debian's",
        "usr/initdb usr/postgres usr/psql lib/17/bin/initdb lib/17/bin/postgres lib/17/bin/psql", "",
        "bin:usr", "usr/");
    row("on PATH is a link", "opt/initdb opt/postgres opt/psql", "usr/initdb", "usr", "opt/");
    row("on PATH are the server's programs alone",
        "lib/15/bin/initdb lib/15/bin/postgres lib/15/bin/psql usr/postgres", "usr/initdb", "usr",
        "lib/15/bin/");
    row("on PATH is initdb alone", "usr/initdb lib/17/bin/initdb lib/17/bin/postgres lib/17/bin/psql", "",
        "usr", "lib/17/bin/");
}

void TestPostgresPrograms::finds()
{
    QFETCH(QStringList, programs);
    QFETCH(QStringList, links);
    QFETCH(QString, path);
    QFETCH(QString, found);
    const QTemporaryDir temporary;
    const QString root = QDir(temporary.path()).canonicalPath() + u'/';
    for (const auto &name : programs) {
        QDir().mkpath(QFileInfo(root + name).absolutePath());
        QFile file(root + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    for (const auto &name : links) {
        QDir().mkpath(QFileInfo(root + name).absolutePath());
        QVERIFY(QFile::link(root + programs.constFirst(), root + name));
    }
    QStringList folders;
    for (const auto &folder : path.split(u':'))
        folders << root + folder;
    const auto result = aria::test::postgresPrograms(folders.join(u':'), root + u"lib"_s);
    QCOMPARE(result, found.isEmpty() ? QString() : root + found);
}

ARIA_TEST(TestPostgresPrograms)

} // namespace tst_postgresprograms

#include "tst_postgresprograms.moc"
