// .env files as people and docker write them.
#include "base/envfile.h"

#include "support/testmain.h"

#include <QTemporaryDir>
#include <QTest>

namespace tst_envfile {

using namespace Qt::StringLiterals;
using namespace aria;

class TestEnvFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void value_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("value");
        QTest::newRow("plain") << QByteArray("A=b") << u"b"_s;
        QTest::newRow("line feed") << QByteArray("A=b\n") << u"b"_s;
        QTest::newRow("carriage return") << QByteArray("A=b\r\n") << u"b"_s;
        QTest::newRow("spaces") << QByteArray("  A  =  b c  \n") << u"b c"_s;
        QTest::newRow("export") << QByteArray("export A=b\n") << u"b"_s;
        QTest::newRow("empty") << QByteArray("A=\n") << u""_s;
        QTest::newRow("empty, comment") << QByteArray("A= # nothing\n") << u""_s;
        QTest::newRow("comment") << QByteArray("A=b # c\n") << u"b"_s;
        QTest::newRow("hash in the value") << QByteArray("A=b#c\n") << u"b#c"_s;
        QTest::newRow("equals in the value") << QByteArray("A=b=c==\n") << u"b=c=="_s;
        QTest::newRow("quote inside") << QByteArray("A=b\"c\n") << u"b\"c"_s;
        QTest::newRow("single quotes") << QByteArray("A='b # \\n c' # d\n") << u"b # \\n c"_s;
        QTest::newRow("double quotes")
            << QByteArray("A=\"b # \\\"c\\\" \\n\\t\\\\ \\$d\"\n") << u"b # \"c\" \n\t\\ $d"_s;
        QTest::newRow("unknown escape") << QByteArray("A=\"\\d\"") << u"\\d"_s;
        QTest::newRow("quoted spaces") << QByteArray("A=\" b \"") << u" b "_s;
        QTest::newRow("several lines") << QByteArray("A=\"b\nc\"\n") << u"b\nc"_s;
        QTest::newRow("no expansion") << QByteArray("A=$HOME/${B}") << u"$HOME/${B}"_s;
        QTest::newRow("utf-8") << QByteArray("A=k\xc3\xa4se \xe4\xba\x88\xe5\xae\x9a") << u"käse 予定"_s;
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                       "A=b")
                                         << u"b"_s;
        QTest::newRow("between others") << QByteArray("# first\n\n \t\nA=b\n#A=c\n") << u"b"_s;
    }

    void value()
    {
        QFETCH(QByteArray, content);
        const Expected<QList<EnvAssignment>> parsed = parseEnvFile(content, u".env"_s);
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        QCOMPARE(parsed->size(), 1);
        QCOMPARE(parsed->first().name, u"A"_s);
        QTEST(parsed->first().value, "value");
    }

    void namesAndLines()
    {
        const auto parsed = parseEnvFile("A=1\n# c\nexport=2\nexport B_2='x\ny'\n_c=4\nA=5\n", u".env"_s);
        QVERIFY(parsed);
        QStringList seen;
        for (const EnvAssignment &each : *parsed)
            seen.append(u"%1:%2=%3"_s.arg(each.line).arg(each.name, each.value));
        QCOMPARE(
            seen, (QStringList{ u"1:A=1"_s, u"3:export=2"_s, u"4:B_2=x\ny"_s, u"6:_c=4"_s, u"7:A=5"_s }));
    }

    void brokenLine_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("where");
        QTest::newRow("no equals") << QByteArray("A=1\nhunter2\n") << QStringList{ u"x.env:2:"_s };
        QTest::newRow("bad name") << QByteArray("1A=hunter2\n") << QStringList{ u"x.env:1:"_s };
        QTest::newRow("no name") << QByteArray("=hunter2\n") << QStringList{ u"x.env:1:"_s };
        QTest::newRow("name with dash") << QByteArray("A-B=hunter2\n") << QStringList{ u"x.env:1:"_s };
        QTest::newRow("open quote") << QByteArray("\nA=\"hunter2\nB=2\n") << QStringList{ u"x.env:2:"_s };
        QTest::newRow("open single quote") << QByteArray("A='hunter2") << QStringList{ u"x.env:1:"_s };
        QTest::newRow("after the quote") << QByteArray("A=\"1\"hunter2\n") << QStringList{ u"x.env:1:"_s };
        QTest::newRow("two faults") << QByteArray("hunter2\nA=1\nB hunter2\n")
                                    << QStringList{ u"x.env:1:"_s, u"x.env:3:"_s };
        QTest::newRow("not utf-8") << QByteArray("A=hunter2\xff\n") << QStringList{ u"x.env:"_s };
        QTest::newRow("null character") << QByteArray("A=hunter2\0b\n", 12) << QStringList{ u"x.env:"_s };
    }

    void brokenLine()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, where);
        const auto parsed = parseEnvFile(content, u"x.env"_s);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().category, ErrorCategory::InvalidInput);
        const QStringList lines = parsed.error().message.split(u'\n');
        QCOMPARE(lines.size(), where.size());
        for (qsizetype i = 0; i < lines.size(); ++i)
            QVERIFY2(lines[i].startsWith(where[i]), qPrintable(lines[i]));
        QVERIFY(!parsed.error().message.contains(u"hunter2"_s)); // it may be a secret
    }

    void missingFileIsAnError()
    {
        const QTemporaryDir dir;
        const auto parsed = readEnvFile(dir.filePath(u"none.env"_s));
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, u"env_file_unreadable"_s);
        QVERIFY(parsed.error().message.contains(dir.filePath(u"none.env"_s)));
    }
};

ARIA_TEST(TestEnvFile)

} // namespace tst_envfile

#include "tst_envfile.moc"
