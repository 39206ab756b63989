// Pictures of the event editor.
#include "editor/eventeditor.h"
#include "support/seededrandom.h"
#include "ui/invitations.h"
#include "ui/screenshots.h"

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
const Screenshot series(u"editor-series"_s, [](Stage &stage) {
    auto *editor = new editor::EventEditor(stage.link, stage.clock, dice, stage.format);
    stage.connectService();
    service::EventView view = sampleDay().at(3);
    view.event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=WEEKLY;BYDAY=MO,TH;INTERVAL=2"_s });
    editor->startEdit(view);
    stage.show(editor);
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
