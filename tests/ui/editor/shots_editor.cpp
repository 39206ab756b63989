// Pictures of the event editor.
#include "editor/eventeditor.h"
#include "support/seededrandom.h"
#include "ui/calendars.h"
#include "ui/invitations.h"
#include "ui/sampleevents.h"
#include "ui/screenshots.h"
#include "uicommon/calendarbook.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

SeededRandom dice(1);

const Screenshot newEvent(u"editor-new"_s, [](Stage &stage) {
    auto *editor = new editor::EventEditor(stage.link, stage.clock, dice, stage.format);
    stage.connectService();
    editor->startNew(QDate());
    stage.show(editor);
});
// With several calendars and reminders of its own.
const Screenshot full(u"editor-full"_s, [](Stage &stage) {
    static QTemporaryDir folder;
    static QSettings state(folder.filePath(u"ui.ini"_s), QSettings::IniFormat);
    auto *editor = new editor::EventEditor(stage.link, stage.clock, dice, stage.format);
    auto *calendars = new uicommon::CalendarBook(stage.link, state, editor);
    giveCalendars(stage.service);
    editor->setCalendars(*calendars);
    stage.connectService();
    service::EventView view = sampleDay().at(3);
    view.event.set(u"start"_s,
        QJsonObject{
            { u"dateTime"_s, u"2024-01-15T12:30:00+01:00"_s }, { u"timeZone"_s, u"America/New_York"_s } });
    const auto reminder = [](const QString &method, int minutes) {
        return QJsonObject{ { u"method"_s, method }, { u"minutes"_s, minutes } };
    };
    view.event.set(u"reminders"_s,
        QJsonObject{ { u"useDefault"_s, false },
            { u"overrides"_s, QJsonArray{ reminder(u"popup"_s, 10), reminder(u"email"_s, 2880) } } });
    editor->startEdit(view);
    stage.show(editor);
});
// With guests of whom one is busy.
const Screenshot busy(u"editor-busy"_s, [](Stage &stage) {
    auto *editor = new editor::EventEditor(stage.link, stage.clock, dice, stage.format);
    stage.connectService();
    const QDateTime noon({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC);
    stage.service.busyTimes = QList<google::BusyTimes>{
        { u"alice@example.com"_s, { { noon.addSecs(4 * 3600), noon.addSecs(5 * 3600) } }, {} },
        { u"bob@example.com"_s, {}, u"notFound"_s }
    };
    service::EventView view = sampleDay().at(3);
    editor->startEdit(view);
    editor::EventDraft draft = editor->draft();
    draft.startTime = QTime(16, 0);
    draft.endTime = QTime(17, 0);
    editor->resume(draft);
    stage.show(editor);
    const auto isTold = [editor] {
        const auto buttons = editor->findChildren<QPushButton *>();
        return std::any_of(buttons.begin(), buttons.end(),
            [](const QPushButton *button) { return button->isVisible() && button->text().contains(u':'); });
    };
    if (!QTest::qWaitFor(isTold))
        qWarning("the editor does not say who is busy");
});
const Screenshot series(u"editor-series"_s, [](Stage &stage) {
    auto *editor = new editor::EventEditor(stage.link, stage.clock, dice, stage.format);
    stage.connectService();
    service::EventView view = sampleDay().at(3);
    view.event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=WEEKLY;BYDAY=MO,TH;INTERVAL=2"_s });
    editor->startEdit(view);
    stage.show(editor);
});
// Changed meanwhile, in the same field.
const Screenshot news(u"editor-news"_s, [](Stage &stage) {
    auto *editor = new editor::EventEditor(stage.link, stage.clock, dice, stage.format);
    stage.connectService();
    service::EventView view = sampleDay().at(3);
    editor->startEdit(view);
    editor::EventDraft draft = editor->draft();
    draft.title = u"Team lunch"_s;
    editor->resume(draft);
    view.event.set(u"summary"_s, u"Team breakfast"_s);
    view.event.set(u"etag"_s, u"\"2\""_s);
    stage.service.one = view;
    stage.show(editor);
    sync::EventChange change;
    change.googleEventId = view.googleEventId;
    change.calendarId = view.calendarId;
    change.after = view.event;
    change.byGoogle = true;
    Q_EMIT stage.service.eventsChanged({ change });
    QTest::qWait(600);
});
const Screenshot invitedEditor(u"editor-invitation"_s, [](Stage &stage) {
    auto *editor = new editor::EventEditor(stage.link, stage.clock, dice, stage.format);
    stage.connectService();
    editor->startEdit(invitationOf({ u"talk"_s, u"Talk about the plan"_s, u"2024-01-15T17:30:00+01:00"_s,
        u"2024-01-15T18:00:00+01:00"_s }));
    stage.show(editor);
});

} // namespace

} // namespace aria::test
