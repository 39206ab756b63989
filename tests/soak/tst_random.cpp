// A short stretch of the random runs; `make soak` does many. A failure names its seed and the steps that lead there;
// `soak-run SEED 1` repeats it.
#include "soak/run.h"
#include "soak/soakmain.h"

using namespace aria::soak;

class TestRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promisesHold();
    void aRunCanBeRepeated();
};

void TestRandom::promisesHold()
{
    const quint64 seeds = qEnvironmentVariableIntValue("ARIA_SOAK_SEEDS") > 0
        ? static_cast<quint64>(qEnvironmentVariableIntValue("ARIA_SOAK_SEEDS"))
        : 50;
    for (quint64 seed = 1; seed <= seeds; ++seed) {
        const QList<Step> steps = stepsFor(seed);
        const QStringList wrong = run(seed, steps);
        if (!wrong.isEmpty()) {
            const QList<Step> fewer = shrink(seed, steps);
            QFAIL(qPrintable(report(seed, fewer, wrong)));
        }
    }
}

void TestRandom::aRunCanBeRepeated()
{
    const auto texts = [](quint64 seed) {
        QStringList list;
        for (const Step &step : stepsFor(seed))
            list.append(describe(step));
        return list;
    };
    QCOMPARE(texts(7), texts(7));
    QVERIFY(texts(7) != texts(8));
}

int main(int argc, char **argv)
{
    return testInVirtualTime<TestRandom>(argc, argv);
}
#include "tst_random.moc"
