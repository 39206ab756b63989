#include "notifications/changewords.h"
#include "notifications/notifysettings.h"
#include "ui/conflictdata.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;
using calendar::Event;
using sync::EventChange;
using Kind = EventChange::Kind;

Q_DECLARE_METATYPE(QJsonObject)

namespace {

diff::Viewer englishOrOther(const QLocale &locale = QLocale(QLocale::English, QLocale::UnitedKingdom))
{
    return { QTimeZone("Europe/Berlin"), locale };
}

QJsonObject meeting(
    const QString &start = u"2024-01-15T13:00:00Z"_s, const QString &end = u"2024-01-15T14:00:00Z"_s)
{
    return eventJson(u"m"_s, u"Team Meeting"_s, start, end);
}

QJsonObject holiday(const QString &first, const QString &end)
{
    return { { u"id"_s, u"h"_s }, { u"summary"_s, u"Holiday"_s },
        { u"start"_s, QJsonObject{ { u"date"_s, first } } },
        { u"end"_s, QJsonObject{ { u"date"_s, end } } } };
}

QJsonObject with(QJsonObject event, const QString &member, const QJsonValue &value)
{
    event.insert(member, value);
    return event;
}

QJsonArray guests(const QStringList &answers)
{
    QJsonArray people;
    for (const QString &answer : answers) {
        people.append(QJsonObject{ { u"email"_s, answer.section(u'=', 0, 0) + u"@example.com"_s },
            { u"displayName"_s, answer.section(u'=', 0, 0) },
            { u"responseStatus"_s, answer.section(u'=', 1) } });
    }
    return people;
}

EventChange change(Kind kind, const QJsonObject &before, const QJsonObject &after)
{
    EventChange change;
    change.kind = kind;
    change.before = Event(before);
    change.after = Event(after);
    change.googleEventId = (after.isEmpty() ? before : after).value(u"id"_s).toString();
    change.byGoogle = true;
    return change;
}

EventChange newEvent(int number)
{
    return change(Kind::Created, {},
        eventJson(u"e%1"_s.arg(number), u"Event %1"_s.arg(number), u"2024-01-15T13:00:00Z"_s,
            u"2024-01-15T14:00:00Z"_s));
}

} // namespace

class TestChangeWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatChanged_data()
    {
        QTest::addColumn<QJsonObject>("before");
        QTest::addColumn<QJsonObject>("after");
        QTest::addColumn<QStringList>("sentences");
        const auto row = [](const char *name, const QJsonObject &before, const QJsonObject &after,
                             const QStringList &sentences) {
            QTest::newRow(name) << before << after << sentences;
        };
        row("moved on its day", meeting(), meeting(u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s),
            { u"Team Meeting on Mon, 15 Jan 2024 moved from 14:00 to 15:00"_s });
        row("a series moved", with(meeting(), u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY"_s }),
            with(meeting(u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s), u"recurrence"_s,
                QJsonArray{ u"RRULE:FREQ=DAILY"_s }),
            { u"Team Meeting moved from 14:00 to 15:00"_s });
        row("moved to another day", meeting(), meeting(u"2024-01-16T13:00:00Z"_s, u"2024-01-16T14:00:00Z"_s),
            { u"Team Meeting moved from Mon, 15 Jan 2024, 14:00 to Tue, 16 Jan 2024, 14:00"_s });
        row("over midnight in the viewer's zone only",
            meeting(u"2024-01-15T22:30:00Z"_s, u"2024-01-15T22:45:00Z"_s),
            meeting(u"2024-01-15T23:30:00Z"_s, u"2024-01-15T23:45:00Z"_s),
            { u"Team Meeting moved from Mon, 15 Jan 2024, 23:30 to Tue, 16 Jan 2024, 00:30"_s });
        row("over the change to summer time", meeting(u"2024-03-31T00:30:00Z"_s, u"2024-03-31T00:45:00Z"_s),
            meeting(u"2024-03-31T01:30:00Z"_s, u"2024-03-31T01:45:00Z"_s),
            { u"Team Meeting on Sun, 31 Mar 2024 moved from 01:30 to 03:30"_s });
        row("longer", meeting(), meeting(u"2024-01-15T13:00:00Z"_s, u"2024-01-15T14:30:00Z"_s),
            { u"Team Meeting on Mon, 15 Jan 2024 now ends at 15:30"_s });
        row("ends the next day", meeting(), meeting(u"2024-01-15T13:00:00Z"_s, u"2024-01-16T09:00:00Z"_s),
            { u"Team Meeting now ends at Tue, 16 Jan 2024, 10:00"_s });
        row("only the name of the zone", meeting(),
            with(meeting(), u"start"_s,
                QJsonObject{ { u"dateTime"_s, u"2024-01-15T13:00:00Z"_s }, { u"timeZone"_s, u"Etc/UTC"_s } }),
            {});
        row("all-day moved", holiday(u"2024-01-15"_s, u"2024-01-16"_s),
            holiday(u"2024-01-17"_s, u"2024-01-18"_s),
            { u"Holiday moved from Mon, 15 Jan 2024 to Wed, 17 Jan 2024"_s });
        row("all-day longer", holiday(u"2024-01-15"_s, u"2024-01-16"_s),
            holiday(u"2024-01-15"_s, u"2024-01-18"_s),
            { u"Holiday is now on Mon, 15 Jan 2024–Wed, 17 Jan 2024"_s });
        row("renamed", meeting(), with(meeting(), u"summary"_s, u"Standup"_s),
            { u"Team Meeting is now called Standup"_s });
        row("place", meeting(), with(meeting(), u"location"_s, u"Room B"_s),
            { u"Team Meeting now takes place at Room B"_s });
        row("no place", with(meeting(), u"location"_s, u"Room B"_s), meeting(),
            { u"Team Meeting has no place any more"_s });
        row("two things", meeting(),
            with(meeting(u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s), u"location"_s, u"Room B"_s),
            { u"Team Meeting on Mon, 15 Jan 2024 moved from 14:00 to 15:00"_s,
                u"Team Meeting now takes place at Room B"_s });
        row("invited", meeting(),
            with(meeting(), u"attendees"_s, guests({ u"Anna=needsAction"_s, u"Bob="_s })),
            { u"Invited to Team Meeting: Anna and Bob"_s });
        row("uninvited", with(meeting(), u"attendees"_s, guests({ u"Anna="_s, u"Bob="_s })),
            with(meeting(), u"attendees"_s, guests({ u"Bob="_s })),
            { u"No longer invited to Team Meeting: Anna"_s });
        row("answered", with(meeting(), u"attendees"_s, guests({ u"Anna=needsAction"_s })),
            with(meeting(), u"attendees"_s, guests({ u"Anna=accepted"_s })),
            { u"Anna accepted: Team Meeting"_s });
        row("tentative", meeting(), with(meeting(), u"status"_s, u"tentative"_s),
            { u"Team Meeting is tentative now"_s });
        row("notes", meeting(), with(meeting(), u"description"_s, u"Agenda"_s),
            { u"The notes of Team Meeting changed"_s });
        row("a colour is nobody's news", meeting(), with(meeting(), u"colorId"_s, u"5"_s), {});
        row("what Google keeps is nobody's news", meeting(), with(meeting(), u"sequence"_s, 5), {});
        row("cancelled by its status", meeting(), with(meeting(), u"status"_s, u"cancelled"_s),
            { u"Cancelled: Team Meeting, Mon, 15 Jan 2024, 14:00–15:00"_s });
    }
    void saysWhatChanged()
    {
        QFETCH(QJsonObject, before);
        QFETCH(QJsonObject, after);
        QTEST(
            notifications::sentencesOf(change(Kind::Updated, before, after), englishOrOther()), "sentences");
    }

    void saysWhatIsNewAndGone()
    {
        QCOMPARE(notifications::sentencesOf(change(Kind::Created, {}, meeting()), englishOrOther()),
            QStringList{ u"New: Team Meeting, Mon, 15 Jan 2024, 14:00–15:00"_s });
        QCOMPARE(notifications::sentencesOf(change(Kind::Deleted, meeting(), {}), englishOrOther()),
            QStringList{ u"Cancelled: Team Meeting, Mon, 15 Jan 2024, 14:00–15:00"_s });
        QCOMPARE(notifications::sentencesOf(
                     change(Kind::Deleted, holiday(u"2024-01-15"_s, u"2024-01-16"_s), {}), englishOrOther()),
            QStringList{ u"Cancelled: Holiday, Mon, 15 Jan 2024"_s });
        QCOMPARE(
            notifications::sentencesOf(change(Kind::Created, {}, { { u"id"_s, u"x"_s } }), englishOrOther()),
            QStringList{ u"New: (no title)"_s });
    }

    void saysWhoInvites()
    {
        QJsonArray people = guests({ u"Anna=accepted"_s, u"Me=needsAction"_s });
        QJsonObject me = people.at(1).toObject();
        me.insert(u"self"_s, true);
        people[1] = me;
        const QJsonObject host{ { u"email"_s, u"anna@example.com"_s }, { u"displayName"_s, u"Anna"_s } };
        const QJsonObject invitation = with(with(meeting(), u"attendees"_s, people), u"organizer"_s, host);
        QCOMPARE(notifications::sentencesOf(change(Kind::Created, {}, invitation), englishOrOther()),
            QStringList{ u"Anna invites you: Team Meeting, Mon, 15 Jan 2024, 14:00–15:00"_s });
        // Invited later to what one could see before; and what is only changed later.
        const QJsonObject visible =
            with(with(meeting(), u"attendees"_s, guests({ u"Anna=accepted"_s })), u"organizer"_s, host);
        QVERIFY(notifications::sentencesOf(change(Kind::Updated, visible, invitation), englishOrOther())
                    .value(0)
                    .startsWith(u"Anna invites you"_s));
        QCOMPARE(notifications::sentencesOf(
                     change(Kind::Updated, invitation, with(invitation, u"location"_s, u"Room B"_s)),
                     englishOrOther()),
            QStringList{ u"Team Meeting now takes place at Room B"_s });
        me.insert(u"responseStatus"_s, u"accepted"_s);
        people[1] = me;
        QVERIFY(notifications::sentencesOf(
            change(Kind::Created, {}, with(invitation, u"attendees"_s, people)), englishOrOther())
                    .value(0)
                    .startsWith(u"New: "_s));
    }

    void saysHowManyAreCancelled()
    {
        QList<EventChange> changes{ newEvent(1), newEvent(2) };
        for (int i = 3; i <= 5; ++i) {
            EventChange gone = newEvent(i);
            std::swap(gone.before, gone.after);
            gone.kind = Kind::Deleted;
            changes.append(gone);
        }
        auto notices = notifications::noticesOf(changes, englishOrOther());
        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices.constFirst().summary, u"5 events changed in Google Calendar, 3 of them cancelled"_s);
        QVERIFY2(notices.constFirst().body.startsWith(u"Event 3 (cancelled), Event 4 (cancelled)"_s),
            qPrintable(notices.constFirst().body));
        EventChange fourth = changes.constLast();
        fourth.googleEventId = u"e6"_s;
        notices = notifications::noticesOf(changes.mid(2) + QList{ fourth }, englishOrOther());
        QCOMPARE(notices.constFirst().summary, u"4 events cancelled in Google Calendar"_s);
    }

    void speaksInTheLocale_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("part");
        QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany) << u"14:00"_s;
        QTest::newRow("American") << QLocale(QLocale::English, QLocale::UnitedStates) << u"2:00"_s;
        QTest::newRow("Arabic") << QLocale(QLocale::Arabic, QLocale::Egypt) << u"٢:٠٠"_s;
    }
    void speaksInTheLocale()
    {
        QFETCH(QLocale, locale);
        QFETCH(QString, part);
        const auto moved =
            change(Kind::Updated, meeting(), meeting(u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s));
        const QString sentence = notifications::sentencesOf(moved, englishOrOther(locale)).value(0);
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void mergesABurst()
    {
        const QJsonObject later = meeting(u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s);
        const QJsonObject latest = meeting(u"2024-01-15T15:00:00Z"_s, u"2024-01-15T16:00:00Z"_s);
        const auto moved = notifications::mergeChanges(
            { change(Kind::Updated, meeting(), later), change(Kind::Updated, later, latest) });
        QCOMPARE(moved.size(), 1);
        QCOMPARE(notifications::sentencesOf(moved.constFirst(), englishOrOther()),
            QStringList{ u"Team Meeting on Mon, 15 Jan 2024 moved from 14:00 to 16:00"_s });

        const auto made = notifications::mergeChanges(
            { change(Kind::Created, {}, meeting()), change(Kind::Updated, meeting(), later) });
        QCOMPARE(notifications::sentencesOf(made.value(0), englishOrOther()),
            QStringList{ u"New: Team Meeting, Mon, 15 Jan 2024, 15:00–16:00"_s });

        QVERIFY(notifications::mergeChanges(
            { change(Kind::Created, {}, meeting()), change(Kind::Deleted, meeting(), {}) })
                    .isEmpty());
        // There and back again.
        QVERIFY(notifications::noticesOf(
            { change(Kind::Updated, meeting(), later), change(Kind::Updated, later, meeting()) },
            englishOrOther())
                    .isEmpty());
    }

    void eachCalendarsEventIsOneOfItsOwn()
    {
        EventChange here = change(Kind::Created, {}, meeting());
        here.calendarId = u"one"_s;
        EventChange there = change(Kind::Deleted, meeting(), {});
        there.calendarId = u"two"_s;
        QCOMPARE(notifications::mergeChanges({ here, there }).size(), 2);
        const auto notices = notifications::noticesOf({ here, there }, englishOrOther());
        QCOMPARE(notices.size(), 2);
        QVERIFY(notices.at(0).event != notices.at(1).event);
        // ARIA's row tells that Google moved it: nothing that anybody has to be told of.
        here.localId = 7;
        there.localId = 7;
        QVERIFY(notifications::noticesOf({ there, here }, englishOrOther()).isEmpty());
    }

    void neverTellsOfOwnEdits()
    {
        EventChange own = newEvent(1);
        own.byGoogle = false;
        EventChange conflict = newEvent(2);
        conflict.kind = Kind::Conflict;
        QVERIFY(notifications::noticesOf({ own, conflict }, englishOrOther()).isEmpty());
    }

    void foldsAboveThree()
    {
        QList<EventChange> changes{ newEvent(1), newEvent(2), newEvent(3) };
        QCOMPARE(notifications::noticesOf(changes, englishOrOther()).size(), 3);
        QCOMPARE(notifications::noticesOf(changes, englishOrOther()).constFirst().event.id, u"e1"_s);
        changes.append(newEvent(4));
        const auto four = notifications::noticesOf(changes, englishOrOther());
        QCOMPARE(four.size(), 1);
        QCOMPARE(four.constFirst().summary, u"4 events added in Google Calendar"_s);
        QVERIFY(four.constFirst().event.isEmpty());
        for (int i = 5; i <= 7; ++i)
            changes.append(newEvent(i));
        const QString body = notifications::noticesOf(changes, englishOrOther()).constFirst().body;
        QVERIFY2(body.endsWith(u", and 2 more"_s) && body.count(u" and "_s) == 1, qPrintable(body));
    }

    void knowsQuietHours_data()
    {
        QTest::addColumn<QTime>("from");
        QTest::addColumn<QTime>("until");
        QTest::addColumn<QDateTime>("now");
        QTest::addColumn<QDateTime>("end");
        const auto utc = [](int day, int hour, int minute = 0) {
            return QDateTime({ 2024, 1, day }, { hour, minute }, Qt::UTC);
        };
        const QTime ten(22, 0);
        const QTime seven(7, 0);
        QTest::newRow("none") << QTime() << QTime() << utc(15, 23) << QDateTime();
        QTest::newRow("before") << ten << seven << utc(15, 20, 59) << QDateTime();
        QTest::newRow("begins") << ten << seven << utc(15, 21) << utc(16, 6);
        QTest::newRow("after midnight") << ten << seven << utc(16, 1) << utc(16, 6);
        QTest::newRow("over") << ten << seven << utc(16, 6) << QDateTime();
        QTest::newRow("within a day") << seven << ten << utc(15, 12) << utc(15, 21);
    }
    void knowsQuietHours()
    {
        QFETCH(QTime, from);
        QFETCH(QTime, until);
        QFETCH(QDateTime, now);
        notifications::NotifySettings settings;
        settings.quietFrom = from;
        settings.quietUntil = until;
        QTEST(notifications::quietEnd(settings, now, QTimeZone("Europe/Berlin")), "end");
    }
};

ARIA_TEST(TestChangeWords)
#include "tst_changewords.moc"
