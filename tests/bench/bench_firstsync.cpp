// What the service adds to a first sync, against the least that any client must do: fetch the same pages, parse them
// and put each event's text into a SQLite table. Both are measured in the same run; the ratio is the figure.
#include "e2e/rig.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

using namespace aria::e2e;

namespace {

constexpr int events = 10'000;
constexpr int rounds = 3;

// Peak resident memory of a process in MiB (proc(5), VmHWM).
double peakMemory(qint64 pid)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return -1;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

} // namespace

class BenchFirstSync : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstSync();
    void reads();

private:
    double floorSeconds(Rig &rig, const QString &database);
};

double BenchFirstSync::floorSeconds(Rig &rig, const QString &database)
{
    QElapsedTimer timer;
    timer.start();
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, database);
        db.setDatabaseName(database);
        if (!db.open())
            return -1;
        QSqlQuery query(db);
        query.exec(u"PRAGMA journal_mode = WAL"_s);
        query.exec(u"PRAGMA synchronous = FULL"_s);
        query.exec(u"CREATE TABLE event (id TEXT PRIMARY KEY, body TEXT)"_s);
        query.prepare(u"INSERT INTO event VALUES (?, ?)"_s);
        QString page;
        do {
            const QString target = u"/calendar/v3/calendars/primary/events?maxResults=2500&pageToken="_s
                + QString::fromLatin1(QUrl::toPercentEncoding(page));
            const QJsonObject answer =
                rig.google("GET", page.isEmpty() ? target.section(QLatin1Char('&'), 0, 0) : target).json();
            db.transaction();
            for (const QJsonValue &item : answer.value(u"items"_s).toArray()) {
                query.bindValue(0, item.toObject().value(u"id"_s).toString());
                query.bindValue(1, QString::fromUtf8(toBytes(item.toObject())));
                query.exec();
            }
            db.commit();
            page = answer.value(u"nextPageToken"_s).toString();
        } while (!page.isEmpty());
    }
    QSqlDatabase::removeDatabase(database);
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

void BenchFirstSync::firstSync()
{
    QList<double> floors;
    QList<double> syncs;
    QList<double> memory;
    for (int round = 0; round < rounds; ++round) {
        Rig rig;
        QVERIFY(rig.start());
        const double idle = peakMemory(rig.service.pid());
        rig.control("POST", u"calendars/primary/bulk"_s, toBytes({ { u"count"_s, events } }));
        QTemporaryDir folder;
        const double floor = floorSeconds(rig, folder.filePath(u"floor.db"_s));
        QVERIFY(floor > 0);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(rig.syncNow().status, 200);
        syncs.append(static_cast<double>(timer.nsecsElapsed()) / 1e9);
        floors.append(floor);
        memory.append(peakMemory(rig.service.pid()) - idle);
        QCOMPARE(rig.status().value(u"total_events"_s).toInt(), events);
    }
    std::printf(
        "first sync of %d events: %.2f s, floor %.2f s, ratio %.2f; peak memory +%.0f MiB over idle\n",
        events, median(syncs), median(floors), median(syncs) / median(floors), median(memory));
}

// Reads of a calendar of 10,000 events against /health, which touches no database.
void BenchFirstSync::reads()
{
    Rig rig;
    QVERIFY(rig.start());
    rig.control("POST", u"calendars/primary/bulk"_s, toBytes({ { u"count"_s, events } }));
    QCOMPARE(rig.syncNow().status, 200);
    const auto milliseconds = [&rig](const QString &target) {
        QList<double> times;
        for (int i = 0; i < 100; ++i) {
            QElapsedTimer timer;
            timer.start();
            if (rig.api("GET", target).status != 200)
                return -1.0;
            times.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        return median(times);
    };
    const double floor = milliseconds(u"/health"_s);
    for (const QString &target : { u"/events/today"_s, u"/events/upcoming?days=7"_s, u"/sync/status"_s }) {
        const double time = milliseconds(target);
        QVERIFY(time > 0);
        std::printf("GET %s: %.2f ms, floor (/health) %.2f ms, ratio %.1f\n", qPrintable(target), time, floor,
            time / floor);
    }
}

QTEST_GUILESS_MAIN(BenchFirstSync)
#include "bench_firstsync.moc"
