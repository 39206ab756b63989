// Pictures of the agenda.
#include "agenda/agendawindow.h"
#include "ui/calendars.h"
#include "ui/invitations.h"
#include "ui/sampleevents.h"
#include "ui/screenshots.h"
#include "uicommon/shortcutlist.h"

#include <QLineEdit>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

struct Desk
{
    QTemporaryDir folder;
    QSettings state{ folder.filePath(u"ui.ini"_s), QSettings::IniFormat };
};

void showAgenda(
    Stage &stage, const std::function<void(service::StatusView &)> &change,
    const std::function<void(QSettings &)> &remembered = [](QSettings &) {}, const QString &typed = {})
{
    static QList<std::shared_ptr<Desk>> desks;
    desks.append(std::make_shared<Desk>());
    stage.service.many = sampleDay();
    stage.service.many->append(invitationOf({ u"talk"_s, u"Talk about the plan"_s,
        u"2024-01-15T17:30:00+01:00"_s, u"2024-01-15T18:00:00+01:00"_s }));
    stage.service.statusView->lastSyncTime = stage.clock.nowUtc().addSecs(-130);
    change(*stage.service.statusView);
    remembered(desks.last()->state);
    auto *actions = new uicommon::ServiceActions(
        stage.link, stage.watch, stage.clock, desks.last()->state, &stage.link);
    auto *window = new agenda::AgendaWindow(
        { stage.link, stage.watch, *actions, stage.clock, desks.last()->state }, stage.format);
    stage.connectService();
    for (QLineEdit *line : window->findChildren<QLineEdit *>()) {
        if (!typed.isEmpty() && !line->placeholderText().isEmpty() && !line->isHidden())
            line->setText(typed);
    }
    stage.show(window);
}

const Screenshot inStep(u"agenda"_s, [](Stage &stage) { showAgenda(stage, [](service::StatusView &) {}); });
const Screenshot keys(u"shortcuts"_s, [](Stage &stage) { stage.show(new uicommon::ShortcutList); });
const Screenshot conflicts(u"agenda-conflicts"_s, [](Stage &stage) {
    showAgenda(stage, [](service::StatusView &status) { status.statistics.conflicts = 2; });
});
// Several calendars, a month, and a line with doubts.
const Screenshot month(u"agenda-month"_s, [](Stage &stage) {
    giveCalendars(stage.service);
    showAgenda(
        stage, [](service::StatusView &) {},
        [](QSettings &state) { state.setValue(u"agenda/month"_s, true); },
        u"1:1 every other Tuesday 14:00 @ Café Einstein"_s);
});
const Screenshot day(u"agenda-day"_s, [](Stage &stage) {
    showAgenda(
        stage, [](service::StatusView &) {},
        [](QSettings &state) { state.setValue(u"agenda/day_view"_s, true); }, u"Lunch next Friday at 3"_s);
});
const Screenshot importing(u"agenda-importing"_s, [](Stage &stage) {
    showAgenda(stage, [](service::StatusView &status) {
        status.state = service::State::Syncing;
        status.progressDone = 1240;
        status.progressTotal = 3000;
    });
});

} // namespace

} // namespace aria::test
