#include "support/testmain.h"
#include "ui/editor/editorbed.h"

namespace tst_eventnews {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;

// What happens to the event while it is being edited.
class TestEventNews : public QObject, test::EditorBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // Somebody renamed the event in Google; the person changed the place.
    void hearsThatItsEventChanged()
    {
        service::EventView team = withEtag(test::sampleDay().at(3), u"\"1\""_s);
        open([&] { dialog->startEdit(team); });
        typeIntoPlace(u"Roof"_s);
        team.event.set(u"summary"_s, u"Team breakfast"_s);
        rename(withEtag(team, u"\"2\""_s));
        QTRY_VERIFY(labelSays(u"This event was changed meanwhile:\nTitle: Team breakfast"_s));
        QCOMPARE(dialog->draft().title, u"Team breakfast"_s);
        QCOMPARE(dialog->draft().place, u"Roof"_s); // what was typed stays
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastUpdate.etag, u"\"2\""_s);
        QCOMPARE(fake->lastUpdate.content.location, u"Roof"_s);
        QVERIFY(!fake->lastUpdate.content.title);
    }

    void asksWhereBothChangedTheSame_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QString>("title");
        QTest::addColumn<bool>("isSent");
        QTest::newRow("mine") << u"Keep mine"_s << u"Team lunch"_s << true;
        QTest::newRow("theirs") << u"Take theirs"_s << u"Team breakfast"_s << false;
    }
    void asksWhereBothChangedTheSame()
    {
        QFETCH(QString, button);
        QFETCH(QString, title);
        QFETCH(bool, isSent);
        service::EventView team = withEtag(test::sampleDay().at(3), u"\"1\""_s);
        open([&] { dialog->startEdit(team); });
        typeIntoPlace(u"Roof"_s);
        typeInto(u"Title"_s, u"Team lunch"_s);
        team.event.set(u"summary"_s, u"Team breakfast"_s);
        rename(withEtag(team, u"\"2\""_s));
        QTRY_VERIFY(buttonNamed(button) && buttonNamed(button)->isVisible());
        QVERIFY(labelSays(u"Title: Team breakfast"_s));
        QVERIFY(!saveButton()->isEnabled());
        fake->calls.clear();
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(fake->calls.isEmpty());
        QTest::mouseClick(buttonNamed(button), Qt::LeftButton);
        QCOMPARE(dialog->draft().title, title);
        QCOMPARE(dialog->draft().place, u"Roof"_s);
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastUpdate.etag, u"\"2\""_s);
        QCOMPARE(fake->lastUpdate.content.title.has_value(), isSent);
    }

    // The news is not here yet, but the service knows.
    void savesOnlyAgainstTheVersionThatWasShown()
    {
        service::EventView team = withEtag(test::sampleDay().at(3), u"\"1\""_s);
        open([&] { dialog->startEdit(team); });
        typeInto(u"Title"_s, u"Team lunch"_s);
        team.event.set(u"summary"_s, u"Team breakfast"_s);
        fake->one = withEtag(team, u"\"2\""_s);
        fake->written = makeError(ErrorCategory::Stale, u"stale"_s, u"Stale."_s);
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        QTRY_VERIFY(labelSays(u"Title: Team breakfast"_s));
        QCOMPARE(fake->lastUpdate.etag, u"\"1\""_s);
        QVERIFY(dialog->isVisible());
        fake->written = service::WriteOutcome{};
        QTest::mouseClick(buttonNamed(u"Keep mine"_s), Qt::LeftButton);
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastUpdate.content.title, u"Team lunch"_s);
    }

    // An etag changes also when one's own edit arrives at Google.
    void savesByItselfWhereNothingElseChanged()
    {
        const service::EventView team = withEtag(test::sampleDay().at(3), u"\"1\""_s);
        open([&] { dialog->startEdit(team); });
        typeInto(u"Title"_s, u"Team lunch"_s);
        fake->one = withEtag(team, u"\"2\""_s);
        fake->written = makeError(ErrorCategory::Stale, u"stale"_s, u"Stale."_s);
        fake->held.insert(u"event"_s); // to let the next save succeed
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        QTRY_VERIFY(fake->calls.contains(u"event team primary"_s));
        fake->written = service::WriteOutcome{};
        fake->release();
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastUpdate.etag, u"\"2\""_s);
    }

    // What nobody understands is what the person typed, too.
    void keepsUnclearWordsWhereTheTimesChanged()
    {
        service::EventView team = withEtag(test::sampleDay().at(3), u"\"1\""_s);
        open([&] { dialog->startEdit(team); });
        typeInto(u"Start date"_s, u"Christmas"_s);
        typeInto(u"End time"_s, u"half p"_s);
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Tab);
        team.event.set(u"summary"_s, u"Team breakfast"_s);
        rename(withEtag(team, u"\"2\""_s)); // no question: another field
        QTRY_COMPARE(dialog->draft().title, u"Team breakfast"_s);
        QCOMPARE(fieldNamed(u"Start date"_s)->text(), u"Christmas"_s);
        QCOMPARE(fieldNamed(u"End time"_s)->text(), u"half p"_s);
        const auto later = [](const calendar::EventTime &time) {
            return calendar::EventTime(
                calendar::ZonedTime{ time.zoned().utc.addSecs(3600), "Europe/Berlin" });
        };
        team.event.setTimes(later(team.event.start()), later(team.event.end()));
        rename(withEtag(team, u"\"3\""_s));
        QTRY_VERIFY(buttonNamed(u"Keep mine"_s) && buttonNamed(u"Keep mine"_s)->isVisible());
        QTest::mouseClick(buttonNamed(u"Keep mine"_s), Qt::LeftButton);
        QCOMPARE(fieldNamed(u"Start date"_s)->text(), u"Christmas"_s);
        QCOMPARE(fieldNamed(u"End time"_s)->text(), u"half p"_s);
        QVERIFY(labelSays(u"“Christmas”"_s));
        QVERIFY(!saveButton()->isEnabled());
        team.event.setTimes(later(team.event.start()), later(team.event.end()));
        rename(withEtag(team, u"\"4\""_s));
        QTRY_VERIFY(buttonNamed(u"Take theirs"_s)->isVisible());
        QTest::mouseClick(buttonNamed(u"Take theirs"_s), Qt::LeftButton);
        QVERIFY(fieldNamed(u"Start date"_s)->text() != u"Christmas"_s);
        QVERIFY(saveButton()->isEnabled());
    }

    void tellsNotesAsText()
    {
        service::EventView team = withEtag(test::sampleDay().at(3), u"\"1\""_s);
        open([&] { dialog->startEdit(team); });
        team.event.set(u"description"_s, u"<p>Bring <b>cake</b></p>"_s);
        rename(withEtag(team, u"\"2\""_s));
        QTRY_VERIFY(labelSays(u"Notes: Bring cake"_s));
    }

    void offersToMakeADeletedEventAgain()
    {
        open([&] { dialog->startEdit(test::sampleDay().at(3)); });
        typeInto(u"Title"_s, u"Team lunch"_s);
        fake->one = makeError(ErrorCategory::NotFound, u"not_found"_s, u"Gone."_s);
        sync::EventChange change;
        change.kind = sync::EventChange::Kind::Deleted;
        change.googleEventId = u"team"_s;
        change.calendarId = u"primary"_s;
        Q_EMIT fake->eventsChanged({ change });
        QTRY_VERIFY(labelSays(u"This event was deleted meanwhile."_s));
        QTest::mouseClick(buttonNamed(u"Make it a new event"_s), Qt::LeftButton);
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        QTRY_VERIFY(!dialog->isVisible());
        QVERIFY(fake->calls.contains(u"create"_s));
        QCOMPARE(fake->lastCreate.content.title, u"Team lunch"_s);
        QCOMPARE(fake->lastCreate.content.location, u"Conference room A"_s);
    }

    void otherEventsDoNotMatter()
    {
        open([&] { dialog->startEdit(test::sampleDay().at(3)); });
        fake->calls.clear();
        sync::EventChange change;
        change.googleEventId = u"another"_s;
        change.calendarId = u"primary"_s;
        Q_EMIT fake->eventsChanged({ change });
        QTest::qWait(0);
        QVERIFY(fake->calls.isEmpty());
    }

private:
    static service::EventView withEtag(service::EventView view, const QString &etag)
    {
        view.event.set(u"etag"_s, etag);
        return view;
    }
    // The sync brought it.
    void rename(const service::EventView &view)
    {
        fake->one = view;
        sync::EventChange change;
        change.googleEventId = view.googleEventId;
        change.calendarId = view.calendarId;
        change.after = view.event;
        change.byGoogle = true;
        Q_EMIT fake->eventsChanged({ change });
    }
};

ARIA_TEST(TestEventNews)

} // namespace tst_eventnews

#include "tst_eventnews.moc"
