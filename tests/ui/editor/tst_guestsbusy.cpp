#include "freebusy/busywatch.h"
#include "support/eventually.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/calendars.h"
#include "ui/editor/editorbed.h"

#include <QSignalSpy>
#include <QTemporaryDir>

namespace tst_guestsbusy {

using namespace Qt::StringLiterals;
using namespace aria;
using google::BusySpan;

// When guests are busy, while a time is chosen. Monday 2024-01-15 in Berlin.
class TestGuestsBusy : public QObject, test::EditorBed
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        begin();
        clock.setNow(QDateTime({ 2024, 1, 15 }, { 7, 0 }, Qt::UTC));
        test::giveCalendars(*fake);
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        book = std::make_unique<uicommon::CalendarBook>(*link, *state);
        Q_EMIT link->serviceChanged();
        QTRY_COMPARE(book->writable().size(), 2);
        dialog->setCalendars(*book);
    }
    void cleanup()
    {
        end();
        book.reset();
    }

    void asksOnceAfterTyping()
    {
        fake->busyTimes = QList<google::BusyTimes>{ { u"bob@example.com"_s, { span(9, 10) }, {} },
            { u"primary"_s, {}, {} } };
        openNew();
        QTest::keyClicks(guestLine(), u"bob@example.com"_s);
        QCOMPARE(asked(), 0); // nobody is asked about half an address
        QTest::keyClick(guestLine(), Qt::Key_Return);
        QCOMPARE(asked(), 0); // more may be typed
        QTRY_COMPARE(asked(), 1);
        QCOMPARE(fake->lastBusy.ids, (QStringList{ u"bob@example.com"_s, u"primary"_s }));
        QVERIFY(fake->lastBusy.from <= at(9) && fake->lastBusy.to >= at(9).addDays(7));
        QTRY_VERIFY(labelSays(u"bob@example.com is busy: 09:00–10:00"_s));
        // Another time of these days: known already.
        typeInto(u"Start time"_s, u"10:00"_s);
        QTRY_VERIFY(labelSays(u"Everybody is free then."_s));
        QCOMPARE(asked(), 1);
    }

    void asksNobodyWithoutGuests()
    {
        openNew();
        typeInto(u"Start time"_s, u"10:00"_s);
        QVERIFY(otherAsks());
        QCOMPARE(asked(), 1); // only the other
        QVERIFY(!labelSays(u"free"_s));
    }

    void takesTheNextFreeTime()
    {
        fake->busyTimes = QList<google::BusyTimes>{ { u"bob@example.com"_s, { span(9, 10) }, {} },
            { u"primary"_s, { span(10, 11) }, {} } };
        openNew();
        addGuest(u"bob@example.com"_s);
        QTRY_VERIFY(takeButton() && takeButton()->isVisible());
        QCOMPARE(takeButton()->text().remove(u'&'), u"Take the next free time: Today, 11:00–12:00"_s);
        takeButton()->setFocus();
        QTest::keyClick(takeButton(), Qt::Key_Space);
        QCOMPARE(dialog->draft().startTime, QTime(11, 0));
        QCOMPARE(dialog->draft().endTime, QTime(12, 0));
        QVERIFY(labelSays(u"Everybody is free then."_s));
        QVERIFY(!takeButton()->isVisible());
        const QStringList faults = test::faultsOfAccessibleTree(dialog.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
    }

    // A button does not wrap its text: a long one is broken, rather than cut or wider than the window.
    void fitsTheNextFreeTimeInANarrowWindow()
    {
        fake->busyTimes = QList<google::BusyTimes>{ { u"bob@example.com"_s, { span(9, 23) }, {} },
            { u"primary"_s, {}, {} } };
        openNew();
        dialog->resize(300, dialog->height());
        addGuest(u"bob@example.com"_s);
        QTRY_VERIFY(takeButton() && takeButton()->isVisible());
        QTRY_VERIFY(takeButton()->text().contains(u'\n'));
        const QFontMetrics metrics = takeButton()->fontMetrics();
        for (const QString &line : takeButton()->text().remove(u'&').split(u'\n'))
            QVERIFY2(metrics.horizontalAdvance(line) <= takeButton()->width(), qUtf8Printable(line));
        dialog->resize(900, dialog->height());
        QTRY_VERIFY(!takeButton()->text().contains(u'\n'));
    }

    // Of an event that exists, its own time makes nobody busy.
    void leavesOutTheEventItself()
    {
        fake->busyTimes = QList<google::BusyTimes>{
            { u"alice@example.com"_s, { { at(12).addSecs(1800), at(13).addSecs(1800) } }, {} },
            { u"bob@example.com"_s, { span(13, 15) }, {} }, { u"primary"_s, {}, {} }
        };
        open([&] { dialog->startEdit(test::sampleDay().at(3)); }); // 12:30–13:30
        QTRY_VERIFY(labelSays(u"Everybody is free then."_s));
        typeInto(u"Start time"_s, u"14:00"_s);
        QTRY_VERIFY(labelSays(u"Bob is busy: 13:30–15:00"_s)); // by name
        QVERIFY(!labelSays(u"Alice is busy"_s));
    }

    void saysWhatTheSignInDoesNotInclude()
    {
        fake->busyTimes = makeError(ErrorCategory::Forbidden, u"freebusy_not_allowed"_s, u"not allowed"_s);
        openNew();
        addGuest(u"bob@example.com"_s);
        QTRY_VERIFY(labelSays(u"the sign-in at Google does not include it"_s));
        addGuest(u"carol@example.com"_s);
        QVERIFY(otherAsks());
        QCOMPARE(asked(), 2); // it will not be allowed meanwhile
        QVERIFY(fake->calls.filter(u"begin"_s).isEmpty()); // nor is more asked for
    }

    void saysWhomGoogleDoesNotKnow()
    {
        fake->busyTimes = QList<google::BusyTimes>{ { u"bob@example.com"_s, {}, u"notFound"_s },
            { u"primary"_s, { span(9, 10) }, {} } };
        openNew();
        addGuest(u"bob@example.com"_s);
        QTRY_VERIFY(labelSays(u"Google does not say when bob@example.com is busy."_s));
        QVERIFY(labelSays(u"You are busy: 09:00–10:00"_s));
        QVERIFY(!labelSays(u"Everybody is free"_s));
    }

    void saysWhyItCannotTellNow()
    {
        fake->busyTimes = makeError(ErrorCategory::Unavailable, u"offline"_s, u"Google cannot be reached."_s);
        openNew();
        addGuest(u"bob@example.com"_s);
        QTRY_VERIFY(labelSays(u"cannot be seen now"_s));
        fake->busyTimes =
            QList<google::BusyTimes>{ { u"bob@example.com"_s, {}, {} }, { u"primary"_s, {}, {} } };
        typeInto(u"Start time"_s, u"11:00"_s);
        QTRY_VERIFY(labelSays(u"Everybody is free then."_s));
    }

private:
    static QDateTime at(int hour)
    {
        return QDateTime({ 2024, 1, 15 }, { hour, 0 }, QTimeZone("Europe/Berlin")).toUTC();
    }
    static BusySpan span(int from, int to) { return { at(from), at(to) }; }
    qsizetype asked() const { return fake->calls.filter(u"freeBusy"_s).size(); }
    // Another look that waits as long for more to be typed, begun later: what was to be asked before has been asked.
    bool otherAsks()
    {
        freebusy::BusyWatch other(*link, clock);
        other.look({ u"other@example.com"_s }, span(9, 10));
        return testing::eventually(
            [this] { return fake->lastBusy.ids == QStringList{ u"other@example.com"_s }; }, 20'000);
    }
    void openNew() // 09:00–10:00
    {
        open([&] { dialog->startNew(QDate(2024, 1, 15)); });
        QCOMPARE(dialog->draft().startTime, QTime(9, 0));
    }
    QLineEdit *guestLine() const
    {
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->placeholderText().contains(u"guest"_s, Qt::CaseInsensitive)
                || line->accessibleName().contains(u"guest"_s, Qt::CaseInsensitive))
                return line;
        }
        return nullptr;
    }
    void addGuest(const QString &email)
    {
        guestLine()->setFocus();
        QTest::keyClicks(guestLine(), email);
        QTest::keyClick(guestLine(), Qt::Key_Return);
    }
    QPushButton *takeButton() const
    {
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text().remove(u'&').startsWith(u"Take the next free time"_s))
                return button;
        }
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<uicommon::CalendarBook> book;
};

ARIA_TEST(TestGuestsBusy)

} // namespace tst_guestsbusy

#include "tst_guestsbusy.moc"
