// "This and following" through the service: two series at Google, nothing lost between them, and the way back.
#include "service/servicerig.h"

#include "support/testmain.h"

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

// Days of January 2024, from the 16th on, at 10:00 in Berlin.
QString occurrence(int day)
{
    return u"series1_202401%1T090000Z"_s.arg(day);
}

calendar::EventTime berlin(int day, int hourUtc)
{
    return timeAt(u"2024-01-%1T%2:00:00Z"_s.arg(day).arg(hourUtc, 2, 10, QLatin1Char('0')), "Europe/Berlin");
}

// What a person sees in the window, as "day hour title".
QStringList seen(ServiceRig &rig)
{
    const auto events =
        rig.wait(rig.live->eventsBetween(at(u"2024-01-01T00:00:00Z"_s), at(u"2024-03-01T00:00:00Z"_s), 1000));
    if (!events)
        return { events.error().message };
    QStringList result;
    for (const auto &view : *events) {
        const QDateTime start = view.event.start().zoned().utc;
        result.append(
            u"%1 %2 %3"_s.arg(start.date().day()).arg(start.time().hour()).arg(view.event.summary()));
    }
    return result;
}

} // namespace

class FollowingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void twoSeriesAtGoogle();
    void theFirstIsAllOfThem();
    void nothingIsSentBeforeBothAreStored();
    void changedAndCancelledOnesGoAlong_data();
    void changedAndCancelledOnesGoAlong();
    void deletesTheRest();
    void undoTakesBackTheWhole_data();
    void undoTakesBackTheWhole();
    void aRefusalLeavesTheSeriesWhole();
    void whatGoesAlongAndWhatNot();
    void previewOfAChangedOccurrence();
    void refuses_data();
    void refuses();
};

void FollowingTest::twoSeriesAtGoogle()
{
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    const auto view = rig.wait(rig.live->following(occurrence(18)));
    QVERIFY(view);
    QVERIFY(!view->isFirst);
    QCOMPARE(view->series.googleEventId, occurrence(18));
    QCOMPARE(view->series.event.recurrence(), QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s });
    QCOMPARE(view->series.event.start(), berlin(18, 9));

    auto request = retitle(occurrence(18), u"Later"_s);
    request.content.start = berlin(18, 13);
    request.content.end = berlin(18, 14);
    const auto done = rig.wait(rig.live->updateFollowing(request));
    QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    QVERIFY(done->pushed);
    const QString later = done->view.googleEventId;
    QVERIFY(later != u"series1"_s);
    QCOMPARE(rig.google.at(u"series1"_s).recurrence(),
        QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240118T085959Z"_s });
    QCOMPARE(rig.google.at(later).recurrence(), QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s });
    QCOMPARE(rig.google.at(later).start(), berlin(18, 13));
    QCOMPARE(rig.google.at(later).summary(), u"Later"_s);
    QCOMPARE(seen(rig),
        (QStringList{
            u"16 9 Series"_s, u"17 9 Series"_s, u"18 13 Later"_s, u"19 13 Later"_s, u"20 13 Later"_s }));
    for (const auto &write : rig.google.writes()) {
        QVERIFY(write.sendUpdates == calendar::SendUpdates::None);
        QVERIFY(!write.conferenceData);
    }
    QCOMPARE(rig.google.writes().size(), 2);
    QVERIFY(rig.google.violations.isEmpty());
    // No echo.
    const QString contents = rig.contents();
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(rig.contents(), contents);
}

void FollowingTest::theFirstIsAllOfThem()
{
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    const auto view = rig.wait(rig.live->following(occurrence(16)));
    QVERIFY(view && view->isFirst);
    QCOMPARE(view->series.googleEventId, u"series1"_s);
    QVERIFY(rig.wait(rig.live->updateFollowing(retitle(occurrence(16), u"All"_s))));
    QCOMPARE(rig.google.at(u"series1"_s).summary(), u"All"_s);
    QCOMPARE(rig.google.living(), 1);
    QVERIFY(rig.wait(rig.live->deleteFollowing(occurrence(16))));
    QVERIFY(rig.google.at(u"series1"_s).isCancelled());
}

// What a crash at any moment leaves in the database is both or neither.
void FollowingTest::nothingIsSentBeforeBothAreStored()
{
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    rig.google.hold(u"insert"_s);
    rig.google.hold(u"patch"_s);
    const auto reply = rig.live->updateFollowing(retitle(occurrence(18), u"Later"_s));
    QTRY_VERIFY(rig.google.isWaiting(u"insert"_s) || rig.google.isWaiting(u"patch"_s));
    QCOMPARE(rig.rows(), 2);
    QCOMPARE(seen(rig),
        (QStringList{
            u"16 9 Series"_s, u"17 9 Series"_s, u"18 9 Later"_s, u"19 9 Later"_s, u"20 9 Later"_s }));
    rig.google.release(u"insert"_s);
    rig.google.release(u"patch"_s);
    QVERIFY(rig.wait(reply));
}

void FollowingTest::changedAndCancelledOnesGoAlong_data()
{
    QTest::addColumn<bool>("sameTimes");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("the times stay") << true
                                    << QStringList{ u"16 9 Series"_s, u"17 9 Later"_s, u"19 9 Other"_s,
                                           u"20 9 Later"_s };
    QTest::newRow("the times change") << false
                                      << QStringList{ u"16 9 Series"_s, u"17 13 Later"_s, u"18 13 Later"_s,
                                             u"19 13 Later"_s, u"20 13 Later"_s };
}

void FollowingTest::changedAndCancelledOnesGoAlong()
{
    QFETCH(bool, sameTimes);
    QFETCH(QStringList, expected);
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    QVERIFY(rig.wait(rig.live->deleteEvent(occurrence(18))));
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(occurrence(19), u"Other"_s))));
    const auto view = rig.wait(rig.live->following(occurrence(17)));
    QVERIFY(view);
    QCOMPARE(view->changed.size(), 2);
    auto request = retitle(occurrence(17), u"Later"_s);
    if (!sameTimes) {
        request.content.start = berlin(17, 13);
        request.content.end = berlin(17, 14);
    }
    const auto done = rig.wait(rig.live->updateFollowing(request));
    QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    QCOMPARE(seen(rig), expected);
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(seen(rig), expected);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status NOT IN ('synced', 'deleted')"_s)
            .toInt(),
        0);
    const auto other = rig.google.at(done->view.googleEventId + u"_20240119T090000Z"_s);
    QCOMPARE(other.summary() == u"Other"_s, sameTimes);
    const auto page = rig.wait(rig.live->history(50, QString(), QString()));
    QVERIFY(page);
    QVERIFY(std::any_of(page->records.begin(), page->records.end(), [](const auto &record) {
        return record.operation == store::Operation::Delete
            && record.before.value("summary"_L1) == u"Other"_s;
    }));
    QVERIFY(rig.google.violations.isEmpty());
}

void FollowingTest::deletesTheRest()
{
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(occurrence(19), u"Other"_s))));
    const auto done = rig.wait(rig.live->deleteFollowing(occurrence(18)));
    QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    QCOMPARE(seen(rig), (QStringList{ u"16 9 Series"_s, u"17 9 Series"_s }));
    QCOMPARE(rig.google.at(u"series1"_s).recurrence(),
        QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240118T085959Z"_s });
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(seen(rig), (QStringList{ u"16 9 Series"_s, u"17 9 Series"_s }));
    QVERIFY(rig.google.violations.isEmpty());
}

void FollowingTest::undoTakesBackTheWhole_data()
{
    QTest::addColumn<bool>("remove");
    QTest::addColumn<int>("entry");
    for (const bool remove : { false, true }) {
        for (int entry = 0; entry < 3; ++entry)
            QTest::addRow("%s, by entry %d", remove ? "deletion" : "edit", entry) << remove << entry;
    }
}

void FollowingTest::undoTakesBackTheWhole()
{
    QFETCH(bool, remove);
    QFETCH(int, entry);
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    QVERIFY(rig.wait(rig.live->updateEvent(retitle(occurrence(19), u"Other"_s))));
    const QStringList before = seen(rig);
    rig.clock.advance(std::chrono::seconds(1));
    const auto done = remove ? rig.wait(rig.live->deleteFollowing(occurrence(18)))
                             : rig.wait(rig.live->updateFollowing(retitle(occurrence(18), u"Later"_s)));
    QVERIFY(done);
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    const QStringList changed = seen(rig);
    QVERIFY(changed != before);

    const auto page = rig.wait(rig.live->history(50, QString(), QString()));
    QVERIFY(page);
    QList<qint64> parts;
    for (const auto &record : page->records) {
        if (record.side == store::Side::Aria && record.reason.startsWith("this and following"_L1))
            parts.append(record.id);
    }
    QVERIFY(parts.size() >= 2);
    rig.clock.advance(std::chrono::seconds(1));
    const auto undone = rig.wait(rig.live->undo(parts.at(entry % parts.size())));
    QVERIFY2(undone, undone ? "" : qPrintable(undone.error().message));
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(seen(rig), before);
    QCOMPARE(rig.google.at(u"series1"_s).recurrence(), QStringList{ u"RRULE:FREQ=DAILY;COUNT=5"_s });
    if (!remove)
        QVERIFY(rig.google.at(done->view.googleEventId).isCancelled());
    QVERIFY(rig.google.violations.isEmpty());

    // The way back has one too.
    const auto newest = rig.wait(rig.live->history(50, QString(), QString()));
    const auto undo = std::find_if(newest->records.begin(), newest->records.end(), [](const auto &record) {
        return record.operation == store::Operation::Undo && record.side == store::Side::Aria;
    });
    QVERIFY(undo != newest->records.end());
    rig.clock.advance(std::chrono::seconds(1));
    QVERIFY(rig.wait(rig.live->undo(undo->id)));
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(seen(rig), changed);
}

void FollowingTest::aRefusalLeavesTheSeriesWhole()
{
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.google.refuse(u"Bad"_s);
    rig.begin();
    const QStringList before = seen(rig);
    const auto done = rig.wait(rig.live->updateFollowing(retitle(occurrence(18), u"Bad"_s)));
    QVERIFY(!done);
    QVERIFY(done.error().category == ErrorCategory::Refused);
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    rig.settle();
    QCOMPARE(seen(rig), before);
    QCOMPARE(rig.google.at(u"series1"_s).recurrence(), QStringList{ u"RRULE:FREQ=DAILY;COUNT=5"_s });
    QCOMPARE(rig.google.living(), 1);
}

void FollowingTest::whatGoesAlongAndWhatNot()
{
    ServiceRig rig;
    QJsonObject json = series(u"series1"_s);
    json.insert(u"hangoutLink"_s, u"https://meet.example.com/x"_s);
    json.insert(u"location"_s, u"Room"_s);
    json.insert(u"reminders"_s,
        QJsonObject{ { u"useDefault"_s, false },
            { u"overrides"_s,
                QJsonArray{ QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 7 } } } } });
    json.insert(u"attendees"_s,
        QJsonArray{
            QJsonObject{ { u"email"_s, u"a@example.com"_s }, { u"responseStatus"_s, u"accepted"_s } } });
    json.insert(
        u"extendedProperties"_s, QJsonObject{ { u"private"_s, QJsonObject{ { u"project"_s, u"x"_s } } } });
    rig.google.put(json);
    rig.begin();
    const auto view = rig.wait(rig.live->following(occurrence(18)));
    QVERIFY(view && view->hasMeeting);
    const auto done = rig.wait(rig.live->updateFollowing(retitle(occurrence(18), u"Later"_s)));
    QVERIFY(done);
    const auto later = rig.google.at(done->view.googleEventId);
    QCOMPARE(later.location(), u"Room"_s);
    QCOMPARE(later.reminders(), json.value("reminders"_L1).toObject());
    QCOMPARE(later.attendees().at(0)["responseStatus"_L1].toString(), u"accepted"_s);
    QCOMPARE(later.json().value("extendedProperties"_L1), json.value("extendedProperties"_L1));
    QVERIFY(later.meetingLink().isEmpty());
    QCOMPARE(rig.google.at(u"series1"_s).meetingLink(), u"https://meet.example.com/x"_s);
}

void FollowingTest::previewOfAChangedOccurrence()
{
    ServiceRig rig;
    rig.google.put(series(u"series1"_s));
    rig.begin();
    auto request = retitle(occurrence(18), u"Other"_s);
    request.content.start = berlin(18, 13);
    request.content.end = berlin(18, 14);
    QVERIFY(rig.wait(rig.live->updateEvent(request)));
    const auto view = rig.wait(rig.live->following(occurrence(18)));
    QVERIFY(view);
    QCOMPARE(view->series.event.summary(), u"Other"_s);
    QCOMPARE(view->series.event.start(), berlin(18, 9));
    service::UpdateRequest place;
    place.googleEventId = occurrence(18);
    place.content.location = u"Room"_s;
    QVERIFY(rig.wait(rig.live->updateFollowing(place)));
    rig.settle();
    QVERIFY(rig.wait(rig.live->syncNow()));
    QCOMPARE(seen(rig),
        (QStringList{
            u"16 9 Series"_s, u"17 9 Series"_s, u"18 9 Other"_s, u"19 9 Other"_s, u"20 9 Other"_s }));
}

void FollowingTest::refuses_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<QString>("code");
    QTest::newRow("unknown") << u"unknown"_s << QJsonObject() << u"not_found"_s;
    QTest::newRow("no such occurrence") << u"series1_20240118T100000Z"_s << QJsonObject() << u"not_found"_s;
    QTest::newRow("no occurrence") << u"series1"_s << QJsonObject() << u"not_an_occurrence"_s;
    QTest::newRow("somebody else's") << occurrence(
        18) << QJsonObject{ { u"organizer"_s, QJsonObject{ { u"email"_s, u"boss@example.com"_s } } } }
                                     << u"forbidden_for_non_organizer"_s;
}

void FollowingTest::refuses()
{
    QFETCH(QString, id);
    QFETCH(QJsonObject, more);
    QFETCH(QString, code);
    ServiceRig rig;
    QJsonObject json = series(u"series1"_s);
    for (auto it = more.begin(); it != more.end(); ++it)
        json.insert(it.key(), it.value());
    rig.google.put(json);
    rig.begin();
    const QString contents = rig.contents();
    const auto view = rig.wait(rig.live->following(id));
    QVERIFY(!view);
    QCOMPARE(view.error().code, code);
    const auto edited = rig.wait(rig.live->updateFollowing(retitle(id, u"x"_s)));
    QVERIFY(!edited);
    QCOMPARE(edited.error().code, code);
    const auto deleted = rig.wait(rig.live->deleteFollowing(id));
    QVERIFY(!deleted);
    QCOMPARE(deleted.error().code, code);
    QCOMPARE(rig.contents(), contents);
    QVERIFY(rig.google.writes().isEmpty());
}

ARIA_TEST(FollowingTest)

#include "tst_following.moc"
