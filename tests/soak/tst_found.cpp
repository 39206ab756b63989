// Runs that once failed, as short as possible: a bug that the random runs have found must not come back.
#include "soak/run.h"
#include "soak/soakmain.h"

using namespace aria::soak;

class TestFound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promisesHold_data();
    void promisesHold();
};

// The strategy goes with the seed, see run().
void TestFound::promisesHold_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<QList<Step>>("steps");
    const auto add = [](const char *name, quint64 seed, const QList<Step> &steps) {
        QTest::newRow(name) << seed << steps;
    };
    add("an occurrence edited while its series was edited at Google", 1220,
        { { Act::ApiCreate, 4935, 4814 }, { Act::GoogleUpdate, 1634, 9338 },
            { Act::ApiUpdateOccurrence, 2336, 9892 }, { Act::GoogleSplit, 6174, 7229 } });
    add("an occurrence cancelled at Google right before its series was deleted there", 6447,
        { { Act::GoogleCreate, 4164, 4931 }, { Act::Pass, 700, 9597 },
            { Act::GoogleDeleteOccurrence, 9389, 1802 }, { Act::GoogleDelete, 2994, 8643 },
            { Act::ApiUpdate, 2948, 5053 } });
    add("an occurrence changed with its series, which was deleted at Google and won by ARIA", 5949,
        { { Act::GoogleCreate, 453, 3626 }, { Act::Rest, 3986, 3099 },
            { Act::ApiUpdateOccurrence, 4026, 9366 }, { Act::Rest, 165, 3626 },
            { Act::ApiUpdate, 4719, 4766 }, { Act::GoogleUpdate, 9411, 7018 },
            { Act::GoogleDelete, 2062, 685 } });
    add("an occurrence cancelled in ARIA while its series was deleted at Google", 5949,
        { { Act::GoogleCreate, 453, 3626 }, { Act::ApiUpdateOccurrence, 4026, 9366 },
            { Act::Rest, 165, 3626 }, { Act::ApiDeleteOccurrence, 5148, 5488 },
            { Act::ApiUpdate, 4719, 4766 }, { Act::GoogleDelete, 2062, 685 } });
    add("a cancelled occurrence decided for Google, whose series had changed", 6019,
        { { Act::GoogleCreate, 4205, 4648 }, { Act::SqlInsert, 3277, 95 }, { Act::ApiCreate, 808, 3627 },
            { Act::GoogleCreate, 9795, 890 }, { Act::Rest, 2827, 5264 }, { Act::ApiCreate, 9661, 8142 },
            { Act::Sleep, 5148, 5082 }, { Act::GoogleDeleteOccurrence, 3422, 3398 },
            { Act::Undo, 6394, 7010 }, { Act::ApiUpdateOccurrence, 5046, 5138 },
            { Act::ApiDeleteOccurrence, 8565, 1973 }, { Act::GoogleUpdate, 2482, 323 },
            { Act::SqlDelete, 6277, 7921 }, { Act::GoogleUpdate, 4218, 7340 } });
    add("an occurrence's change undone after Google was asked about it and before it was sent", 60089,
        { { Act::SqlInsert, 8110, 3729 }, { Act::ApiCreate, 9413, 5215 }, { Act::ApiCreate, 3672, 6593 },
            { Act::SyncNow, 3038, 6315 }, { Act::ApiCreate, 1423, 8418 }, { Act::Sleep, 7589, 2835 },
            { Act::Fault, 8979, 7729 }, { Act::Pass, 2660, 4947 }, { Act::ApiUpdateOccurrence, 8181, 2509 },
            { Act::Pass, 8449, 5624 }, { Act::SqlUpdate, 5226, 6736 }, { Act::GoogleUpdate, 1662, 1983 },
            { Act::Undo, 9036, 1708 } });
    add("an occurrence not yet sent, whose series' deletion at Google was accepted in a conflict", 50191,
        { { Act::GoogleCreate, 969, 2814 }, { Act::GoogleCreate, 8588, 2257 }, { Act::Rest, 5386, 9991 },
            { Act::GoogleUpdate, 3275, 6953 }, { Act::ApiCreate, 8920, 53 }, { Act::ApiDelete, 1871, 3500 },
            { Act::Pass, 5940, 5301 }, { Act::ApiUpdateOccurrence, 1897, 2024 },
            { Act::ApiUpdate, 6273, 9766 }, { Act::GoogleDelete, 2520, 2131 } });
    add("series and occurrence both in conflict", 2903,
        { { Act::SqlInsert, 4451, 1031 }, { Act::GoogleCreate, 6215, 5203 }, { Act::ApiCreate, 9036, 9965 },
            { Act::ApiCreate, 368, 8069 }, { Act::Pass, 9612, 7228 }, { Act::Pass, 168, 5524 },
            { Act::ApiDeleteOccurrence, 9376, 9634 }, { Act::ApiUpdate, 7048, 4697 },
            { Act::GoogleUpdate, 4981, 8014 } });
    add("undo of an occurrence's change that the series had taken back", 3206,
        { { Act::GoogleCreate, 7920, 8057 }, { Act::ApiCreate, 6330, 1210 }, { Act::Pass, 8767, 5428 },
            { Act::ApiUpdateOccurrence, 9850, 236 }, { Act::ApiDeleteOccurrence, 4577, 5595 },
            { Act::Undo, 9930, 6380 }, { Act::Undo, 7546, 5720 }, { Act::GoogleUpdate, 4046, 5404 },
            { Act::GoogleDelete, 8911, 9707 }, { Act::Rest, 2931, 1578 },
            { Act::ApiUpdateOccurrence, 7806, 1206 }, { Act::Undo, 1445, 9987 } });
    add("a deleted series comes back with an occurrence cancelled in ARIA alone", 3206,
        { { Act::GoogleCreate, 7920, 8057 }, { Act::ApiCreate, 6330, 1210 }, { Act::Pass, 8767, 5428 },
            { Act::ApiUpdateOccurrence, 9850, 236 }, { Act::ApiDeleteOccurrence, 4577, 5595 },
            { Act::Undo, 9930, 6380 }, { Act::Undo, 7546, 5720 }, { Act::GoogleUpdate, 4046, 5404 },
            { Act::Restart, 234, 9698 }, { Act::GoogleDelete, 8911, 9707 }, { Act::Rest, 2931, 1578 },
            { Act::ApiUpdateOccurrence, 7806, 1206 }, { Act::Undo, 1445, 9987 } });
    add("a deleted series comes back by undo", 4649,
        { { Act::Pass, 1608, 3865 }, { Act::Pass, 9130, 490 }, { Act::GoogleCreate, 9723, 8981 },
            { Act::ApiDeleteOccurrence, 6878, 3721 }, { Act::Sleep, 7916, 8114 },
            { Act::SyncNow, 6896, 8010 }, { Act::GoogleDelete, 3003, 8117 },
            { Act::GoogleCreate, 6276, 6957 }, { Act::GoogleCreate, 7331, 9210 },
            { Act::SyncNow, 6292, 2792 }, { Act::Undo, 6685, 466 } });
    add("two undos of one occurrence around a kill", 7580,
        { { Act::ApiCreate, 4224, 4838 }, { Act::GoogleUpdateOccurrence, 576, 3937 },
            { Act::Undo, 4068, 1320 }, { Act::Kill, 2985, 1408 }, { Act::Undo, 1722, 4899 } });
    add("a series deleted and brought back with an occurrence that Google had changed", 7647,
        { { Act::GoogleCreate, 2533, 8345 }, { Act::Fault, 9690, 6371 }, { Act::ApiCreate, 4551, 2545 },
            { Act::Pass, 660, 8391 }, { Act::ApiCreate, 8907, 6173 }, { Act::Pass, 3556, 3179 },
            { Act::GoogleUpdateOccurrence, 8255, 2783 }, { Act::GoogleCreate, 7952, 9133 },
            { Act::GoogleCreate, 7897, 8871 }, { Act::SyncNow, 9922, 1095 }, { Act::ApiDelete, 1347, 3265 },
            { Act::Undo, 4005, 1711 } });
    add("an occurrence cancelled while its series moved away and back", 3524,
        { { Act::ApiCreate, 7809, 7801 }, { Act::Kill, 7327, 3465 }, { Act::Fault, 4159, 1894 },
            { Act::Pass, 6788, 4812 }, { Act::ApiCreate, 1160, 3352 }, { Act::Sleep, 97, 1511 },
            { Act::GoogleCreate, 6511, 6954 }, { Act::ExpireAccessTokens, 9160, 595 },
            { Act::Rest, 2449, 9902 }, { Act::ApiUpdate, 8194, 2568 }, { Act::ApiUpdate, 3271, 2490 },
            { Act::ApiUpdate, 742, 4991 }, { Act::ApiDeleteOccurrence, 4071, 8114 },
            { Act::Pass, 9081, 7469 }, { Act::ApiUpdate, 2105, 7038 }, { Act::Pass, 7791, 5754 },
            { Act::ApiCreate, 5058, 9509 }, { Act::ApiUpdate, 7956, 3654 }, { Act::Rest, 2423, 1976 },
            { Act::Undo, 3570, 8011 } });
    add("a new event deleted at Google while a full list was read", 10878,
        { { Act::SqlInsert, 3035, 339 }, { Act::SqlInsert, 9511, 7315 }, { Act::BreakDatabase, 7178, 2320 },
            { Act::Unplug, 4683, 6494 }, { Act::Sleep, 7340, 1967 }, { Act::ApiCreate, 3208, 8882 },
            { Act::Rest, 8102, 3707 }, { Act::ExpireAccessTokens, 7361, 2975 }, { Act::Kill, 6331, 8388 },
            { Act::GoogleDelete, 2950, 4826 }, { Act::Unplug, 6692, 4934 }, { Act::ApiCreate, 1554, 9933 },
            { Act::ApiUpdate, 5125, 5082 }, { Act::Sleep, 1029, 3483 }, { Act::Unplug, 9767, 1461 },
            { Act::Sleep, 2939, 285 }, { Act::ExpireSyncTokens, 9941, 9702 }, { Act::Pass, 9670, 6987 },
            { Act::Pass, 5380, 9129 }, { Act::GoogleDelete, 6667, 1938 } });
    add("a series in conflict deleted in ARIA too, with an edit of an occurrence waiting", 16663,
        { { Act::SyncNow, 2426, 7331 }, { Act::ApiCreate, 6213, 5747 }, { Act::Pass, 5548, 31 },
            { Act::ApiDeleteOccurrence, 2536, 1302 }, { Act::ApiUpdate, 9561, 9983 },
            { Act::GoogleDelete, 3054, 3046 }, { Act::SyncNow, 1880, 5828 },
            { Act::ApiDelete, 9481, 7785 } });
}

void TestFound::promisesHold()
{
    QFETCH(quint64, seed);
    QFETCH(QList<Step>, steps);
    const QStringList wrong = run(seed, steps);
    QVERIFY2(wrong.isEmpty(), qPrintable(report(seed, steps, wrong)));
}

int main(int argc, char **argv)
{
    return testInVirtualTime<TestFound>(argc, argv);
}
#include "tst_found.moc"
