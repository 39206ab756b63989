#include "base/smallfile.h"

#include "support/cputime.h"
#include "support/oddfiles.h"
#include "support/testmain.h"

#include <QTemporaryDir>
#include <QTest>

namespace tst_smallfile {

using namespace Qt::StringLiterals;
using namespace aria;

class TestSmallFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsFiles_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("a\0b\n", 4);
        QTest::newRow("as large as may be") << QByteArray(100, 'x');
    }

    void readsFiles()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir dir;
        QFile file(dir.filePath(u"f"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush());
        QCOMPARE(readSmallFile(file.fileName(), 100).value(), content);
        QVERIFY(QFile::link(file.fileName(), dir.filePath(u"link"_s)));
        QCOMPARE(readSmallFile(dir.filePath(u"link"_s), 100).value(), content);
        QVERIFY(!obstacleAt(file.fileName()));
        QVERIFY(file.write("y"));
    }

    void saysWhatIsNone()
    {
        const QTemporaryDir dir;
        for (const QString &path : { dir.filePath(u"none"_s), dir.filePath(u"none/none"_s), QString() }) {
            QCOMPARE(readSmallFile(path).error().category, ErrorCategory::NotFound);
            QVERIFY(!obstacleAt(path));
        }
        QFile file(dir.filePath(u"f"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(101, 'x')) == 101 && file.flush());
        QCOMPARE(readSmallFile(file.fileName(), 100).error().code, u"file_too_large"_s);
        QCOMPARE(readSmallFile(file.fileName(), 101).value().size(), 101);
        // Files of the kernel's say that they are empty.
        QVERIFY(!readSmallFile(u"/proc/self/status"_s).value().isEmpty());
        QVERIFY(obstacleAt(u"/proc/self/status"_s)); // and keep nothing
        QCOMPARE(readSmallFile(u"/proc/self/status"_s, 10).error().code, u"file_too_large"_s);
    }

    void refusesAllElseAtOnce_data()
    {
        QTest::addColumn<QByteArray>("kind");
        for (const QByteArray &kind : test::oddFileKinds())
            QTest::newRow(kind.constData()) << kind;
    }

    void refusesAllElseAtOnce()
    {
        QFETCH(QByteArray, kind);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"f"_s);
        QVERIFY(test::putOddFile(kind, path));
        const test::CpuTimer timer; // one that waits for a writer never ends
        const auto read = readSmallFile(path);
        QVERIFY(!read);
        QCOMPARE(read.error().category, ErrorCategory::InvalidInput);
        QVERIFY(read.error().message.startsWith(u"is "));
        QVERIFY(!read.error().message.contains(path));
        QVERIFY(timer.elapsed() < 1000);
        QCOMPARE(obstacleAt(path).has_value(), kind != "huge file");
    }

    void saysWhatCannotBeRead()
    {
        if (::geteuid() == 0)
            QSKIP("root reads everything");
        const QTemporaryDir dir;
        QFile file(dir.filePath(u"f"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.setPermissions({}));
        QCOMPARE(readSmallFile(file.fileName()).error().message, u"cannot be read: Permission denied"_s);
    }
};

ARIA_TEST(TestSmallFile)

} // namespace tst_smallfile

#include "tst_smallfile.moc"
