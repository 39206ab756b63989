#include "card/eventcard.h"
#include "support/testmain.h"
#include "ui/invitations.h"
#include "ui/trayicon/desktopbed.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>

namespace tst_unsaved {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;
using trayicon::Desktop;

// What is typed and not saved yet, whatever ends the program.
class TestUnsaved : public QObject, test::DesktopBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void asksBeforeItQuitsWithUnsavedWords()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        QSignalSpy quit(desktop.get(), &Desktop::quitWanted);
        desktop->actions().quit.trigger();
        QVERIFY(quit.isEmpty()); // nothing has stopped yet
        QMessageBox *box = shown<QMessageBox>();
        QVERIFY(box);
        QVERIFY2(box->text().contains(u"“Lunch”"_s), qPrintable(box->text()));
        QVERIFY(QTest::qWaitForWindowActive(box));
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!shown<QMessageBox>());
        QVERIFY(quit.isEmpty());
        QCOMPARE(shown<EventEditor>()->draft().title, u"Lunch"_s);

        desktop->actions().quit.trigger();
        QVERIFY(QTest::qWaitForWindowActive(shown<QMessageBox>()));
        QTest::keyClick(shown<QMessageBox>(), Qt::Key_D, Qt::AltModifier);
        QTRY_COMPARE(quit.size(), 1); // a button that is pressed by key takes a moment
        startAgain();
        QTest::qWait(0);
        QVERIFY(!shown<QMessageBox>()); // it was discarded
    }

    // Windows that are not editors ask, too.
    void asksAboutANoteThatWasNotSent()
    {
        connectService();
        Q_EMIT desktop->agenda().eventOpened(test::invitationOf(
            { u"talk"_s, u"Talk"_s, u"2024-01-15T15:00:00+01:00"_s, u"2024-01-15T16:00:00+01:00"_s }));
        auto *card = shown<card::EventCard>();
        QVERIFY(card && QTest::qWaitForWindowActive(card));
        QLineEdit *note = card->findChild<QLineEdit *>();
        note->setFocus();
        QTest::keyClicks(note, u"A little late"_s);
        QSignalSpy quit(desktop.get(), &Desktop::quitWanted);
        desktop->actions().quit.trigger();
        QVERIFY(quit.isEmpty());
        auto *box = shown<QMessageBox>();
        QVERIFY(box && QTest::qWaitForWindowActive(box));
        QVERIFY2(box->text().contains(u"“Talk”"_s), qPrintable(box->text()));
        QCOMPARE(box->buttons().size(), 2); // a note cannot be kept for the next start
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!shown<QMessageBox>());
        QVERIFY(quit.isEmpty());
        QCOMPARE(note->text(), u"A little late"_s);
        desktop->actions().quit.trigger();
        QVERIFY(QTest::qWaitForWindowActive(shown<QMessageBox>()));
        QTest::keyClick(shown<QMessageBox>(), Qt::Key_D, Qt::AltModifier);
        QTRY_COMPARE(quit.size(), 1);
    }

    // However many windows have something that is not saved: one question, one answer.
    void asksOnceAboutAllWindows()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        typeANoteIn(invitation());
        QDialog other;
        other.setWindowTitle(u"Settings"_s);
        other.setProperty("isUnsaved", true);
        other.show();
        QSignalSpy quit(desktop.get(), &Desktop::quitWanted);
        desktop->actions().quit.trigger();
        QCOMPARE(count<QMessageBox>(), 1);
        QMessageBox *box = shown<QMessageBox>();
        QVERIFY2(box->text().contains(u"“Lunch”"_s), qPrintable(box->text()));
        for (const QString &lost : { u"“Talk”"_s, u"“Settings”"_s })
            QVERIFY2(box->informativeText().contains(lost), qPrintable(box->informativeText()));
        desktop->actions().quit.trigger();
        QCOMPARE(count<QMessageBox>(), 1);
        QVERIFY(QTest::qWaitForWindowActive(box));
        QTest::keyClick(box, Qt::Key_K, Qt::AltModifier);
        QTRY_COMPARE(quit.size(), 1);
        QCOMPARE(count<QMessageBox>(), 0);
    }

    void asksBeforeACardWithANoteIsClosed()
    {
        connectService();
        const service::EventView talk = invitation();
        QLineEdit *note = typeANoteIn(talk);
        auto *card = shown<card::EventCard>();
        card->close(); // as its title bar does
        auto *box = card->findChild<QMessageBox *>();
        QVERIFY(card->isVisible() && box && QTest::qWaitForWindowActive(box));
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!card->findChild<QMessageBox *>());
        QCOMPARE(note->text(), u"A little late"_s);
        QTest::keyClick(card, Qt::Key_Escape);
        box = card->findChild<QMessageBox *>();
        QVERIFY(box && QTest::qWaitForWindowActive(box));
        QTest::mouseClick(box->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY(!card->isVisible());
        Q_EMIT desktop->agenda().eventOpened(talk);
        QVERIFY(note->text().isEmpty()); // it was thrown away
    }

    // There is one card for all events.
    void asksBeforeTheCardOfAnotherEventTakesTheNote()
    {
        connectService();
        QLineEdit *note = typeANoteIn(invitation());
        auto *card = shown<card::EventCard>();
        Q_EMIT desktop->agenda().eventOpened(test::sampleDay().at(3));
        QCOMPARE(card->windowTitle(), u"Talk"_s);
        QCOMPARE(note->text(), u"A little late"_s);
        auto *box = card->findChild<QMessageBox *>();
        QVERIFY(box && QTest::qWaitForWindowActive(box));
        QTest::mouseClick(box->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_COMPARE(card->windowTitle(), u"Team meeting"_s);
    }

    void asksBeforeAnEditorWithANoteIsClosed()
    {
        connectService();
        desktop->editEvent(invitation());
        auto *editor = shown<EventEditor>();
        QVERIFY(editor && QTest::qWaitForWindowActive(editor));
        QLineEdit *note = noteIn(*editor);
        note->setFocus();
        QTest::keyClicks(note, u"A little late"_s);
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(editor->isVisible() && editor->findChild<QMessageBox *>());
    }

    void quitsAtOnceWithNothingUnsaved()
    {
        connectService();
        desktop->editEvent(test::sampleDay().at(3));
        QSignalSpy quit(desktop.get(), &Desktop::quitWanted);
        desktop->actions().quit.trigger();
        QCOMPARE(quit.size(), 1);
    }

    // A signal, the end of the session.
    void offersWhatWasTypedAtTheNextStart()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        desktop->editEvent(test::sampleDay().at(3));
        auto *changed = editorOf(u"Team meeting"_s);
        QVERIFY(changed && QTest::qWaitForWindowActive(changed));
        QTest::keyClicks(QApplication::focusWidget(), u"Changed title"_s);
        startAgain();

        QTRY_VERIFY(shown<QMessageBox>());
        QMessageBox *box = shown<QMessageBox>();
        QVERIFY2(box->text().contains(u"“Lunch”"_s) && box->text().contains(u"“Changed title”"_s),
            qPrintable(box->text()));
        QVERIFY(QTest::qWaitForWindowActive(box));
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_COMPARE(count<EventEditor>(), 2);
        QSet<QString> titles;
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *editor = qobject_cast<EventEditor *>(widget); editor && editor->isVisible())
                titles.insert(editor->draft().title);
        }
        QCOMPARE(titles, (QSet<QString>{ u"Lunch"_s, u"Changed title"_s }));
        auto *resumed = editorOf(u"Changed title"_s);
        resumed->accept();
        QTRY_VERIFY(fake->calls.contains(u"update team primary"_s));
        QCOMPARE(fake->lastUpdate.content.title, u"Changed title"_s);
        QVERIFY(!fake->lastUpdate.content.start); // only what was changed
        QTRY_COMPARE(count<EventEditor>(), 1);
    }

    void keepsWordsThatNobodyUnderstands()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        const auto line = [](const QString &name) -> QLineEdit * {
            for (QLineEdit *field : shown<EventEditor>()->findChildren<QLineEdit *>()) {
                if (field->accessibleName() == name)
                    return field;
            }
            return nullptr;
        };
        const QList<std::pair<QString, QString>> typed{ { u"Start date"_s, u"Christmas"_s },
            { u"Start time"_s, u"half p"_s }, { u"Add a guest’s e-mail address"_s, u"bob@exam"_s } };
        for (const auto &[name, text] : typed) {
            line(name)->setFocus();
            line(name)->selectAll();
            QTest::keyClicks(line(name), text);
        }
        startAgain();
        QTRY_VERIFY(shown<QMessageBox>());
        QVERIFY(QTest::qWaitForWindowActive(shown<QMessageBox>()));
        QTest::keyClick(shown<QMessageBox>(), Qt::Key_Return);
        QTRY_VERIFY(shown<EventEditor>());
        for (const auto &[name, text] : typed) {
            QCOMPARE(line(name)->text(), text);
            QVERIFY2(!line(name)->accessibleDescription().isEmpty(), qPrintable(name));
        }
        auto *buttons = shown<EventEditor>()->findChild<QDialogButtonBox *>();
        QVERIFY(!buttons->button(QDialogButtonBox::Save)->isEnabled());
    }

    // Power failure, kill: written while it is typed.
    void keepsWhatWasTypedWithoutWarning()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        const QString file = folder->filePath(u"ui-drafts.json"_s);
        QTRY_VERIFY(QFile::exists(file));
        QTRY_COMPARE(editor::Drafts(file).read().size(), 1);
        QCOMPARE(editor::Drafts(file).read().at(0).draft.title, u"Lunch"_s);
        shown<EventEditor>()->accept();
        QTRY_VERIFY(!QFile::exists(file)); // saved: there is nothing to keep
    }

private:
    static service::EventView invitation()
    {
        return test::invitationOf(
            { u"talk"_s, u"Talk"_s, u"2024-01-15T15:00:00+01:00"_s, u"2024-01-15T16:00:00+01:00"_s });
    }
    static QLineEdit *noteIn(const QWidget &window)
    {
        for (QLineEdit *line : window.findChildren<QLineEdit *>()) {
            if (line->accessibleName() == "Note with the answer"_L1)
                return line;
        }
        return nullptr;
    }
    QLineEdit *typeANoteIn(const service::EventView &view)
    {
        Q_EMIT desktop->agenda().eventOpened(view);
        auto *card = shown<card::EventCard>();
        if (!card || !QTest::qWaitForWindowActive(card))
            return nullptr;
        QLineEdit *note = noteIn(*card);
        note->setFocus();
        QTest::keyClicks(note, u"A little late"_s);
        return note;
    }
};

ARIA_TEST(TestUnsaved)

} // namespace tst_unsaved

#include "tst_unsaved.moc"
