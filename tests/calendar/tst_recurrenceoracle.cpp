// Random rules against an independent implementation (python-dateutil).
#include "calendar/recurrence.h"

#include "support/testmain.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_recurrenceoracle {

using namespace aria::calendar;

class TestRecurrenceOracle : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithAnotherImplementation();
};

namespace {

constexpr int everyDayRules = 300; // a second of Python's time; `make oracle` tries 20,000

// Shows of a long list what a person can read.
QString shortened(const QStringList &list)
{
    return list.size() <= 12 ? list.join(u' ') : list.mid(0, 12).join(u' ') + u" … %1"_s.arg(list.size());
}

class Oracle
{
public:
    Oracle(const QString &seed, int rules)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(u"python3"_s,
            { QStringLiteral(ARIA_TEST_DIR "/recurrence_oracle.py"), seed, QString::number(rules) });
    }
    // The next rule; an empty one after the last.
    QJsonObject next()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(60'000)) { }
        return m_process.canReadLine() ? QJsonDocument::fromJson(m_process.readLine()).object()
                                       : QJsonObject();
    }
    bool endedWell()
    {
        return (m_process.state() == QProcess::NotRunning || m_process.waitForFinished(60'000))
            && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }

private:
    QProcess m_process;
};

Event series(const QJsonObject &row)
{
    const QString start = row[u"start"_s].toString();
    const QJsonObject time = start.size() == 10
        ? QJsonObject{ { u"date"_s, start } }
        : QJsonObject{ { u"dateTime"_s, start }, { u"timeZone"_s, row[u"zone"_s] } };
    return Event({ { u"id"_s, u"s"_s }, { u"start"_s, time }, { u"end"_s, time },
        { u"recurrence"_s, row[u"lines"_s] } });
}

QStringList ourAnswer(const Event &master, const QJsonObject &row)
{
    const QDateTime from = QDateTime::fromString(row[u"from"_s].toString(), Qt::ISODate);
    const QDateTime to = QDateTime::fromString(row[u"to"_s].toString(), Qt::ISODate);
    QStringList result;
    for (const EventTime &time : expandStarts(master, from, to, QTimeZone::utc(), 100'000))
        result.append(time.isDate() ? time.toText() : time.zoned().utc.toString(Qt::ISODate));
    return result;
}

} // namespace

// `make oracle` for more rules (ARIA_ORACLE_RULES), and others (ARIA_ORACLE_SEED).
void TestRecurrenceOracle::agreesWithAnotherImplementation()
{
    const int wanted = qEnvironmentVariableIsSet("ARIA_ORACLE_RULES")
        ? qEnvironmentVariableIntValue("ARIA_ORACLE_RULES")
        : everyDayRules;
    Oracle oracle(qEnvironmentVariable("ARIA_ORACLE_SEED", u"20260115"_s), wanted);

    int rules = 0;
    int wrong = 0;
    int refused = 0;
    qsizetype occurrences = 0;
    qint64 nanoseconds = 0;
    for (QJsonObject row = oracle.next(); !row.isEmpty(); row = oracle.next(), ++rules) {
        const Event master = series(row);
        const QJsonArray array = row[u"expected"_s].toArray();
        QStringList expected;
        for (const QJsonValue &value : array)
            expected.append(value.toString());
        QElapsedTimer timer;
        timer.start();
        const QStringList actual = ourAnswer(master, row);
        nanoseconds += timer.nsecsElapsed();
        occurrences += expected.size();
        row.remove(u"expected"_s);
        const QByteArray text = QJsonDocument(row).toJson(QJsonDocument::Compact);
        if (!checkRecurrence(master.recurrence(), master.start())) {
            ++refused;
            qWarning().noquote() << "refused:" << text;
        }
        if (actual != expected && ++wrong <= 20)
            qWarning().noquote() << text << "\n  actual:  " << shortened(actual)
                                 << "\n  expected:" << shortened(expected);
    }
    QVERIFY2(oracle.endedWell(), "python3 with dateutil is needed");
    qInfo("%d rules, %lld occurrences, %lld ms of ours", rules, static_cast<long long>(occurrences),
        static_cast<long long>(nanoseconds / 1'000'000));
    QCOMPARE(rules, wanted);
    QCOMPARE(refused, 0);
    QCOMPARE(wrong, 0);
    QVERIFY(occurrences > 5 * rules);
}

ARIA_TEST(TestRecurrenceOracle)

} // namespace tst_recurrenceoracle

#include "tst_recurrenceoracle.moc"
