#include "notifications/reminderschedule.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/conflictdata.h"

#include <QTest>

namespace tst_reminderschedule {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;
using namespace std::chrono_literals;
using notifications::Reminder;
using notifications::ReminderSchedule;
using notifications::remindersOf;

namespace {

const QTimeZone berlin("Europe/Berlin");

// Starts at 14:00 UTC on the ManualClock's day, which begins at 12:00.
service::EventView meeting(const QString &id, const QList<int> &popups = {}, int hour = 14)
{
    QJsonObject json =
        eventJson(id, u"Meeting"_s, u"2024-01-15T%1:00:00Z"_s.arg(hour), u"2024-01-15T%1:30:00Z"_s.arg(hour));
    if (!popups.isEmpty()) {
        QJsonArray overrides;
        for (const int minutes : popups)
            overrides.append(QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, minutes } });
        json.insert(u"reminders"_s, QJsonObject{ { u"useDefault"_s, false }, { u"overrides"_s, overrides } });
    }
    service::EventView view;
    view.event = calendar::Event(json);
    view.googleEventId = id;
    return view;
}

service::EventView withMember(service::EventView view, const QString &member, const QJsonValue &value)
{
    view.event.set(member, value);
    return view;
}

// Of the calendar whose events meeting() makes.
notifications::DefaultReminders byDefault(int minutes, const QString &method = u"popup"_s)
{
    return { { QString(), QJsonArray{ QJsonObject{ { u"method"_s, method }, { u"minutes"_s, minutes } } } } };
}

QDateTime at(int hour, int minute)
{
    return QDateTime({ 2024, 1, 15 }, { hour, minute }, Qt::UTC);
}

QList<QDateTime> dues(const QList<Reminder> &reminders)
{
    QList<QDateTime> times;
    for (const Reminder &reminder : reminders)
        times.append(reminder.due);
    return times;
}

} // namespace

class TestReminderSchedule : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachCalendarsEventHasItsOwn()
    {
        service::EventView here = meeting(u"a"_s, { 10 });
        here.calendarId = u"one"_s;
        service::EventView there = here;
        there.calendarId = u"two"_s;
        notifications::ReminderSchedule schedule(at(12, 0));
        const QList<Reminder> reminders = remindersOf({ here, there }, {}, berlin);
        schedule.setReminders(reminders);
        const QList<Reminder> due = schedule.takeDue(at(13, 50));
        QCOMPARE(due.size(), 2);
        schedule.snooze(due.at(1), at(13, 55)); // one of them
        schedule.setReminders(reminders);
        const QList<Reminder> again = schedule.takeDue(at(13, 55));
        QCOMPARE(again.size(), 1);
        QCOMPARE(again.constFirst().event.calendarId, due.at(1).event.calendarId);
    }

    void readsTheEventsOwn()
    {
        QCOMPARE(dues(remindersOf({ meeting(u"a"_s, { 10, 60 }) }, byDefault(30), berlin)),
            (QList<QDateTime>{ at(13, 0), at(13, 50) }));
        QCOMPARE(
            dues(remindersOf({ meeting(u"a"_s) }, byDefault(30), berlin)), QList<QDateTime>{ at(13, 30) });
        const QJsonObject none{ { u"useDefault"_s, false } };
        QVERIFY(remindersOf({ withMember(meeting(u"a"_s), u"reminders"_s, none) }, byDefault(30), berlin)
                    .isEmpty());
        const QJsonObject mail{ { u"useDefault"_s, false },
            { u"overrides"_s,
                QJsonArray{ QJsonObject{ { u"method"_s, u"email"_s }, { u"minutes"_s, 10 } } } } };
        QVERIFY(remindersOf({ withMember(meeting(u"a"_s), u"reminders"_s, mail) }, byDefault(30), berlin)
                    .isEmpty());
    }

    void takesTheDefaultsOfTheEventsCalendar()
    {
        service::EventView other = meeting(u"a"_s);
        other.calendarId = u"team"_s;
        QVERIFY(remindersOf({ other }, byDefault(30), berlin).isEmpty());
        QVERIFY(remindersOf({ meeting(u"a"_s) }, byDefault(30, u"email"_s), berlin).isEmpty());
    }

    void leavesOutWhatOneDoesNotAttend()
    {
        const QJsonArray declined{ QJsonObject{ { u"email"_s, u"me@example.com"_s }, { u"self"_s, true },
            { u"responseStatus"_s, u"declined"_s } } };
        const QJsonArray othersDeclined{ QJsonObject{
            { u"email"_s, u"you@example.com"_s }, { u"responseStatus"_s, u"declined"_s } } };
        QVERIFY(remindersOf({ withMember(meeting(u"a"_s), u"attendees"_s, declined) }, byDefault(10), berlin)
                    .isEmpty());
        QCOMPARE(remindersOf(
                     { withMember(meeting(u"a"_s), u"attendees"_s, othersDeclined) }, byDefault(10), berlin)
                     .size(),
            1);
        QVERIFY(
            remindersOf({ withMember(meeting(u"a"_s), u"status"_s, u"cancelled"_s) }, byDefault(10), berlin)
                .isEmpty());
    }

    void countsAllDayFromMidnightOfThePerson()
    {
        service::EventView day = meeting(u"a"_s, { 60 });
        day.event.set(u"start"_s, QJsonObject{ { u"date"_s, u"2024-01-16"_s } });
        day.event.set(u"end"_s, QJsonObject{ { u"date"_s, u"2024-01-17"_s } });
        QCOMPARE(dues(remindersOf({ day }, {}, berlin)), QList<QDateTime>{ at(22, 0) });
        QCOMPARE(dues(remindersOf({ day }, {}, QTimeZone("UTC"))), QList<QDateTime>{ at(23, 0) });
    }

    void takesEachOnce()
    {
        ManualClock clock;
        ReminderSchedule schedule(clock.nowUtc());
        const auto reminders =
            remindersOf({ meeting(u"a"_s, { 10, 60 }), meeting(u"b"_s, { 10 }) }, {}, berlin);
        schedule.setReminders(reminders);
        QCOMPARE(schedule.nextDue(), at(13, 0));
        QVERIFY(schedule.takeDue(clock.nowUtc()).isEmpty());
        clock.advance(1h);
        QCOMPARE(schedule.takeDue(clock.nowUtc()).size(), 1);
        QVERIFY(schedule.takeDue(clock.nowUtc()).isEmpty());
        schedule.setReminders(reminders); // read again
        QCOMPARE(schedule.nextDue(), at(13, 50));
        clock.advance(50min);
        QCOMPARE(schedule.takeDue(clock.nowUtc()).size(), 2);
        QVERIFY(!schedule.nextDue().isValid());
    }

    void isNotRepeatedAfterARestart()
    {
        const auto reminders = remindersOf({ meeting(u"a"_s, { 10 }) }, {}, berlin);
        ReminderSchedule before(at(13, 0));
        before.setReminders(reminders);
        QCOMPARE(before.takeDue(at(13, 50)).size(), 1);
        ReminderSchedule after(before.shownUntil());
        after.setReminders(reminders);
        QVERIFY(after.takeDue(at(13, 55)).isEmpty());
    }

    void comesLateAfterSleepUnlessTheEventIsOver()
    {
        const auto reminders = remindersOf({ meeting(u"a"_s, { 10 }) }, {}, berlin);
        ReminderSchedule running(at(13, 0));
        running.setReminders(reminders);
        QCOMPARE(running.takeDue(at(14, 10)).size(), 1);
        ReminderSchedule over(at(13, 0));
        over.setReminders(reminders);
        QVERIFY(over.takeDue(at(14, 31)).isEmpty());
    }

    void snoozes()
    {
        const auto reminders = remindersOf({ meeting(u"a"_s, { 10 }) }, {}, berlin);
        ReminderSchedule schedule(at(13, 0));
        schedule.setReminders(reminders);
        const auto due = schedule.takeDue(at(13, 50));
        schedule.snooze(due.constFirst(), at(13, 55));
        QCOMPARE(schedule.nextDue(), at(13, 55));
        schedule.setReminders(reminders); // read again meanwhile
        QVERIFY(schedule.takeDue(at(13, 54)).isEmpty());
        QCOMPARE(schedule.takeDue(at(13, 55)).size(), 1);
        QVERIFY(!schedule.nextDue().isValid());
    }

    void forgetsASnoozeOfAnEventThatIsGone()
    {
        ReminderSchedule schedule(at(13, 0));
        schedule.setReminders(remindersOf({ meeting(u"a"_s, { 10 }) }, {}, berlin));
        schedule.snooze(schedule.takeDue(at(13, 50)).constFirst(), at(13, 55));
        schedule.setReminders({});
        QVERIFY(schedule.takeDue(at(13, 55)).isEmpty());
    }

    void remindsAnewOfAnEventThatMoved()
    {
        ReminderSchedule schedule(at(13, 0));
        schedule.setReminders(remindersOf({ meeting(u"a"_s, { 10 }) }, {}, berlin));
        QCOMPARE(schedule.takeDue(at(13, 50)).size(), 1);
        schedule.setReminders(remindersOf({ meeting(u"a"_s, { 10 }, 16) }, {}, berlin));
        QCOMPARE(schedule.nextDue(), at(15, 50));
    }
};

ARIA_TEST(TestReminderSchedule)

} // namespace tst_reminderschedule

#include "tst_reminderschedule.moc"
