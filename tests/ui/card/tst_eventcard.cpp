#include "card/cardtext.h"
#include "card/eventcard.h"
#include "card/googlepage.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/calendars.h"
#include "ui/invitations.h"
#include "ui/screenroom.h"
#include "ui/shortcutkeys.h"
#include "uicommon/calendarbook.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_eventcard {

using namespace Qt::StringLiterals;
using namespace aria;
using card::EventCard;

class TestEventCard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        link = std::make_unique<uicommon::ServiceLink>();
        link->setService(fake.get());
        window = std::make_unique<EventCard>(*link, clock, berlin);
    }
    void cleanup()
    {
        window.reset();
        link.reset();
    }

    void showsAllThereIsToKnow()
    {
        fake->one->event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=WEEKLY;BYDAY=MO"_s });
        open(board());
        QCOMPARE(text("title"), u"Board meeting"_s);
        QCOMPARE(text("times"), u"Today, 21:00–22:30\nToday, 15:00–16:30 in New York"_s);
        QTRY_VERIFY(text("repeats").contains(u"Monday"_s));
        QVERIFY(text("place").contains(u"<a href=\"https://us02web.zoom.us/j/86541\">"_s));
        QCOMPARE(text("guestsTitle"), u"3 guests"_s);
        QCOMPARE(text("guests"),
            u"Anna Lee: yes, organizer\nBob: maybe – “If my train is on time”\n"
            "me@example.org: no answer yet, you"_s);
        QVERIFY2(text("notes").contains(u"• The plan (<a href=\"https://example.org/plan\">"_s),
            qUtf8Printable(text("notes")));
        QVERIFY(!text("notes").contains(u"<ul>"_s) && !text("notes").contains(u"<img"_s));
        QCOMPARE(text("attachments"), u"<a href=\"https://drive.google.com/f/1\">Figures 2023.pdf</a>"_s);
        QVERIFY(says(u"Anna Lee invites you"_s));
    }

    void saysNothingAboutWhatIsNotThere()
    {
        open(test::viewOf({ u"x"_s, u"Alone"_s, u"2024-01-16"_s, u"2024-01-17"_s }));
        QCOMPARE(text("times"), u"Tomorrow, all day"_s);
        for (const char *name :
            { "place", "guests", "guestsTitle", "notes", "attachments", "repeats", "sync" })
            QVERIFY2(!label(name)->isVisible(), name);
        QVERIFY(!button(u"&Join"_s)->isVisible());
        QVERIFY(!button(u"&Copy link"_s)->isEnabled()); // Google has not got it yet
    }

    void opensNoAddressThatIsNoWebPage()
    {
        service::EventView view = board();
        view.event.set(u"htmlLink"_s, u"file:///etc/passwd"_s);
        view.event.set(u"attachments"_s,
            QJsonArray{ QJsonObject{ { u"title"_s, u"x"_s }, { u"fileUrl"_s, u"javascript:alert(1)"_s } } });
        QVERIFY(card::pageOf(view.event).isEmpty());
        QVERIFY(card::attachmentsOf(view.event).isEmpty());
    }

    void doesWhatTheButtonsAndKeysSay()
    {
        open(board());
        QSignalSpy joined(window.get(), &EventCard::joinWanted);
        QSignalSpy edited(window.get(), &EventCard::editWanted);
        QSignalSpy duplicated(window.get(), &EventCard::duplicateWanted);
        QSignalSpy opened(window.get(), &EventCard::pageWanted);
        QTest::keyClick(window.get(), Qt::Key_J);
        QCOMPARE(joined.size(), 1);
        QCOMPARE(joined.first().first().toUrl(), QUrl(u"https://us02web.zoom.us/j/86541"_s));
        QTest::keyClick(window.get(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(edited.size(), 1);
        QCOMPARE(
            edited.first().first().value<service::EventView>().googleEventId, u"board_20240115T200000Z"_s);
        QTest::keyClick(window.get(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(duplicated.size(), 1);
        QTest::mouseClick(button(u"Open in &Google Calendar"_s), Qt::LeftButton);
        QCOMPARE(opened.first().first().toUrl(), QUrl(u"https://www.google.com/calendar/event?eid=abc"_s));
        QTest::keyClick(window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"https://www.google.com/calendar/event?eid=abc"_s);
        QVERIFY(says(u"The link is copied."_s));
        QTest::keyClick(window.get(), Qt::Key_Escape);
        QVERIFY(!window->isVisible());
    }

    void answersFromTheCard()
    {
        open(board());
        QSignalSpy answered(window.get(), &EventCard::answered);
        QPushButton *yes = button(u"Yes"_s);
        QVERIFY(yes);
        yes->setFocus();
        QTest::keyClick(yes, Qt::Key_Space);
        QTRY_COMPARE(answered.size(), 1);
        QCOMPARE(fake->lastResponse.response, u"accepted"_s);
        QCOMPARE(fake->lastResponse.key.id, u"board"_s); // nothing was answered: the whole series
    }

    void followsItsEvent()
    {
        open(board());
        service::EventView moved = board();
        moved.event.set(u"summary"_s, u"Board meeting, short"_s);
        fake->one = moved;
        tell(u"board_20240115T200000Z"_s);
        QTRY_COMPARE(text("title"), u"Board meeting, short"_s);
        fake->one = makeError(ErrorCategory::NotFound, u"not_found"_s, u"Event not found"_s);
        tell(u"elsewhere"_s);
        tell(u"board"_s); // its series
        QTRY_COMPARE(text("sync"), u"This event was deleted."_s);
        QVERIFY(!button(u"&Edit…"_s)->isEnabled());
        QVERIFY(!says(u"Anna Lee invites you"_s));
    }

    void saysInWhichCalendarItIs()
    {
        test::giveCalendars(*fake);
        QTemporaryDir folder;
        QSettings state(folder.filePath(u"ui.ini"_s), QSettings::IniFormat);
        uicommon::CalendarBook calendars(*link, state);
        Q_EMIT link->serviceChanged();
        QTRY_COMPARE(calendars.entry(u"work@example.com"_s).name, u"Work & travel"_s);
        window->setCalendars(calendars);
        service::EventView view = board();
        view.calendarId = u"work@example.com"_s;
        open(view);
        QVERIFY(label("calendar")->isVisible());
        QCOMPARE(text("calendar"), u"Work & travel"_s);
        const QImage sign = label("calendarSign")->pixmap().toImage();
        QCOMPARE(sign.pixelColor(sign.rect().center()), QColor(u"#f83a22"_s));
        view.calendarId = u"primary"_s;
        window->setEvent(view);
        QCOMPARE(text("calendar"), u"Home"_s);
        window.reset(); // before the calendars
    }

    // One of a series that was not changed by itself has the link of the series.
    void opensTheOccurrenceInGoogleCalendar()
    {
        service::EventView view = board();
        view.event.set(u"originalStartTime"_s, view.event.json().value(u"start"_s));
        view.event.set(u"htmlLink"_s,
            QString(u"https://www.google.com/calendar/event?eid="_s
                + QString::fromLatin1(QByteArray("board_20231218T200000Z me@m").toBase64())));
        open(view);
        QSignalSpy opened(window.get(), &EventCard::pageWanted);
        QTest::keyClick(window.get(), Qt::Key_G, Qt::AltModifier);
        QTRY_COMPARE(opened.size(), 1);
        const QString eid = opened.first().first().toUrl().query().section(u'=', 1);
        QCOMPARE(QByteArray::fromBase64(eid.toLatin1()), QByteArray("board_20240115T200000Z me@m"));
    }

    void saysWhyAnEventIsNotInStep()
    {
        service::EventView view = test::sampleDay().last();
        open(view);
        QCOMPARE(text("sync"), u"Google refused this event: The attendee email is invalid."_s);
    }

    void fitsEveryoneAndEveryScreen()
    {
        open(board());
        const QStringList faults = test::faultsOfAccessibleTree(window.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
        QCOMPARE(test::faultOfSize(window.get()), QString());
        QCOMPARE(test::keysNotListed(*window), QStringList());
    }

private:
    static service::EventView board()
    {
        const auto time = [](const char *clock) {
            return QJsonObject{ { u"dateTime"_s, QString::fromUtf8(clock) },
                { u"timeZone"_s, u"America/New_York"_s } };
        };
        service::EventView view = test::invitationOf({ u"board_20240115T200000Z"_s, u"Board meeting"_s,
            u"2024-01-15T15:00:00-05:00"_s, u"2024-01-15T16:30:00-05:00"_s });
        view.event.set(u"start"_s, time("2024-01-15T15:00:00-05:00"));
        view.event.set(u"end"_s, time("2024-01-15T16:30:00-05:00"));
        view.event.set(u"recurringEventId"_s, u"board"_s);
        view.event.set(u"location"_s, u"https://us02web.zoom.us/j/86541"_s);
        view.event.set(u"description"_s,
            u"<b>Agenda</b><ul><li>Figures</li><li><a href=\"https://example.org/plan\">The plan</a></li></ul><img src=\"https://evil.example/x.png\">"_s);
        view.event.set(u"attachments"_s,
            QJsonArray{ QJsonObject{ { u"title"_s, u"Figures 2023.pdf"_s },
                { u"fileUrl"_s, u"https://drive.google.com/f/1"_s } } });
        view.event.set(u"htmlLink"_s, u"https://www.google.com/calendar/event?eid=abc"_s);
        return view;
    }
    void open(const service::EventView &view)
    {
        window->setEvent(view);
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    void tell(const QString &id)
    {
        service::EventChange change;
        change.googleEventId = id;
        change.calendarId = u"primary"_s;
        Q_EMIT fake->eventsChanged({ change });
    }
    QLabel *label(const char *name) const { return window->findChild<QLabel *>(QString::fromLatin1(name)); }
    QString text(const char *name) const { return label(name) ? label(name)->text() : QString(); }
    QPushButton *button(const QString &name) const
    {
        for (QPushButton *found : window->findChildren<QPushButton *>()) {
            if (found->text() == name)
                return found;
        }
        return nullptr;
    }
    bool says(const QString &part) const
    {
        const auto labels = window->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *found) { return found->isVisible() && found->text().contains(part); });
    }

    test::ManualClock clock{ QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC) };
    uicommon::UiFormat berlin{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) };
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<EventCard> window;
};

ARIA_TEST(TestEventCard)

} // namespace tst_eventcard

#include "tst_eventcard.moc"
