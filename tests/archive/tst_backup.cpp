// A copy of an SQLite database while somebody writes to it.
#include "archive/bothdatabases.h"
#include "archive/sqlitebackup.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_backup {

using namespace aria;
using namespace aria::archive;
using namespace aria::store;
using namespace aria::test;

class TestBackup : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString url() const { return u"sqlite://"_s + path(u"data/calendar.db"_s); }

    static Expected<bool> add(Store &store, int from, int count)
    {
        auto adding = store.write([from, count](Session &session) -> Expected<bool> {
            QList<EventRecord> records;
            for (int i = from; i < from + count; ++i)
                records << anEvent(u"e%1"_s.arg(i));
            const auto saved = session.events().save(records);
            return saved ? Expected<bool>(true) : Unexpected(saved.error());
        });
        return adding.result();
    }

private Q_SLOTS:
    void holdsOneMoment()
    {
        const auto store = must(Store::open(url()));
        must(add(*store, 0, 100));
        auto later =
            store->write([](Session &) { return Expected<bool>(true); }); // the writer is alive meanwhile
        const QString file = path(u"it's a backup.db"_s);
        QVERIFY(must(backUp(url(), file)) > 10'000);
        QVERIFY(later.result());
        must(add(*store, 100, 10));
        QCOMPARE(sqliteRows(file, u"SELECT count(*) FROM aria_calendar_events"_s)[0][0], u"100"_s);
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(!QFile::exists(file + u".unfinished"_s));
        // It is a database like any other.
        must(Store::open(u"sqlite://"_s + QString::fromLatin1(QUrl::toPercentEncoding(file, "/"))));
    }

    void refuses()
    {
        must(Store::open(url()));
        QFile there(path(u"there"_s));
        QVERIFY(there.open(QIODevice::WriteOnly));
        QCOMPARE(backUp(url(), path(u"there"_s)).error().code, u"backup_exists"_s);
        const auto nowhere = backUp(url(), path(u"no/such/folder/x.db"_s));
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, u"backup_failed"_s);
    }
};

ARIA_TEST(TestBackup)

} // namespace tst_backup

#include "tst_backup.moc"
