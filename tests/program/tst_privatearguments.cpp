#include "program/privatearguments.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_privatearguments {

using aria::program::PrivateArguments;

// What others can see of the arguments, and what the program gets.
class TestPrivateArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void coversSecrets_data()
    {
        QTest::addColumn<QByteArrayList>("given");
        QTest::addColumn<QByteArrayList>("seen");
        const QByteArrayList plain{ "program", "--port", "1", "--demo", "--database-url", "sqlite:///a",
            "x" };
        QTest::newRow("nothing secret") << plain << plain;
        QTest::newRow("no arguments") << QByteArrayList{ "program" } << QByteArrayList{ "program" };
        QTest::newRow("token") << QByteArrayList{ "p", "--api-token", "abc", "--port", "1" }
                               << QByteArrayList{ "p", "--api-token", "***", "--port", "1" };
        QTest::newRow("token with =")
            << QByteArrayList{ "p", "--api-token=a=b" } << QByteArrayList{ "p", "--api-token=***" };
        QTest::newRow("twice") << QByteArrayList{ "p", "--api-token=a", "--api-token", "b" }
                               << QByteArrayList{ "p", "--api-token=*", "--api-token", "*" };
        QTest::newRow("token missing")
            << QByteArrayList{ "p", "--api-token" } << QByteArrayList{ "p", "--api-token" };
        QTest::newRow("a file is no secret") << QByteArrayList{ "p", "--api-token-file", "/a" }
                                             << QByteArrayList{ "p", "--api-token-file", "/a" };
        QTest::newRow("password") << QByteArrayList{ "p", "--database-url", "postgresql://u:p@h/d" }
                                  << QByteArrayList{ "p", "--database-url", QByteArray(20, '*') };
        QTest::newRow("password in the query")
            << QByteArrayList{ "p", "--database-url=postgresql://h/d?password=p" }
            << QByteArrayList{ "p", "--database-url=" + QByteArray(27, '*') };
        QTest::newRow("no password") << QByteArrayList{ "p", "--database-url", "postgresql://u@h/d" }
                                     << QByteArrayList{ "p", "--database-url", "postgresql://u@h/d" };
    }

    void coversSecrets()
    {
        QFETCH(QByteArrayList, given);
        QFETCH(QByteArrayList, seen);
        QByteArrayList memory = given;
        std::vector<char *> pointers;
        for (QByteArray &argument : memory)
            pointers.push_back(argument.data());
        PrivateArguments arguments(int(pointers.size()), pointers.data());
        QCOMPARE(memory, seen);
        QCOMPARE(arguments.count(), int(given.size()));
        for (qsizetype i = 0; i < given.size(); ++i)
            QCOMPARE(QByteArray(arguments.values()[i]), given[i]);
        QVERIFY(!arguments.values()[given.size()]);
    }
};

ARIA_TEST(TestPrivateArguments)

} // namespace tst_privatearguments

#include "tst_privatearguments.moc"
