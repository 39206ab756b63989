#include "notifications/notifier.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/conflictdata.h"
#include "ui/notifications/fakenotifications.h"

#include <QDBusPendingCall>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_notifier {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;
using namespace std::chrono_literals;
using notifications::Notifier;
using notifications::NotifySettings;
using sync::EventChange;

namespace {

const QStringList everything{ u"actions"_s, u"body"_s, u"body-markup"_s };

EventChange moved(const QString &id = u"m"_s, const QString &title = u"Team Meeting"_s, int to = 15)
{
    EventChange change;
    change.googleEventId = id;
    change.byGoogle = true;
    change.before =
        calendar::Event(eventJson(id, title, u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s));
    change.after = calendar::Event(
        eventJson(id, title, u"2024-01-15T%1:00:00Z"_s.arg(to), u"2024-01-15T%1:00:00Z"_s.arg(to + 1)));
    return change;
}

service::EventView inTenMinutes(const QString &link = {})
{
    QJsonObject json =
        eventJson(u"r"_s, u"Review"_s, u"2024-01-15T12:20:00Z"_s, u"2024-01-15T13:00:00Z"_s, u"Room <A>"_s);
    if (!link.isEmpty())
        json.insert(u"hangoutLink"_s, link);
    service::EventView view;
    view.event = calendar::Event(json);
    view.googleEventId = u"r"_s;
    return view;
}

notifications::DefaultReminders popupBefore(int minutes)
{
    return { { QString(),
        QJsonArray{ QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, minutes } } } } };
}

int connections = 0;

// It is 12:00; the reminder of inTenMinutes() is due at 12:10.
struct Rig
{
    QDBusConnection serverBus;
    QDBusConnection clientBus;
    FakeNotifications server;
    FakeService service;
    ManualClock clock;
    uicommon::ServiceLink link;
    uicommon::StatusWatch watch{ link };
    QTemporaryDir directory;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<Notifier> notifier;
    int reads = 0; // of the events, for reminders

    Rig(const PrivateBus &bus, const QStringList &abilities, bool hasServer = true)
        : serverBus(bus.connect(u"server%1"_s.arg(++connections)))
        , clientBus(bus.connect(u"client%1"_s.arg(connections)))
        , server(serverBus, abilities)
    {
        if (hasServer)
            server.enter();
        service.statusView->lastSyncTime = clock.nowUtc();
        service.statusView->defaultReminders = popupBefore(10);
        state = std::make_unique<QSettings>(directory.filePath(u"state.ini"_s), QSettings::IniFormat);
        start();
        link.setService(&service);
    }
    void start()
    {
        notifier.reset();
        notifier = std::make_unique<Notifier>(link, watch, clock,
            uicommon::UiFormat{ QTimeZone("UTC"), QLocale(QLocale::English, QLocale::UnitedKingdom) }, *state,
            clientBus, notifications::Patience{ 50ms, 200ms });
        reads = 0;
        QObject::connect(&notifier->reminders(), &notifications::ReminderNotices::eventsRead, notifier.get(),
            [this] { ++reads; });
    }
    bool knowsReminders() const
    {
        return QTest::qWaitFor([this] { return reads > 0; });
    }
    bool ready() const
    {
        return QTest::qWaitFor([this] { return watch.isKnown(); });
    }
    bool waitFor(qsizetype count) const
    {
        return QTest::qWaitFor([this, count] { return server.shown.size() >= count; });
    }
    void status(service::State state, qint64 conflicts)
    {
        service.statusView->state = state;
        service.statusView->statistics.conflicts = conflicts;
        QSignalSpy updated(&watch, &uicommon::StatusWatch::updated);
        Q_EMIT service.stateChanged();
        updated.wait();
    }
    // What is on the wire has arrived when this question is answered.
    bool hasHeardAll() const
    {
        const QDBusPendingCall question = clientBus.asyncCall(QDBusMessage::createMethodCall(
            u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
            u"org.freedesktop.Notifications"_s, u"GetCapabilities"_s));
        return QTest::qWaitFor([&question] { return question.isFinished(); }) && !question.isError();
    }
    // What is on the wire has arrived when this one is shown.
    bool settle()
    {
        const qsizetype before = server.shown.size();
        Q_EMIT service.eventsChanged({ moved(u"settle%1"_s.arg(before), u"Settle"_s) });
        return waitFor(before + 1);
    }
};

} // namespace

class TestNotifier : public QObject
{
    Q_OBJECT
    PrivateBus m_bus;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_bus.start()); }

    void tellsOfAChangeAndOpensTheEvent()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        QSignalSpy open(rig.notifier.get(), &Notifier::openEvent);
        Q_EMIT rig.service.eventsChanged({ moved() });
        QVERIFY(rig.waitFor(1));
        const Shown shown = rig.server.shown.constFirst();
        QCOMPARE(shown.summary, u"Team Meeting on Mon, 15 Jan 2024 moved from 14:00 to 15:00"_s);
        QCOMPARE(shown.actions.value(0), u"default"_s);
        Q_EMIT rig.server.ActionInvoked(shown.id + 100, u"default"_s); // somebody else's
        Q_EMIT rig.server.ActionInvoked(shown.id, u"default"_s);
        QVERIFY(open.wait());
        QCOMPARE(open.count(), 1);
        QCOMPARE(open.constFirst(),
            (QVariantList{ QVariant::fromValue(calendar::EventKey(u"m"_s)), QDate(2024, 1, 15) }));
    }

    void answersAnInvitation()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        QSignalSpy answered(rig.notifier.get(), &Notifier::answerWanted);
        QSignalSpy opened(rig.notifier.get(), &Notifier::openEvent);
        EventChange invitation = moved(u"talk"_s, u"Talk"_s);
        invitation.kind = EventChange::Kind::Created;
        invitation.calendarId = u"primary"_s;
        invitation.before = {};
        invitation.after.set(u"organizer"_s,
            QJsonObject{ { u"email"_s, u"anna@example.org"_s }, { u"displayName"_s, u"Anna Lee"_s } });
        invitation.after.set(u"attendees"_s,
            QJsonArray{ QJsonObject{ { u"email"_s, u"me@example.org"_s }, { u"self"_s, true },
                { u"responseStatus"_s, u"needsAction"_s } } });
        Q_EMIT rig.service.eventsChanged({ invitation });
        QVERIFY(rig.waitFor(1));
        const Shown shown = rig.server.shown.constFirst();
        QVERIFY2(shown.summary.startsWith(u"Anna Lee invites you: Talk"_s), qPrintable(shown.summary));
        QCOMPARE(shown.actions,
            (QStringList{ u"default"_s, u"Open"_s, u"accepted"_s, u"Yes"_s, u"tentative"_s, u"Maybe"_s,
                u"declined"_s, u"No"_s }));
        Q_EMIT rig.server.ActionInvoked(shown.id, u"tentative"_s);
        QVERIFY(answered.wait());
        QCOMPARE(answered.constFirst().at(0).value<calendar::EventKey>(),
            calendar::EventKey(u"talk"_s, u"primary"_s));
        QVERIFY(answered.constFirst().at(1).value<invitation::Answer>() == invitation::Answer::Maybe);
        QVERIFY(opened.isEmpty());
        // Whatever else changes has nothing to answer.
        Q_EMIT rig.service.eventsChanged({ moved() });
        QVERIFY(rig.waitFor(2));
        QCOMPARE(rig.server.shown.constLast().actions, (QStringList{ u"default"_s, u"Open"_s }));
    }

    void replacesTheOneOfTheSameEvent()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        Q_EMIT rig.service.eventsChanged({ moved() });
        QVERIFY(rig.waitFor(1));
        QVERIFY(rig.settle());
        Q_EMIT rig.service.eventsChanged({ moved(u"m"_s, u"Team Meeting"_s, 16) });
        QVERIFY(rig.waitFor(3));
        QCOMPARE(rig.server.shown.constLast().replaced, rig.server.shown.constFirst().id);
    }

    void asksForNoActionsWhereThereAreNone()
    {
        Rig rig(m_bus, { u"body"_s });
        QVERIFY(rig.ready());
        Q_EMIT rig.service.eventsChanged({ moved(u"m"_s, u"Q & A <b>"_s) });
        QVERIFY(rig.waitFor(1));
        QVERIFY(rig.server.shown.constFirst().actions.isEmpty());
    }

    void escapesTheBodyOnlyForMarkup_data()
    {
        QTest::addColumn<QStringList>("abilities");
        QTest::addColumn<QString>("part");
        QTest::newRow("markup") << everything << u"Room &lt;A&gt;"_s;
        QTest::newRow("plain") << QStringList{ u"body"_s } << u"Room <A>"_s;
    }
    void escapesTheBodyOnlyForMarkup()
    {
        QFETCH(QStringList, abilities);
        QFETCH(QString, part);
        Rig rig(m_bus, abilities);
        rig.service.many = QList<EventView>{ inTenMinutes() };
        QVERIFY(rig.knowsReminders());
        rig.clock.advance(10min);
        rig.notifier->reminders().check();
        QVERIFY(rig.waitFor(1));
        QVERIFY2(rig.server.shown.constFirst().body.contains(part),
            qPrintable(rig.server.shown.constFirst().body));
    }

    void foldsABurst()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        QSignalSpy agenda(rig.notifier.get(), &Notifier::openAgenda);
        for (int i = 0; i < 20; ++i)
            Q_EMIT rig.service.eventsChanged({ moved(u"e%1"_s.arg(i), u"Event %1"_s.arg(i)) });
        QVERIFY(rig.waitFor(1));
        QCOMPARE(rig.server.shown.constFirst().summary, u"20 events changed in Google Calendar"_s);
        Q_EMIT rig.server.ActionInvoked(rig.server.shown.constFirst().id, u"default"_s);
        QVERIFY(agenda.wait());
        QCOMPARE(rig.server.shown.size(), 1);
    }

    void isQuietDuringTheFirstImportAndAboutOwnEdits()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        rig.service.statusView->lastSyncTime = QDateTime();
        rig.status(State::Syncing, 0);
        Q_EMIT rig.service.eventsChanged({ moved(u"imported"_s) });
        rig.service.statusView->lastSyncTime = rig.clock.nowUtc();
        rig.status(State::Idle, 0);
        EventChange own = moved(u"own"_s);
        own.byGoogle = false;
        Q_EMIT rig.service.eventsChanged({ own });
        QVERIFY(rig.settle());
        QCOMPARE(rig.server.shown.size(), 1);
        QVERIFY(rig.server.shown.constFirst().summary.startsWith(u"Settle"_s));
    }

    void waitsForTheEndOfQuietHours()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        NotifySettings settings;
        settings.quietFrom = QTime(11, 0);
        settings.quietUntil = QTime(13, 0);
        rig.notifier->setSettings(settings);
        Q_EMIT rig.service.eventsChanged({ moved(u"a"_s, u"First"_s) });
        rig.status(State::Idle, 1);
        rig.notifier->setSettings(settings); // decides at once
        QVERIFY(rig.hasHeardAll());
        QVERIFY(rig.server.shown.isEmpty());
        rig.clock.advance(1h);
        rig.notifier->setSettings(settings); // as the timer does
        QVERIFY(rig.waitFor(2));
    }

    void keepsOneForConflictsUntilTheyAreSolved()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        QSignalSpy review(rig.notifier.get(), &Notifier::reviewConflicts);
        rig.status(State::Idle, 1);
        QVERIFY(rig.waitFor(1));
        const Shown first = rig.server.shown.constFirst();
        QCOMPARE(first.summary, u"1 event changed both in ARIA and in Google"_s);
        QCOMPARE(first.timeout, 0);
        QVERIFY(first.actions.contains(u"review"_s));
        rig.status(State::Idle, 1); // no news
        QVERIFY(rig.settle());
        QCOMPARE(rig.server.shown.size(), 2);
        rig.status(State::Idle, 3);
        QVERIFY(rig.waitFor(3));
        QCOMPARE(rig.server.shown.constLast().replaced, first.id);
        Q_EMIT rig.server.ActionInvoked(first.id, u"review"_s);
        QVERIFY(review.wait());
        rig.status(State::Idle, 0);
        QTRY_COMPARE(rig.server.closed, QList<uint>{ first.id });
    }

    void asksToSignInAgainOnce()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        QSignalSpy reconnect(rig.notifier.get(), &Notifier::reconnect);
        rig.service.healthView.auth.problemCode = u"invalid_grant"_s;
        rig.status(State::NeedsAuth, 0);
        QVERIFY(rig.waitFor(1));
        QVERIFY(rig.server.shown.constFirst().body.contains(u"7 days"_s));
        const uint id = rig.server.shown.constFirst().id;
        rig.status(State::NeedsAuth, 0);
        Q_EMIT rig.server.ActionInvoked(id, u"reconnect"_s);
        QVERIFY(reconnect.wait());
        QCOMPARE(rig.server.shown.size(), 1);
        rig.status(State::Idle, 0);
        QTRY_COMPARE(rig.server.closed, QList<uint>{ id });
    }

    // Not every box of the consent was ticked: Google has ended nothing.
    void saysWhyASignInIsNotEnough()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        rig.service.healthView.auth.problemCode = u"insufficient_scope"_s;
        rig.status(State::NeedsAuth, 0);
        QVERIFY(rig.waitFor(1));
        const QString body = rig.server.shown.constFirst().body;
        QVERIFY2(body.contains(u"tick every box"_s) && !body.contains(u"7 days"_s), qPrintable(body));
    }

    void tellsOfHeldDeletions()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        QSignalSpy review(rig.notifier.get(), &Notifier::reviewDeletions);
        service::CalendarStatus calendar;
        calendar.heldDeletions = 40;
        rig.service.statusView->calendars = { calendar };
        rig.status(State::NeedsConfirmation, 0);
        QVERIFY(rig.waitFor(1));
        const Shown shown = rig.server.shown.constFirst();
        QCOMPARE(shown.summary, u"40 events would be deleted"_s);
        QCOMPARE(shown.timeout, 0);
        rig.status(State::NeedsConfirmation, 0); // no news
        QVERIFY(rig.settle());
        QCOMPARE(rig.server.shown.size(), 2);
        Q_EMIT rig.server.ActionInvoked(shown.id, u"review"_s);
        QVERIFY(review.wait());
        rig.service.statusView->calendars.clear();
        rig.status(State::Idle, 0);
        QTRY_COMPARE(rig.server.closed, QList<uint>{ shown.id });
    }

    void doesNotAskWhoeverNeverSignedIn()
    {
        Rig rig(m_bus, everything);
        rig.service.healthView.auth.tokenExists = false;
        QVERIFY(rig.ready());
        rig.status(State::NeedsAuth, 0);
        QVERIFY(rig.settle());
        QCOMPARE(rig.server.shown.size(), 1);
    }

    void remindsSnoozesAndJoins()
    {
        Rig rig(m_bus, everything);
        rig.service.many = QList<EventView>{ inTenMinutes(u"https://meet.example/abc"_s) };
        QVERIFY(rig.knowsReminders());
        QSignalSpy join(rig.notifier.get(), &Notifier::joinMeeting);
        rig.clock.advance(10min);
        rig.notifier->reminders().check();
        QVERIFY(rig.waitFor(1));
        const Shown shown = rig.server.shown.constFirst();
        QCOMPARE(shown.summary, u"Review in 10 minutes"_s);
        QVERIFY(shown.actions.contains(u"join"_s) && shown.actions.contains(u"snooze"_s));
        QVERIFY(rig.settle()); // the id has come back

        Q_EMIT rig.server.ActionInvoked(shown.id, u"join"_s);
        QVERIFY(join.wait());
        QCOMPARE(join.constFirst().constFirst().toUrl(), QUrl(u"https://meet.example/abc"_s));

        Q_EMIT rig.server.ActionInvoked(shown.id, u"snooze"_s);
        QVERIFY(rig.settle());
        rig.clock.advance(5min);
        rig.notifier->reminders().check();
        QVERIFY(rig.waitFor(4));
        QCOMPARE(rig.server.shown.constLast().summary, u"Review in 5 minutes"_s);
    }

    void aSnoozeSurvivesARestart()
    {
        Rig rig(m_bus, everything);
        rig.service.many = QList<EventView>{ inTenMinutes() };
        QVERIFY(rig.knowsReminders());
        rig.clock.advance(10min);
        rig.notifier->reminders().check();
        QVERIFY(rig.waitFor(1));
        QVERIFY(rig.settle());
        Q_EMIT rig.server.ActionInvoked(rig.server.shown.constFirst().id, u"snooze"_s);
        QVERIFY(rig.settle());
        const qsizetype before = rig.server.shown.size();
        rig.start();
        QVERIFY(rig.knowsReminders());
        QVERIFY(rig.settle());
        QCOMPARE(std::count_if(rig.server.shown.begin() + before, rig.server.shown.end(),
                     [](const Shown &shown) { return shown.summary.startsWith(u"Review"_s); }),
            0); // not before it is over
        rig.clock.advance(5min);
        rig.notifier->reminders().check();
        QTRY_VERIFY(
            !rig.server.shown.isEmpty() && rig.server.shown.constLast().summary == u"Review in 5 minutes"_s);
        QVERIFY(!rig.state->contains(u"reminders/snoozed"_s)); // said, and forgotten
    }

    void remindsOnceAlsoAfterARestart()
    {
        Rig rig(m_bus, everything);
        rig.service.many = QList<EventView>{ inTenMinutes() };
        QVERIFY(rig.knowsReminders());
        rig.clock.advance(11min);
        rig.notifier->reminders().check();
        QVERIFY(rig.waitFor(1));
        rig.start();
        QVERIFY(rig.knowsReminders());
        rig.clock.advance(1min);
        rig.notifier->reminders().check();
        QVERIFY(rig.settle());
        QCOMPARE(rig.server.shown.size(), 2); // the reminder and what settle() showed
    }

    void followsTheCalendarsDefaultReminders()
    {
        Rig rig(m_bus, everything);
        rig.service.many = QList<EventView>{ inTenMinutes() };
        QVERIFY(rig.knowsReminders());
        const int before = rig.reads;
        rig.service.statusView->defaultReminders = popupBefore(15);
        rig.status(State::Idle, 0);
        QTRY_VERIFY(rig.reads > before);
        rig.clock.advance(5min);
        rig.notifier->reminders().check();
        QVERIFY(rig.waitFor(1));
        QCOMPARE(rig.server.shown.constFirst().summary, u"Review in 15 minutes"_s);
    }

    void usesTheBalloonWithoutAServer()
    {
        Rig rig(m_bus, everything, false);
        QVERIFY(rig.ready());
        QSignalSpy balloon(rig.notifier.get(), &Notifier::balloonWanted);
        QSignalSpy open(rig.notifier.get(), &Notifier::openEvent);
        Q_EMIT rig.service.eventsChanged({ moved() });
        QVERIFY(balloon.wait());
        QCOMPARE(balloon.constFirst().constFirst().toString(),
            u"Team Meeting on Mon, 15 Jan 2024 moved from 14:00 to 15:00"_s);
        rig.notifier->balloonClicked();
        QCOMPARE(open.count(), 1);

        // A server that comes later is used.
        QVERIFY(rig.server.enter());
        QTRY_VERIFY(rig.settle());
        QVERIFY(!rig.server.shown.isEmpty());
    }

    void asksAServerThatStartsAgain()
    {
        Rig rig(m_bus, everything);
        QVERIFY(rig.ready());
        QVERIFY(rig.settle());
        rig.server.leave();
        rig.server.enter();
        Q_EMIT rig.service.eventsChanged({ moved() });
        QVERIFY(rig.waitFor(2));
        QCOMPARE(rig.server.shown.constLast().replaced, 0U);
    }
};

ARIA_TEST(TestNotifier)

} // namespace tst_notifier

#include "tst_notifier.moc"
