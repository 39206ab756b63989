// What the service answers about days, its state, and how it comes to sync.
#include "service/servicerig.h"

#include "support/testmain.h"

#include <QSaveFile>

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::test;

class LiveServiceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void today_data();
    void today();
    void todayOnTheDayTheClocksChange();
    void upcoming();
    void stateAndCounts();
    void pauseIsRemembered();
    void sqlIsPushedByItself();
    void notifications();
    void anotherAccountIsSaid();
    void aTokenWrittenInPlaceIsNoticed();
};

// As Python's open("token.json", "w") does it: the same file, empty for a moment. The folder does not change.
void LiveServiceTest::aTokenWrittenInPlaceIsNoticed()
{
    ServiceRig rig;
    rig.begin();
    const QString path = rig.folder.filePath(u"token.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray good = file.readAll();
    file.close();
    // The one that is replaced lives on: somebody has it open.
    QFile held(path);
    QVERIFY(held.open(QIODevice::ReadOnly));
    for (const bool isReplaced : { false, true }) {
        QSaveFile next(path); // another file of the same name is watched as well
        QVERIFY(
            isReplaced ? next.open(QIODevice::WriteOnly) && next.commit() : file.open(QIODevice::WriteOnly));
        QTRY_VERIFY(!rig.live->health().auth.credentialsValid);
        rig.wait(rig.live->syncNow()); // meets it empty
        QVERIFY(file.isOpen() || file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(good) == good.size());
        file.close();
        QTRY_VERIFY(rig.live->health().auth.credentialsValid);
        rig.google.put(meeting(u"e%1"_s.arg(isReplaced)));
        QVERIFY(rig.wait(rig.live->syncNow()));
    }
}

void LiveServiceTest::today_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QByteArray>("zone"); // empty: the calendar's, Europe/Berlin
    QTest::addColumn<QStringList>("titles");
    // "Night" is 23:30–00:30 in Berlin on the 15th; "Early" 00:15–00:45 on the 16th; "Holiday" is the 16th, all day.
    QTest::newRow("Berlin, just before midnight")
        << u"2024-01-15T22:59:00Z"_s << QByteArray() << QStringList{ u"Night"_s };
    QTest::newRow("Berlin, midnight")
        << u"2024-01-15T23:00:00Z"_s << QByteArray() << QStringList{ u"Night"_s, u"Holiday"_s, u"Early"_s };
    QTest::newRow("UTC, the same instant")
        << u"2024-01-15T23:00:00Z"_s << QByteArray("UTC") << QStringList{ u"Night"_s, u"Early"_s };
    QTest::newRow("Kiritimati is a day ahead")
        << u"2024-01-15T11:00:00Z"_s << QByteArray("Pacific/Kiritimati")
        << QStringList{ u"Holiday"_s, u"Night"_s, u"Early"_s };
    QTest::newRow("Los Angeles") << u"2024-01-16T07:00:00Z"_s << QByteArray("America/Los_Angeles")
                                 << QStringList{ u"Night"_s, u"Early"_s };
}

void LiveServiceTest::today()
{
    QFETCH(QString, now);
    QFETCH(QByteArray, zone);
    QFETCH(QStringList, titles);
    ServiceRig rig;
    const auto at = [](const char *from, const char *to) {
        return QJsonObject{ { u"start"_s, QJsonObject{ { u"dateTime"_s, QString::fromLatin1(from) } } },
            { u"end"_s, QJsonObject{ { u"dateTime"_s, QString::fromLatin1(to) } } } };
    };
    rig.google.put(meeting(u"night"_s, u"Night"_s, at("2024-01-15T22:30:00Z", "2024-01-15T23:30:00Z")));
    rig.google.put(meeting(u"early"_s, u"Early"_s, at("2024-01-15T23:15:00Z", "2024-01-15T23:45:00Z")));
    rig.google.put(meeting(u"holiday"_s, u"Holiday"_s,
        { { u"start"_s, QJsonObject{ { u"date"_s, u"2024-01-16"_s } } },
            { u"end"_s, QJsonObject{ { u"date"_s, u"2024-01-17"_s } } } }));
    rig.begin();
    rig.clock.setNow(test::at(now));
    const auto events = rig.wait(rig.live->eventsToday(zone));
    QVERIFY(events);
    QStringList found;
    for (const auto &view : *events)
        found << view.event.summary();
    QCOMPARE(found, titles);
}

void LiveServiceTest::todayOnTheDayTheClocksChange()
{
    ServiceRig rig;
    rig.google.put(meeting(u"series1"_s, u"Daily"_s,
        { { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY"_s } } })); // 10:00 in Berlin
    rig.begin();
    for (const auto &[now, start] : { std::pair("2024-03-30T12:00:00Z", "2024-03-30T09:00:00Z"),
             std::pair("2024-03-31T12:00:00Z", "2024-03-31T08:00:00Z"),
             std::pair("2024-10-27T12:00:00Z", "2024-10-27T09:00:00Z") }) {
        rig.clock.setNow(at(QString::fromLatin1(now)));
        const auto events = rig.wait(rig.live->eventsToday({}));
        QVERIFY(events);
        QCOMPARE(events->size(), 1);
        QCOMPARE(
            events->constFirst().event.start().instant(QTimeZone::utc()), at(QString::fromLatin1(start)));
    }
}

void LiveServiceTest::upcoming()
{
    ServiceRig rig;
    const auto from = [](int startMinutes, int endMinutes) {
        const auto time = [](int minutes) {
            return QJsonObject{ { u"dateTime"_s,
                toRfc3339(at(u"2024-01-15T12:00:00Z"_s).addSecs(60 * minutes)) } };
        };
        return QJsonObject{ { u"start"_s, time(startMinutes) }, { u"end"_s, time(endMinutes) } };
    };
    rig.google.put(meeting(u"over"_s, u"Over"_s, from(-120, 0)));
    rig.google.put(meeting(u"running"_s, u"Running"_s, from(-60, 1)));
    rig.google.put(meeting(u"soon"_s, u"Soon"_s, from(30, 60)));
    rig.google.put(meeting(u"last"_s, u"Last"_s, from(2 * 24 * 60 - 1, 2 * 24 * 60 + 60)));
    rig.google.put(meeting(u"beyond"_s, u"Beyond"_s, from(2 * 24 * 60, 2 * 24 * 60 + 60)));
    rig.begin();
    const auto titles = [&](int days, int limit) {
        QStringList found;
        const auto events = rig.wait(rig.live->eventsUpcoming(days, limit, {}));
        for (const auto &view : events.value())
            found << view.event.summary();
        return found;
    };
    QCOMPARE(titles(2, 50), QStringList({ u"Running"_s, u"Soon"_s, u"Last"_s }));
    QCOMPARE(titles(2, 2), QStringList({ u"Running"_s, u"Soon"_s }));
    QCOMPARE(titles(90, 50).size(), 4);
}

void LiveServiceTest::stateAndCounts()
{
    ServiceRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(meeting(u"event2"_s));
    rig.google.refuse(u"Bad"_s);
    rig.google.defaultReminders = { QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 25 } } };
    rig.begin();
    rig.createInAria(u"Bad"_s);
    QVERIFY(rig.wait(rig.live->syncNow()));
    auto status = rig.wait(rig.live->status());
    QVERIFY(status);
    QVERIFY(status->state == service::State::Idle);
    QCOMPARE(status->statistics.total, 3);
    QCOMPARE(status->statistics.synced, 2);
    QCOMPARE(status->statistics.errors, 1);
    QCOMPARE(status->lastSyncTime, rig.clock.nowUtc());
    QCOMPARE(status->defaultReminders.value(u"primary"_s), rig.google.defaultReminders);
    QVERIFY(status->nextSyncTime.isValid());
    QVERIFY(status->lastError.isEmpty());
    QCOMPARE(status->role, u"leader"_s);

    rig.google.hold(u"list"_s);
    auto syncing = rig.live->syncNow();
    QTRY_VERIFY(rig.google.isWaiting(u"list"_s));
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Syncing);
    rig.google.release(u"list"_s);
    QVERIFY(rig.wait(syncing));

    rig.google.failNext(u"list"_s, networkError());
    QVERIFY(!rig.wait(rig.live->syncNow()));
    const auto edition = status->edition;
    status = rig.wait(rig.live->status());
    QVERIFY(status->state == service::State::Offline);
    QVERIFY(status->edition > edition);
    const auto editionNow = [&rig] { return rig.wait(rig.live->status())->edition; };
    QTRY_COMPARE(editionNow(), editionNow()); // once nothing happens any more
    QVERIFY(status->lastError.contains(u"network"_s));
    QVERIFY(rig.wait(rig.live->pause()));
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Paused); // before offline
}

void LiveServiceTest::pauseIsRemembered()
{
    ServiceRig rig;
    rig.begin();
    QVERIFY(rig.wait(rig.live->pause()));
    rig.settle();
    rig.live.reset();
    rig.google.put(meeting(u"event1"_s));
    rig.begin();
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Paused);
    QVERIFY(!rig.record(u"event1"_s));
    QVERIFY(rig.wait(rig.live->resume()));
    QTRY_VERIFY(rig.record(u"event1"_s));
}

void LiveServiceTest::sqlIsPushedByItself()
{
    ServiceRig rig;
    rig.begin();
    rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
            u" ('By SQL', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"_s);
    // The service sees the change, when the machine has time for it; then the clock, which stands still, lets the
    // folding time pass. It never gets as far as the next periodic sync.
    const auto pushed = [&rig] {
        rig.clock.advance(std::chrono::milliseconds(50));
        return rig.google.living();
    };
    QTRY_COMPARE(pushed(), 1);
}

void LiveServiceTest::notifications()
{
    ServiceRig rig;
    rig.begin();
    const auto channel = rig.wait(rig.live->setupWebhook(u"https://hooks.example.com/webhook"_s, 168));
    QVERIFY(channel);
    const auto http = rig.wait(rig.live->setupWebhook(u"http://hooks.example.com/webhook"_s, 168));
    QVERIFY(!http && http.error().category == ErrorCategory::Precondition);
    rig.google.put(meeting(u"event1"_s));
    rig.google.forgetCalls();
    service::WebhookNotification notification{ channel->id, channel->token, channel->resourceId, u"sync"_s };
    QVERIFY(rig.wait(rig.live->notified(notification)));
    QVERIFY(rig.google.calls.isEmpty());
    notification.state = u"exists"_s;
    const auto run = rig.wait(rig.live->notified(notification));
    QVERIFY(run && run->finished);
    QCOMPARE(run->changes.created, 1);
    notification.token += u"x"_s;
    rig.google.forgetCalls();
    const auto forged = rig.wait(rig.live->notified(notification));
    QVERIFY(!forged && forged.error().category == ErrorCategory::NotFound);
    QVERIFY(rig.google.calls.isEmpty());
    const auto stopped = rig.wait(rig.live->stopWebhook());
    QVERIFY(stopped && *stopped);
    notification.token = channel->token;
    QVERIFY(!rig.wait(rig.live->notified(notification)));
}

void LiveServiceTest::anotherAccountIsSaid()
{
    ServiceRig rig;
    rig.google.put(meeting(u"event1"_s, u"Mine"_s));
    rig.begin();
    rig.clock.advance(std::chrono::minutes(5));
    rig.google.realCalendarId = u"other@example.com"_s;
    rig.google.purge(u"event1"_s);
    rig.google.put(meeting(u"theirs"_s));
    rig.google.expireTokens();
    Q_EMIT rig.oauth->signedIn();
    QTRY_VERIFY(rig.google.count(u"info"_s) > 0);
    rig.settle();
    const auto status = rig.wait(rig.live->status());
    QVERIFY(status->lastError.contains(u"other@example.com"_s));
    const auto edited = rig.wait(rig.live->updateEvent(retitle(u"event1"_s, u"Ours"_s)));
    QVERIFY(edited && !edited->pushed);
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.title(u"event1"_s), u"Ours"_s);
    QVERIFY(!rig.record(u"theirs"_s));
}

ARIA_TEST(LiveServiceTest)

#include "tst_liveservice.moc"
