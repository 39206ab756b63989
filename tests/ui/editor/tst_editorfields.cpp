#include "editor/eventeditor.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"
#include "support/testmain.h"
#include "ui/calendars.h"
#include "ui/invitations.h"
#include "ui/sampleevents.h"
#include "uicommon/calendarbox.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

namespace tst_editorfields {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;

const QString work = u"work@example.com"_s;

QJsonObject reminder(const QString &method, int minutes)
{
    return { { u"method"_s, method }, { u"minutes"_s, minutes } };
}

// The fields for reminders, calendar and time zone.
class TestEditorFields : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        test::giveCalendars(*fake);
        link = std::make_unique<uicommon::ServiceLink>();
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        book = std::make_unique<uicommon::CalendarBook>(*link, *state);
        link->setService(fake.get());
        QTRY_COMPARE(book->writable().size(), 2);
        dialog = std::make_unique<EventEditor>(
            *link, clock, random, uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
        dialog->setCalendars(*book);
    }
    void cleanup()
    {
        dialog.reset();
        book.reset();
        link.reset();
    }

    void restoresTheCalendarsReminders_data()
    {
        QTest::addColumn<QJsonObject>("before");
        QTest::addColumn<QString>("click"); // button
        QTest::addColumn<bool>("isDefault");
        QTest::addColumn<bool>("isNone");
        const QJsonObject byDefault{ { u"useDefault"_s, true } };
        const QJsonObject none{ { u"useDefault"_s, false } };
        QJsonObject own = none;
        own.insert(u"overrides"_s, QJsonArray{ reminder(u"popup"_s, 5) });
        const QString calendar = u"As the calendar has it"_s;
        QTest::newRow("own to default") << own << calendar << true << false;
        QTest::newRow("none to default") << none << calendar << true << false;
        QTest::newRow("default to none") << byDefault << calendar << false << true;
        QTest::newRow("own to none") << own << u"Remove this reminder"_s << false << true;
        QTest::newRow("default stays") << byDefault << QString() << false << false;
        QTest::newRow("own stays") << own << QString() << false << false;
        QTest::newRow("none stays") << none << QString() << false << false;
    }
    void restoresTheCalendarsReminders()
    {
        QFETCH(QJsonObject, before);
        QFETCH(QString, click);
        QFETCH(bool, isDefault);
        QFETCH(bool, isNone);
        service::EventView view = test::sampleDay().at(3);
        view.event.set(u"reminders"_s, before);
        open([&] { dialog->startEdit(view); });
        if (!click.isEmpty())
            QTest::keyClick(button(click), Qt::Key_Space);
        fake->calls.clear();
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(!fake->calls.isEmpty(), isDefault || isNone);
        if (fake->calls.isEmpty())
            return;
        QCOMPARE(fake->lastUpdate.content.defaultReminders, isDefault);
        QCOMPARE(fake->lastUpdate.content.reminders.has_value(), isNone);
        if (isNone)
            QVERIFY(fake->lastUpdate.content.reminders->isEmpty());
    }

    void hasUpToFiveReminders()
    {
        open([this] { dialog->startNew(QDate()); });
        QTest::keyClicks(QApplication::focusWidget(), u"Flight"_s);
        for (int i = 1; i <= 5; ++i) {
            QTest::keyClick(button(u"Add reminder"_s), Qt::Key_Space);
            QTest::keyClicks(QApplication::focusWidget(), QString::number(i));
        }
        QVERIFY(!button(u"Add reminder"_s)->isEnabled());
        QTest::keyClick(fields<QComboBox>(u"Kind of reminder"_s).at(1), Qt::Key_Down); // e-mail
        QTest::keyClick(fields<QComboBox>(u"Unit of time"_s).at(2), Qt::Key_Down); // hours
        QTest::keyClick(fields<QComboBox>(u"Unit of time"_s).at(4), Qt::Key_End); // weeks
        QCOMPARE(fields<QSpinBox>(u"How long before"_s).at(4)->maximum(), 4); // Google's limit
        QTest::keyClick(fields<QToolButton>(u"Remove this reminder"_s).at(0), Qt::Key_Space);
        QVERIFY(button(u"Add reminder"_s)->isEnabled());
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(*fake->lastCreate.content.reminders,
            (QJsonArray{ reminder(u"email"_s, 2), reminder(u"popup"_s, 180), reminder(u"popup"_s, 4),
                reminder(u"popup"_s, 4 * 7 * 24 * 60) }));
    }

    void movesAnEventToAnotherCalendar()
    {
        service::EventView view = test::sampleDay().at(3);
        open([&] { dialog->startEdit(view); });
        QCOMPARE(box()->currentText(), u"Home"_s);
        QSignalSpy saved(dialog.get(), &EventEditor::saved);
        QTest::keyClick(box(), Qt::Key_Down);
        QVERIFY(dialog->isUnsaved());
        dialog->accept();
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(fake->calls.contains(u"move to work@example.com: team primary"_s));
        QVERIFY(!fake->calls.contains(u"update team primary"_s)); // nothing else was changed
        QCOMPARE(dialog->movedFrom(), u"primary"_s);
    }

    void savesAndMoves()
    {
        open([&] { dialog->startEdit(test::sampleDay().at(3)); });
        QTest::keyClicks(QApplication::focusWidget(), u"Offsite"_s);
        QTest::keyClick(box(), Qt::Key_Down);
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        const qsizetype update = fake->calls.indexOf(u"update team primary"_s);
        const qsizetype move = fake->calls.indexOf(u"move to work@example.com: team primary"_s);
        QVERIFY2(update >= 0 && move > update, qPrintable(fake->calls.join(u'\n')));
        QCOMPARE(fake->lastUpdate.content.title, u"Offsite"_s);
    }

    // Not only after it was changed and saved.
    void changesNothingInACalendarThatIsOnlyRead()
    {
        service::EventView team = test::sampleDay().at(3);
        team.calendarId = u"holidays"_s;
        open([&] { dialog->startEdit(team); });
        const auto labels = dialog->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible()
                && label->text() == u"Google lets this account only read this calendar."_s;
        }));
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->isVisible() && line->isEnabled())
                QVERIFY2(line->isReadOnly(), qUtf8Printable(line->accessibleName() + line->text()));
        }
    }

    void saysWhyItCouldNotBeMoved()
    {
        fake->written =
            makeError(ErrorCategory::Forbidden, u"read_only_calendar"_s, u"The calendar is read-only."_s);
        fake->one = test::sampleDay().at(3);
        open([&] { dialog->startEdit(test::sampleDay().at(3)); });
        QTest::keyClick(box(), Qt::Key_Down);
        dialog->accept();
        QTRY_VERIFY(labelSays(u"could not be moved"_s));
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->isUnsaved());
    }

    void makesEventsWhereTheyAreWanted()
    {
        open([this] { dialog->startNew(QDate()); });
        QVERIFY(!dialog->isUnsaved()); // showing a calendar is no change
        QTest::keyClicks(QApplication::focusWidget(), u"Lunch"_s);
        QTest::keyClick(box(), Qt::Key_Down);
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastCreate.calendarId, work);
        QCOMPARE(book->target(), work); // and the next one too
    }

    void leavesOccurrencesInTheirSeries()
    {
        open([&] { dialog->startEdit(test::sampleDay().at(2)); });
        QVERIFY(box()->isVisible());
        QVERIFY(!box()->isEnabled());
        QVERIFY(!box()->toolTip().isEmpty());
    }

    // Not because of a series: somebody else organizes it.
    void namesNoSeriesWhereNoneIs()
    {
        open([&] {
            dialog->startEdit(test::invitationOf(
                { u"talk"_s, u"Talk"_s, u"2024-01-15T15:00:00+01:00"_s, u"2024-01-15T16:00:00+01:00"_s }));
        });
        QVERIFY(box()->isVisible() && !box()->isEnabled());
        QVERIFY2(!box()->toolTip().contains(u"series"_s), qUtf8Printable(box()->toolTip()));
    }

    void hasNoFieldWithoutAChoice()
    {
        fake->statusView->calendars = fake->statusView->calendars.mid(0, 1);
        Q_EMIT fake->stateChanged();
        QTRY_COMPARE(book->writable().size(), 1);
        open([&] { dialog->startNew(QDate()); });
        QVERIFY(!box()->isVisible());
    }

    void takesATimeZoneForANewEvent()
    {
        open([this] { dialog->startNew(QDate(2024, 1, 20)); });
        QTest::keyClicks(QApplication::focusWidget(), u"Call with New York"_s);
        QTest::keyClick(button(u"Time zone…"_s), Qt::Key_Space);
        auto *zone = qobject_cast<QComboBox *>(QApplication::focusWidget());
        QVERIFY(zone);
        QCOMPARE(zone->currentText(), u"Europe/Berlin"_s);
        QTest::keyClicks(zone, u"America/New_York"_s); // instead of what is there
        QCOMPARE(zone->currentText(), u"America/New_York"_s);
        while (QWidget *suggestions = QApplication::activePopupWidget())
            suggestions->close();
        QVERIFY(!button(u"Time zone…"_s)->isVisible());
        const QTime start = dialog->draft().startTime;
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        const auto zoned = fake->lastCreate.content.start->zoned();
        QCOMPARE(zoned.tzid, QByteArray("America/New_York"));
        QCOMPARE(zoned.utc.toTimeZone(QTimeZone("America/New_York")).time(), start);
    }

    void standsInOneColumn()
    {
        open([this] { dialog->startNew(QDate()); });
        const QWidget *start = nullptr;
        const QWidget *place = nullptr;
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->accessibleName() == "Start date"_L1)
                start = line;
        }
        for (QLabel *label : dialog->findChildren<QLabel *>()) {
            if (label->text() == "&Place"_L1)
                place = label->buddy();
        }
        QVERIFY(start && place);
        QCOMPARE(start->mapTo(dialog.get(), QPoint()).x(), place->mapTo(dialog.get(), QPoint()).x());
    }

private:
    void open(const std::function<void()> &start)
    {
        start();
        dialog->show();
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog.get()));
    }
    uicommon::CalendarBox *box() const { return dialog->findChild<uicommon::CalendarBox *>(); }
    QAbstractButton *button(const QString &text) const
    {
        for (QAbstractButton *candidate : dialog->findChildren<QAbstractButton *>()) {
            if (candidate->text().remove(u'&') == text || candidate->accessibleName() == text)
                return candidate;
        }
        return nullptr;
    }
    template <class T> QList<T *> fields(const QString &name) const
    {
        QList<T *> found = dialog->findChildren<T *>();
        found.removeIf(
            [&name](const T *field) { return field->accessibleName() != name || field->isHidden(); });
        return found;
    }
    bool labelSays(const QString &text) const
    {
        const auto labels = dialog->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    test::ManualClock clock;
    test::SeededRandom random{ 7 };
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<uicommon::CalendarBook> book;
    std::unique_ptr<EventEditor> dialog;
};

ARIA_TEST(TestEditorFields)

} // namespace tst_editorfields

#include "tst_editorfields.moc"
