// Ids that Google accepts and that never meet.
#include "base/random.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace tst_random {

using namespace Qt::StringLiterals;
using namespace aria;

namespace {

// Repeats one word, so that the expected id can be worked out by hand.
class FixedRandom final : public RandomSource
{
public:
    explicit FixedRandom(quint64 word)
        : m_word(word)
    {
    }
    quint64 next() override { return m_word; }

private:
    quint64 m_word;
};

} // namespace

class TestRandom : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eventIdsAreLegalAndDiffer()
    {
        test::SeededRandom random(1);
        static const QRegularExpression legal(u"^[0-9a-v]{26}$"_s); // 5 to 1024 characters of base32hex
        QSet<QString> ids;
        QSet<QChar> letters;
        for (int i = 0; i < 20000; ++i) {
            const QString id = newGoogleEventId(random);
            QVERIFY2(legal.match(id).hasMatch(), qPrintable(id));
            ids.insert(id);
            for (const QChar letter : id.left(25))
                letters.insert(letter);
        }
        QCOMPARE(ids.size(), 20000);
        QCOMPARE(letters.size(), 32);
    }

    void eventIdHoldsAllBits_data()
    {
        QTest::addColumn<quint64>("word");
        QTest::addColumn<QString>("id");
        QTest::newRow("zeros") << quint64(0) << u"00000000000000000000000000"_s;
        // 25 groups of five ones, then the last three and two zeros of padding: 11100 = 28 = s
        QTest::newRow("ones") << ~quint64(0) << u"vvvvvvvvvvvvvvvvvvvvvvvvvs"_s;
    }

    void eventIdHoldsAllBits()
    {
        QFETCH(quint64, word);
        FixedRandom random(word);
        QTEST(newGoogleEventId(random), "id");
    }

    void uuidIsVersionFour()
    {
        test::SeededRandom random(2);
        static const QRegularExpression form(
            u"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
        QSet<QString> uuids;
        for (int i = 0; i < 1000; ++i) {
            const QString uuid = newUuid(random);
            QVERIFY2(form.match(uuid).hasMatch(), qPrintable(uuid));
            uuids.insert(uuid);
        }
        QCOMPARE(uuids.size(), 1000);
    }

    void bytesHaveTheLengthAskedFor()
    {
        test::SeededRandom random(3);
        for (int count = 0; count < 40; ++count)
            QCOMPARE(random.bytes(count).size(), count);
    }

    void fractionStaysBelowOne()
    {
        FixedRandom most(~quint64(0));
        QVERIFY(most.fraction() < 1.0);
        QVERIFY(most.fraction() > 0.999);
        FixedRandom least(0);
        QCOMPARE(least.fraction(), 0.0);
    }

    void systemSourceDoesNotRepeat()
    {
        SystemRandom random;
        QSet<quint64> words;
        for (int i = 0; i < 1000; ++i)
            words.insert(random.next());
        QCOMPARE(words.size(), 1000);
    }
};

ARIA_TEST(TestRandom)

} // namespace tst_random

#include "tst_random.moc"
