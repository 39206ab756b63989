#include "support/testmain.h"
#include "ui/calendars.h"
#include "uicommon/calendarbox.h"

#include <QAbstractItemView>
#include <QSignalSpy>
#include <QStyleOptionComboBox>
#include <QTemporaryDir>
#include <QTest>

namespace tst_calendarbook {

using namespace Qt::StringLiterals;
using namespace aria;
using uicommon::CalendarBook;
using uicommon::CalendarBox;

class TestCalendarBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        test::giveCalendars(*fake);
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        link = std::make_unique<uicommon::ServiceLink>();
    }

    void hasNamesAndColoursInTheOrderOfTheSettings()
    {
        CalendarBook book(*link, *state);
        link->setService(fake.get());
        QTRY_COMPARE(book.calendars().size(), 3);
        QTRY_COMPARE(book.calendars().at(0).name, u"Home"_s);
        QCOMPARE(book.calendars().at(0).id, u"primary"_s);
        QCOMPARE(book.calendars().at(1).color, QColor(u"#f83a22"_s));
        QCOMPARE(book.writable().size(), 2);
        QVERIFY(book.entry(u"holidays"_s).isReadOnly);
        link->setService(nullptr);
    }

    // A name that is longer than the field ends in an ellipsis, and the list has all of it.
    void fitsLongNames()
    {
        CalendarBook book(*link, *state);
        const QString name = u"Working group for the renovation of the old town hall"_s;
        (*fake->calendarInfos)[0].summary = name;
        link->setService(fake.get());
        QTRY_COMPARE(book.calendars().value(0).name, name);
        struct Box : CalendarBox
        {
            QString painted() const
            {
                QStyleOptionComboBox option;
                initStyleOption(&option);
                return option.currentText;
            }
        } box;
        box.setBook(book);
        box.resize(120, box.sizeHint().height());
        box.show();
        QVERIFY2(box.painted().endsWith(u"…"_s), qPrintable(box.painted()));
        QVERIFY(box.fontMetrics().horizontalAdvance(box.painted()) < box.width());
        QCOMPARE(box.toolTip(), name);
        box.showPopup();
        QVERIFY(box.view()->width() >= box.view()->sizeHintForColumn(0));
        box.hidePopup();
        box.resize(800, box.sizeHint().height());
        QCOMPARE(box.painted(), name);
        link->setService(nullptr);
    }

    void remembersThemOffline()
    {
        {
            CalendarBook book(*link, *state);
            link->setService(fake.get());
            QTRY_COMPARE(book.entry(u"work@example.com"_s).color, QColor(u"#f83a22"_s));
            book.setHidden(u"work@example.com"_s, true);
            link->setService(nullptr);
        }
        fake->statusView->state = service::State::Offline;
        fake->calls.clear();
        CalendarBook book(*link, *state);
        link->setService(fake.get());
        QTRY_COMPARE(book.calendars().size(), 3);
        QCOMPARE(book.calendars().at(1).name, u"Work & travel"_s);
        QVERIFY(book.isHidden(u"work@example.com"_s));
        QVERIFY(!fake->calls.contains(u"calendars"_s)); // Google cannot be asked now
        fake->statusView->state = service::State::Idle;
        Q_EMIT fake->stateChanged();
        QTRY_COMPARE(fake->calls.count(u"calendars"_s), 1);
        Q_EMIT fake->stateChanged();
        QTRY_COMPARE(fake->calls.count(u"status"_s), 3);
        QCOMPARE(fake->calls.count(u"calendars"_s), 1); // once is enough
        link->setService(nullptr);
    }

    void remembersWhereEventsGo()
    {
        CalendarBook book(*link, *state);
        link->setService(fake.get());
        QTRY_COMPARE(book.target(), u"primary"_s);
        book.setTarget(u"work@example.com"_s);
        CalendarBook later(*link, *state);
        QTRY_COMPARE(later.target(), u"work@example.com"_s);
        fake->statusView->calendars.removeAt(1); // it is synced no more
        Q_EMIT fake->stateChanged();
        QTRY_COMPARE(later.target(), u"primary"_s);
        link->setService(nullptr);
    }

    void offersThoseThatCanBeWritten()
    {
        CalendarBook book(*link, *state);
        CalendarBox box;
        box.setBook(book);
        link->setService(fake.get());
        QTRY_COMPARE(box.count(), 2);
        QTRY_COMPARE(box.currentText(), u"Home"_s); // once Google's names are there
        QVERIFY(box.calendar().isEmpty()); // nobody has chosen it
        box.show();
        QTest::keyClick(&box, Qt::Key_Down);
        QCOMPARE(box.calendar(), u"work@example.com"_s);
        box.setCalendar(u"holidays"_s); // where an event already is
        QCOMPARE(box.currentText(), u"Holidays"_s);
        QCOMPARE(box.count(), 3);
        link->setService(nullptr);
    }

private:
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
};

ARIA_TEST(TestCalendarBook)

} // namespace tst_calendarbook

#include "tst_calendarbook.moc"
