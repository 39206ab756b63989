// What the service answers about days, its state, and how it comes to sync.
#include "service/servicerig.h"

#include "support/testmain.h"

#include <QSaveFile>

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
    const QString path = rig.folder.filePath(QStringLiteral("token.json"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray good = file.readAll();
    file.close();
    for (const bool isReplaced : { false, true }) {
        if (isReplaced) { // another file of the same name is watched as well
            QSaveFile next(path);
            QVERIFY(next.open(QIODevice::WriteOnly) && next.write(good) == good.size() && next.commit());
            QTest::qWait(200);
        }
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_VERIFY(!rig.live->health().auth.credentialsValid);
        rig.wait(rig.live->syncNow()); // meets it empty
        QVERIFY(file.write(good) == good.size());
        file.close();
        QTRY_VERIFY(rig.live->health().auth.credentialsValid);
        rig.google.put(meeting(QStringLiteral("e%1").arg(isReplaced)));
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
        << QStringLiteral("2024-01-15T22:59:00Z") << QByteArray() << QStringList{ QStringLiteral("Night") };
    QTest::newRow("Berlin, midnight")
        << QStringLiteral("2024-01-15T23:00:00Z") << QByteArray()
        << QStringList{ QStringLiteral("Night"), QStringLiteral("Holiday"), QStringLiteral("Early") };
    QTest::newRow("UTC, the same instant") << QStringLiteral("2024-01-15T23:00:00Z") << QByteArray("UTC")
                                           << QStringList{ QStringLiteral("Night"), QStringLiteral("Early") };
    QTest::newRow("Kiritimati is a day ahead")
        << QStringLiteral("2024-01-15T11:00:00Z") << QByteArray("Pacific/Kiritimati")
        << QStringList{ QStringLiteral("Holiday"), QStringLiteral("Night"), QStringLiteral("Early") };
    QTest::newRow("Los Angeles") << QStringLiteral("2024-01-16T07:00:00Z")
                                 << QByteArray("America/Los_Angeles")
                                 << QStringList{ QStringLiteral("Night"), QStringLiteral("Early") };
}

void LiveServiceTest::today()
{
    QFETCH(QString, now);
    QFETCH(QByteArray, zone);
    QFETCH(QStringList, titles);
    ServiceRig rig;
    const auto at = [](const char *from, const char *to) {
        return QJsonObject{ { QStringLiteral("start"),
                                QJsonObject{ { QStringLiteral("dateTime"), QString::fromLatin1(from) } } },
            { QStringLiteral("end"),
                QJsonObject{ { QStringLiteral("dateTime"), QString::fromLatin1(to) } } } };
    };
    rig.google.put(meeting(QStringLiteral("night"), QStringLiteral("Night"),
        at("2024-01-15T22:30:00Z", "2024-01-15T23:30:00Z")));
    rig.google.put(meeting(QStringLiteral("early"), QStringLiteral("Early"),
        at("2024-01-15T23:15:00Z", "2024-01-15T23:45:00Z")));
    rig.google.put(meeting(QStringLiteral("holiday"), QStringLiteral("Holiday"),
        { { QStringLiteral("start"),
              QJsonObject{ { QStringLiteral("date"), QStringLiteral("2024-01-16") } } },
            { QStringLiteral("end"),
                QJsonObject{ { QStringLiteral("date"), QStringLiteral("2024-01-17") } } } }));
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
    rig.google.put(meeting(QStringLiteral("series1"), QStringLiteral("Daily"),
        { { QStringLiteral("recurrence"),
            QJsonArray{ QStringLiteral("RRULE:FREQ=DAILY") } } })); // 10:00 in Berlin
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
            return QJsonObject{ { QStringLiteral("dateTime"),
                toRfc3339(at(QStringLiteral("2024-01-15T12:00:00Z")).addSecs(60 * minutes)) } };
        };
        return QJsonObject{ { QStringLiteral("start"), time(startMinutes) },
            { QStringLiteral("end"), time(endMinutes) } };
    };
    rig.google.put(meeting(QStringLiteral("over"), QStringLiteral("Over"), from(-120, 0)));
    rig.google.put(meeting(QStringLiteral("running"), QStringLiteral("Running"), from(-60, 1)));
    rig.google.put(meeting(QStringLiteral("soon"), QStringLiteral("Soon"), from(30, 60)));
    rig.google.put(
        meeting(QStringLiteral("last"), QStringLiteral("Last"), from(2 * 24 * 60 - 1, 2 * 24 * 60 + 60)));
    rig.google.put(
        meeting(QStringLiteral("beyond"), QStringLiteral("Beyond"), from(2 * 24 * 60, 2 * 24 * 60 + 60)));
    rig.begin();
    const auto titles = [&](int days, int limit) {
        QStringList found;
        const auto events = rig.wait(rig.live->eventsUpcoming(days, limit, {}));
        for (const auto &view : events.value())
            found << view.event.summary();
        return found;
    };
    QCOMPARE(titles(2, 50),
        QStringList({ QStringLiteral("Running"), QStringLiteral("Soon"), QStringLiteral("Last") }));
    QCOMPARE(titles(2, 2), QStringList({ QStringLiteral("Running"), QStringLiteral("Soon") }));
    QCOMPARE(titles(90, 50).size(), 4);
}

void LiveServiceTest::stateAndCounts()
{
    ServiceRig rig;
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.google.put(meeting(QStringLiteral("event2")));
    rig.google.refuse(QStringLiteral("Bad"));
    rig.google.defaultReminders = { QJsonObject{
        { QStringLiteral("method"), QStringLiteral("popup") }, { QStringLiteral("minutes"), 25 } } };
    rig.begin();
    rig.createInAria(QStringLiteral("Bad"));
    QVERIFY(rig.wait(rig.live->syncNow()));
    auto status = rig.wait(rig.live->status());
    QVERIFY(status);
    QVERIFY(status->state == service::State::Idle);
    QCOMPARE(status->statistics.total, 3);
    QCOMPARE(status->statistics.synced, 2);
    QCOMPARE(status->statistics.errors, 1);
    QCOMPARE(status->lastSyncTime, rig.clock.nowUtc());
    QCOMPARE(status->defaultReminders.value(QStringLiteral("primary")), rig.google.defaultReminders);
    QVERIFY(status->nextSyncTime.isValid());
    QVERIFY(status->lastError.isEmpty());
    QCOMPARE(status->role, QStringLiteral("leader"));

    rig.google.hold(QStringLiteral("list"));
    auto syncing = rig.live->syncNow();
    QTRY_VERIFY(rig.google.isWaiting(QStringLiteral("list")));
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Syncing);
    rig.google.release(QStringLiteral("list"));
    QVERIFY(rig.wait(syncing));

    rig.google.failNext(QStringLiteral("list"), networkError());
    QVERIFY(!rig.wait(rig.live->syncNow()));
    status = rig.wait(rig.live->status());
    QVERIFY(status->state == service::State::Offline);
    QVERIFY(status->lastError.contains(QStringLiteral("network")));
    QVERIFY(rig.wait(rig.live->pause()));
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Paused); // before offline
}

void LiveServiceTest::pauseIsRemembered()
{
    ServiceRig rig;
    rig.begin();
    QVERIFY(rig.wait(rig.live->pause()));
    rig.applyDecision();
    rig.live.reset();
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.begin();
    QVERIFY(rig.wait(rig.live->status())->state == service::State::Paused);
    QVERIFY(!rig.record(QStringLiteral("event1")));
    QVERIFY(rig.wait(rig.live->resume()));
    QTRY_VERIFY(rig.record(QStringLiteral("event1")));
}

void LiveServiceTest::sqlIsPushedByItself()
{
    ServiceRig rig;
    rig.begin();
    rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
                           " ('By SQL', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"));
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
    const auto channel =
        rig.wait(rig.live->setupWebhook(QStringLiteral("https://hooks.example.com/webhook"), 168));
    QVERIFY(channel);
    const auto http =
        rig.wait(rig.live->setupWebhook(QStringLiteral("http://hooks.example.com/webhook"), 168));
    QVERIFY(!http && http.error().category == ErrorCategory::Precondition);
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.google.forgetCalls();
    service::WebhookNotification notification{ channel->id, channel->token, channel->resourceId,
        QStringLiteral("sync") };
    QVERIFY(rig.wait(rig.live->notified(notification)));
    QVERIFY(rig.google.calls.isEmpty());
    notification.state = QStringLiteral("exists");
    const auto run = rig.wait(rig.live->notified(notification));
    QVERIFY(run && run->finished);
    QCOMPARE(run->changes.created, 1);
    notification.token += QStringLiteral("x");
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
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Mine")));
    rig.begin();
    rig.clock.advance(std::chrono::minutes(5));
    rig.google.realCalendarId = QStringLiteral("other@example.com");
    rig.google.purge(QStringLiteral("event1"));
    rig.google.put(meeting(QStringLiteral("theirs")));
    rig.google.expireTokens();
    Q_EMIT rig.oauth->signedIn();
    QTRY_VERIFY(rig.google.count(QStringLiteral("info")) > 0);
    rig.applyDecision();
    const auto status = rig.wait(rig.live->status());
    QVERIFY(status->lastError.contains(QStringLiteral("other@example.com")));
    const auto edited =
        rig.wait(rig.live->updateEvent(retitle(QStringLiteral("event1"), QStringLiteral("Ours"))));
    QVERIFY(edited && !edited->pushed);
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Ours"));
    QVERIFY(!rig.record(QStringLiteral("theirs")));
}

ARIA_TEST(LiveServiceTest)

#include "tst_liveservice.moc"
