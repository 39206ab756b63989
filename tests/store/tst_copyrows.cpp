// Rows as PostgreSQL's COPY reads them: https://www.postgresql.org/docs/current/sql-copy.html, Text Format.
#include "store/copyrows.h"

#include "testdatabase.h"

#include "store/dialect.h"
#include "support/testmain.h"

namespace tst_copyrows {

using namespace Qt::StringLiterals;
using namespace aria::store;
using namespace aria::test;

class TestCopyRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesAllKinds()
    {
        const auto dialect = must(Dialect::forUrl(u"postgresql://h/d"_s));
        CopyRows rows(*dialect);
        QVERIFY(rows.isEmpty());
        rows.add({ qint64(7), true, false, QVariant(), u""_s, u"é"_s });
        rows.add({ u"tab\there"_s, u"line\nline\r"_s, u"back\\slash \\N"_s, u"a"_s + QChar(0) });
        QCOMPARE(rows.text(),
            QByteArray("7\tt\tf\t\\N\t\té\n"
                       "tab\\there\tline\\nline\\r\tback\\\\slash \\\\N\ta\uFDD00000\n"));
    }
};

ARIA_TEST(TestCopyRows)

} // namespace tst_copyrows

#include "tst_copyrows.moc"
