// Thousands of random rules against an independent implementation (python-dateutil).
#include "calendar/recurrence.h"

#include "support/testmain.h"

#include <QProcess>
#include <QTest>

namespace tst_recurrenceoracle {

using namespace aria::calendar;

class TestRecurrenceOracle : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithAnotherImplementation();
};

namespace {

QDateTime instant(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODate);
}

Event series(const QJsonObject &row)
{
    const QJsonObject time{ { QStringLiteral("dateTime"), row[QStringLiteral("start")] },
        { QStringLiteral("timeZone"), row[QStringLiteral("zone")] } };
    return Event({ { QStringLiteral("id"), QStringLiteral("s") }, { QStringLiteral("start"), time },
        { QStringLiteral("end"), time },
        { QStringLiteral("recurrence"), row[QStringLiteral("rule")] } });
}

} // namespace

void TestRecurrenceOracle::agreesWithAnotherImplementation()
{
    // ARIA_ORACLE_RULES=20000 for a longer look.
    const int wanted = std::max(2000, qEnvironmentVariableIntValue("ARIA_ORACLE_RULES"));
    QProcess oracle;
    oracle.start(QStringLiteral("python3"),
        { QStringLiteral(ARIA_TEST_DIR "/recurrence_oracle.py"), QStringLiteral("20260115"),
            QString::number(wanted) });
    QVERIFY2(oracle.waitForFinished(1'000'000), "python3 with dateutil is needed");
    QVERIFY2(oracle.exitCode() == 0, oracle.readAllStandardError().constData());

    int rules = 0;
    int occurrences = 0;
    for (const QByteArray &line : oracle.readAllStandardOutput().split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        const Event master = series(row);
        QVERIFY2(checkRecurrence(master.recurrence(), master.start()), line.constData());

        QStringList expected;
        for (const QJsonValue &value : row[QStringLiteral("expected")].toArray())
            expected.append(value.toString());
        const QDateTime from = instant(row[QStringLiteral("from")]);
        const QDateTime to = instant(row[QStringLiteral("to")]);
        // The start always belongs to a series; the other implementation leaves out one that the rule misses.
        const QDateTime start = master.start().zoned().utc;
        const QString startText = row[QStringLiteral("start")].toString();
        const bool startIsHole = row[QStringLiteral("startIsHole")].toBool();
        if (start >= from && start < to && !startIsHole && !expected.contains(startText))
            expected.prepend(startText);

        QStringList actual;
        for (const EventTime &time : expandStarts(master, from, to, QTimeZone::utc(), 100'000))
            actual.append(time.zoned().utc.toString(Qt::ISODate));
        if (actual != expected) {
            qWarning().noquote() << line << "\nactual:" << actual.join(QLatin1Char(' '));
            QCOMPARE(actual, expected);
        }
        ++rules;
        occurrences += static_cast<int>(expected.size());
    }
    QCOMPARE(rules, wanted);
    QVERIFY(occurrences > 10'000);
}

ARIA_TEST(TestRecurrenceOracle)

} // namespace tst_recurrenceoracle

#include "tst_recurrenceoracle.moc"
