// JSON put together by hand says what Qt's would, and odd texts in it are noticed.
#include "base/jsontext.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_jsontext {

using namespace Qt::StringLiterals;
using namespace aria;

class TestJsonText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void texts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isOdd"); // for PostgreSQL
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("plain") << u"Lunch at 12"_s << false;
        QTest::newRow("umlauts") << u"Früh\u2019s Café \U0001f600"_s << false;
        QTest::newRow("quotes") << u"\"a\\b\"\n\t\u0001/"_s << false;
        QTest::newRow("question") << u"Lunch?"_s << false;
        QTest::newRow("no escape") << u"\\u0000 as text"_s << false;
        QTest::newRow("wide") << u"\uff21\ufffd"_s << false;
        QTest::newRow("null") << QString(u"a\0b"_s) << true;
        QTest::newRow("lone high") << u"a"_s + QChar(0xd800) << true;
        QTest::newRow("lone low") << QChar(0xdc00) + u"?"_s << true;
        QTest::newRow("byte order mark") << u"\ufeffa"_s << true;
    }
    void texts()
    {
        QFETCH(QString, text);
        QFETCH(bool, isOdd);
        QByteArray json = "[";
        appendQuoted(json, text);
        json += ']';
        QCOMPARE(parseJson(json).array().first().toString(), text);
        const QJsonObject object{ { u"list"_s, QJsonArray{ QJsonObject{ { u"text"_s, text } } } } };
        const QByteArray byQt = QJsonDocument(object).toJson(QJsonDocument::Compact);
        QCOMPARE(needsEscapes(object, byQt, Escapes::ForPostgres), isOdd);
        QCOMPARE(parseJson(compactJson(object)).object(), object);
    }
};

ARIA_TEST(TestJsonText)

} // namespace tst_jsontext

#include "tst_jsontext.moc"
