#include "soak/run.h"

#include "soak/archivecheck.h"
#include "soak/hookcheck.h"
#include "soak/player.h"
#include "soak/verdict.h"

namespace aria::soak {

using namespace Qt::StringLiterals;

namespace {

QString requestLine(const Bed &bed, const simulator::Request &request, const simulator::Outcome &outcome)
{
    QString line = u"    %1 %2 %3?%4 %5"_s.arg(bed.trueNow().toString(u"ddTHH:mm:ss.zzz"_s),
        QLatin1String(request.method), QLatin1String(request.path), QLatin1String(request.rawQuery),
        QString::fromUtf8(request.body.simplified()));
    return line
        + u"\n      -> %1 %2"_s.arg(outcome.response.status)
              .arg(QString::fromUtf8(outcome.response.body.simplified()));
}

QString rowLine(const QString &table, const QVariantMap &row)
{
    QStringList values{ table };
    for (auto it = row.begin(); it != row.end(); ++it) {
        if (const QString value = it.value().toString(); !value.isEmpty())
            values.append(it.key() + u'=' + value);
    }
    return values.join(u' ');
}

} // namespace

QStringList run(quint64 seed, const QList<Step> &steps, const Trace &trace)
{
    const std::array strategies{ ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
        ConflictStrategy::MostRecent, ConflictStrategy::Manual };
    // So that a seed means the same run whatever ran before it. A PostgreSQL server keeps its own time.
    if (!Database::isPostgres())
        setTrueTime(QDateTime(QDate(2026, 3, 27), QTime(10, 0), Qt::UTC));
    Bed bed(seed, strategies[seed % 4]);
    bed.webhook = seed % 3 == 0;
    bed.hook = seed % 5 < 2;
    bed.slowest = std::chrono::milliseconds(seed % 5 * 100);
    simulator::Switches &google = bed.google().world().switches;
    google.opaqueInstanceIds = seed % 6 == 0;
    google.pageSize = seed % 7 == 0 ? 2 : 0;
    google.touchAfterInsert = seed % 11 == 0;
    google.accessTokenSeconds = 24 * 3600;
    if (trace)
        bed.watch = [&](const auto &request, const auto &outcome) {
            trace(requestLine(bed, request, outcome));
        };
    bed.start();
    Player player(bed);
    if (trace)
        player.began = [&](const Step &step) { trace(describe(step)); };
    QStringList wrong = player.play(steps);
    if (wrong.isEmpty())
        wrong = player.bringToRest();
    if (wrong.isEmpty())
        wrong = brokenPromises(bed, player.ledger());
    if (wrong.isEmpty() && bed.hook)
        wrong = hookFaults(bed);
    if (wrong.isEmpty() && seed % 4 == 0)
        wrong = archiveFaults(bed);
    if (trace) {
        for (const char *table :
            { "aria_calendar_events", "aria_calendar_sync", "aria_calendar_sync_history" }) {
            for (const QVariantMap &row :
                bed.database().rows(u"SELECT * FROM %1 ORDER BY id"_s.arg(QLatin1String(table))))
                trace(rowLine(QLatin1String(table), row));
        }
    }
    return wrong;
}

QList<Step> shrink(quint64 seed, QList<Step> steps)
{
    for (qsizetype length = steps.size() / 2; length > 0; length /= 2) {
        for (qsizetype at = 0; at < steps.size();) {
            QList<Step> fewer = steps;
            fewer.remove(at, std::min(length, steps.size() - at));
            if (!run(seed, fewer).isEmpty())
                steps = fewer;
            else
                at += length;
        }
    }
    return steps;
}

QString report(quint64 seed, const QList<Step> &steps, const QStringList &wrong)
{
    QStringList lines{ u"seed %1 fails:"_s.arg(seed) };
    for (const QString &sentence : wrong)
        lines.append(u"  "_s + sentence);
    lines.append(u"after these %1 steps:"_s.arg(steps.size()));
    for (const Step &step : steps)
        lines.append(u"  "_s + describe(step));
    return lines.join(u'\n');
}

} // namespace aria::soak
