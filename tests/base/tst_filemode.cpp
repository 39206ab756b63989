#include "base/filemode.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace tst_filemode {

using namespace Qt::StringLiterals;
using namespace aria;

namespace {

int modeOf(const QString &path)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 07777) : -1;
}

} // namespace

class TestFileMode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void closesWhatIsOpen_data()
    {
        QTest::addColumn<bool>("isFolder");
        QTest::addColumn<int>("before");
        QTest::addColumn<bool>("mayGroup");
        QTest::addColumn<int>("after");
        QTest::newRow("private") << false << 0600 << false << 0600;
        QTest::newRow("readable") << false << 0644 << false << 0600;
        QTest::newRow("writable") << false << 0666 << false << 0600;
        QTest::newRow("group") << false << 0640 << false << 0600;
        QTest::newRow("group that may") << false << 0660 << true << 0660;
        QTest::newRow("others where the group may") << false << 0666 << true << 0660;
        QTest::newRow("folder") << true << 0777 << false << 0700;
        QTest::newRow("sticky folder") << true << 01777 << false << 01700;
        QTest::newRow("read-only") << false << 0444 << false << 0400;
    }

    void closesWhatIsOpen()
    {
        QFETCH(bool, isFolder);
        QFETCH(int, before);
        QFETCH(bool, mayGroup);
        QFETCH(int, after);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"f"_s);
        if (isFolder) {
            QVERIFY(QDir().mkdir(path));
        } else {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const QByteArray name = QFile::encodeName(path);
        QCOMPARE(::chmod(name.constData(), mode_t(before)), 0);
        const KeptFrom others = mayGroup ? KeptFrom::Strangers : KeptFrom::Everybody;
        const auto found = closeToOthers(path, others);
        QCOMPARE(modeOf(path), after);
        QCOMPARE(found.has_value(), before != after);
        if (found) {
            QVERIFY(found->isClosedNow);
            QVERIFY(found->message.contains(path));
            QVERIFY(found->message.contains(QString::number(before, 8)));
        }
        QVERIFY(!closeToOthers(path, others));
    }

    void onlyLooksAtWhatIsNotOurs()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"f"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0644), 0);
        const auto seen = seeWhetherOpen(path);
        QVERIFY(seen && !seen->isClosedNow);
        QVERIFY(seen->message.contains(u"chmod 600"_s));
        QCOMPARE(modeOf(path), 0644);
        // The target of a link is somebody's own arrangement.
        const QString link = dir.filePath(u"link"_s);
        QVERIFY(QFile::link(path, link));
        const auto linked = closeToOthers(link);
        QVERIFY(linked && !linked->isClosedNow);
        QCOMPARE(modeOf(path), 0644);
        QVERIFY(!closeToOthers(dir.filePath(u"none"_s)));
        QVERIFY(!closeToOthers(u"/dev/null"_s));
        // Root owns it. Who does as the message says must not lock us out: the file becomes ours.
        const uid_t user = ::geteuid();
        if (user == 0)
            QCOMPARE(::seteuid(65534), 0);
        const auto foreign = closeToOthers(u"/etc/passwd"_s);
        QCOMPARE(::seteuid(user), 0);
        QVERIFY(foreign && !foreign->isClosedNow && foreign->message.contains(u"another user"_s));
        QVERIFY2(foreign->message.contains(u"chown "_s), qUtf8Printable(foreign->message));
    }
};

ARIA_TEST(TestFileMode)

} // namespace tst_filemode

#include "tst_filemode.moc"
