// A mixed run in which the i-th call fails, for every i: each request to Google, and each statement of the database.
// After the failure the next syncs make up for it. ARIA_SOAK_STRIDE=1 (`make soak`) makes each of them fail in every way;
// else each fault meets every third request, beginning elsewhere than the fault before it, and some of the statements.
#include "soak/brokensqlite.h"
#include "soak/player.h"
#include "soak/soakmain.h"
#include "soak/verdict.h"

using namespace aria::soak;
using namespace Qt::StringLiterals;

namespace {

int stride(int usual)
{
    const char *const given = "ARIA_SOAK_STRIDE";
    return qEnvironmentVariableIsSet(given) ? std::max(1, qEnvironmentVariableIntValue(given)) : usual;
}

} // namespace

class TestEveryCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requests_data();
    void requests();
    void statements_data();
    void statements();

private:
    static const QList<Step> &script();
};

// Every kind of work once: made, changed and deleted on each side, a series with a changed and a cancelled occurrence,
// a conflict, a list with several pages.
const QList<Step> &TestEveryCall::script()
{
    static const QList<Step> steps{ { Act::ApiCreate, 3, 4 }, { Act::ApiCreate, 1, 5 },
        { Act::GoogleCreate, 6, 8 }, { Act::GoogleCreate, 2, 1 }, { Act::SqlInsert, 2, 3 },
        { Act::Pass, 900, 0 }, { Act::SyncNow, 0, 2000 }, { Act::ApiUpdate, 1, 0 },
        { Act::GoogleUpdate, 1, 0 }, { Act::GoogleUpdate, 0, 1 }, { Act::ApiUpdateOccurrence, 0, 1 },
        { Act::GoogleDeleteOccurrence, 0, 2 }, { Act::SqlUpdate, 3, 1 }, { Act::SyncNow, 0, 2500 },
        { Act::GoogleDelete, 3, 0 }, { Act::ApiDelete, 1, 0 }, { Act::SqlDelete, 1, 1 },
        { Act::ApiUpdate, 2, 2 }, { Act::Pass, 900, 0 }, { Act::SyncNow, 0, 2500 } };
    return steps;
}

void TestEveryCall::requests_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("first");
    int rows = 0;
    const auto add = [&rows](const char *name, const QJsonObject &fault) {
        QTest::newRow(name) << fault << rows++ % stride(3);
    };
    const auto status = [](int code, const QString &reason, int retryAfter = -1) {
        QJsonObject fault{ { u"kind"_s, u"status"_s }, { u"status"_s, code }, { u"reason"_s, reason } };
        if (retryAfter >= 0)
            fault[u"retryAfter"_s] = retryAfter;
        return fault;
    };
    add("401", status(401, u"authError"_s));
    add("403 without Retry-After", status(403, u"rateLimitExceeded"_s));
    add("429 with Retry-After", status(429, u"rateLimitExceeded"_s, 40));
    add("500", status(500, u"backendError"_s));
    add("503 with Retry-After", status(503, u"backendError"_s, 5));
    for (const QString &kind : { u"drop_before"_s, u"drop_after"_s, u"truncate"_s, u"html"_s })
        add(qPrintable(kind), QJsonObject{ { u"kind"_s, kind } });
    add("too slow", QJsonObject{ { u"kind"_s, u"delay"_s }, { u"ms"_s, 40'000 } });
}

void TestEveryCall::requests()
{
    QFETCH(QJsonObject, fault);
    QFETCH(int, first);
    int calls = first + 1; // at least one run tells how many there are
    QStringList failures; // all of them: one often explains the other
    for (int i = first; i < calls; i += stride(3)) {
        Bed bed(1, aria::ConflictStrategy::MostRecent);
        bed.google().world().switches.pageSize = 3;
        // Once, or so often that the transport's own repeats are used up.
        for (const int times : { 1, 5 }) {
            QJsonObject order = fault;
            order[u"after"_s] = i;
            order[u"times"_s] = times;
            // A token endpoint that says 401 means another thing: sign in again.
            const bool everywhere = fault[u"status"_s].toInt() != 401;
            order[u"match"_s] = QJsonObject{ { u"path"_s,
                everywhere ? u"^/(calendar|batch|token)"_s : u"^/(calendar|batch)"_s } };
            if (times == (i % 2 == 0 ? 1 : 5))
                bed.addFault(order);
        }
        bed.start();
        Player player(bed);
        QStringList wrong = player.play(script());
        calls = std::max(calls, bed.google().log().counters()[u"total"_s].toInt());
        if (wrong.isEmpty())
            wrong = player.bringToRest();
        if (wrong.isEmpty())
            wrong = brokenPromises(bed, player.ledger());
        if (!wrong.isEmpty())
            failures += u"call %1: %2"_s.arg(i).arg(wrong.join(u"; "_s));
    }
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    QVERIFY(calls > 15);
}

void TestEveryCall::statements_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("busy") << static_cast<int>(SqliteFault::Busy);
    QTest::newRow("disk full") << static_cast<int>(SqliteFault::Full);
    QTest::newRow("disk broken") << static_cast<int>(SqliteFault::Broken);
    QTest::newRow("death of the service") << static_cast<int>(SqliteFault::Death);
}

void TestEveryCall::statements()
{
    QFETCH(int, fault);
    const bool dies = static_cast<SqliteFault>(fault) == SqliteFault::Death;
    qint64 statements = fault + 1; // at least one run tells how many there are
    int runs = 0;
    QStringList failures;
    for (qint64 i = fault; i < statements; i += stride(199)) {
        Bed bed(1, aria::ConflictStrategy::MostRecent);
        bed.google().world().switches.pageSize = 3;
        bed.start();
        Player player(bed);
        breakSqlite(i, static_cast<SqliteFault>(fault));
        QStringList wrong;
        for (const Step &step : script()) {
            wrong += player.play({ step });
            if (dies && sqliteSteps() > i) { // from here on nothing reached the disk
                bed.network().isDead = true;
                bed.stop();
                player.forgetAnswers();
                statements = std::max(statements, sqliteSteps());
                breakSqlite(-1, SqliteFault::Busy);
                bed.start();
            }
        }
        statements = std::max(statements, sqliteSteps());
        breakSqlite(-1, SqliteFault::Busy);
        if (wrong.isEmpty())
            wrong = player.bringToRest();
        if (wrong.isEmpty())
            wrong = brokenPromises(bed, player.ledger());
        if (!wrong.isEmpty())
            failures += u"statement %1: %2"_s.arg(i).arg(wrong.join(u"; "_s));
        ++runs;
    }
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    QVERIFY(runs > 5);
}

int main(int argc, char **argv)
{
    return testInVirtualTime<TestEveryCall>(argc, argv);
}
#include "tst_everycall.moc"
