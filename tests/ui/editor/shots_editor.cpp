// Pictures of the event editor.
#include "editor/eventeditor.h"
#include "support/seededrandom.h"
#include "ui/sampleevents.h"
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

} // namespace

} // namespace aria::test
