#include "diff/markedlabel.h"
#include "diff/worddiff.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_worddiff {

using namespace Qt::StringLiterals;
using aria::diff::diffWords;
using aria::diff::Piece;

namespace {

// "Team [Meeting]": what differs stands in brackets.
QString shown(const QList<Piece> &pieces)
{
    QString text;
    for (const Piece &piece : pieces)
        text += piece.differs ? u'[' + piece.text + u']' : piece.text;
    return text;
}

QString joined(const QList<Piece> &pieces)
{
    QString text;
    for (const Piece &piece : pieces)
        text += piece.text;
    return text;
}

} // namespace

class TestWordDiff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void marksWords_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("leftShown");
        QTest::addColumn<QString>("rightShown");
        const auto row = [](const char *name, const QString &left, const QString &right,
                             const QString &leftShown, const QString &rightShown) {
            QTest::newRow(name) << left << right << leftShown << rightShown;
        };
        row("same", u"Team Meeting"_s, u"Team Meeting"_s, u"Team Meeting"_s, u"Team Meeting"_s);
        row("nothing", u""_s, u""_s, u""_s, u""_s);
        row("new text", u""_s, u"Room A"_s, u""_s, u"[Room A]"_s);
        row("word changed", u"Team Meeting Berlin"_s, u"Team Lunch Berlin"_s, u"Team [Meeting] Berlin"_s,
            u"Team [Lunch] Berlin"_s);
        row("word added", u"Team Berlin"_s, u"Team Lunch Berlin"_s, u"Team Berlin"_s,
            u"Team [Lunch ]Berlin"_s);
        row("two words in a row", u"a one two z"_s, u"a three four z"_s, u"a [one two] z"_s,
            u"a [three four] z"_s);
        row("only punctuation", u"Lunch, today"_s, u"Lunch today"_s, u"Lunch[,] today"_s, u"Lunch today"_s);
        row("case counts", u"lunch"_s, u"Lunch"_s, u"[lunch]"_s, u"[Lunch]"_s);
        row("repeated words", u"go go go"_s, u"go go"_s, u"go go[ go]"_s, u"go go"_s);
        row("lines", u"one\ntwo"_s, u"one\nthree"_s, u"one\n[two]"_s, u"one\n[three]"_s);
        row("unspaced script", u"会议室一"_s, u"会议室二"_s, u"会议室[一]"_s, u"会议室[二]"_s);
        row("combining marks stay whole", u"cafe\u0301 a"_s, u"cafe a"_s, u"[cafe\u0301] a"_s, u"[cafe] a"_s);
        row("beyond the first plane", u"\U0001F355 party"_s, u"\U0001F382 party"_s, u"[\U0001F355] party"_s,
            u"[\U0001F382] party"_s);
        row("numbers", u"14:00–15:00"_s, u"14:00–16:00"_s, u"14:00–[15]:00"_s, u"14:00–[16]:00"_s);
    }
    void marksWords()
    {
        QFETCH(QString, left);
        QFETCH(QString, right);
        const auto diff = diffWords(left, right);
        QTEST(shown(diff.left), "leftShown");
        QTEST(shown(diff.right), "rightShown");
        QCOMPARE(joined(diff.left), left);
        QCOMPARE(joined(diff.right), right);
    }

    void longTextsStayQuick()
    {
        QString left;
        QString right;
        for (int i = 0; i < 20000; ++i) {
            left += u"a%1 "_s.arg(i);
            right += u"b%1 "_s.arg(i);
        }
        const auto diff = diffWords(u"same "_s + left, u"same "_s + right);
        QVERIFY(!diff.left.constFirst().differs);
        QCOMPARE(joined(diff.right), u"same "_s + right);
    }

    void labelMarksAndSpeaks()
    {
        aria::diff::MarkedLabel label;
        label.setPieces(diffWords(u"a"_s, u"a <b>"_s).right, u"empty"_s);
        QCOMPARE(label.accessibleName(), u"a <b>"_s);
        QVERIFY(label.text().contains("&lt;"_L1));
        QVERIFY(label.text().contains("background-color"_L1));
        label.setPieces({}, u"empty"_s);
        QCOMPARE(label.accessibleName(), u"empty"_s);
        QVERIFY(label.text().contains("empty"_L1));
    }
};

ARIA_TEST(TestWordDiff)

} // namespace tst_worddiff

#include "tst_worddiff.moc"
