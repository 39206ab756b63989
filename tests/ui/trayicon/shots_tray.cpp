// Pictures of the tray: its menu, and its icon in every state on light and dark panels.
#include "trayicon/trayimage.h"
#include "trayicon/traymenu.h"
#include "ui/sampleevents.h"
#include "ui/screenshots.h"

#include <QGridLayout>
#include <QLabel>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

using uicommon::Condition;

const Screenshot menu(u"tray-menu"_s, [](Stage &stage) {
    static QTemporaryDir folder;
    static QSettings state(folder.filePath(u"ui.ini"_s), QSettings::IniFormat);
    stage.service.many = sampleDay();
    stage.service.statusView->statistics.conflicts = 2;
    auto *actions = new uicommon::ServiceActions(stage.link, stage.watch, stage.clock, state, &stage.link);
    auto *menu = new trayicon::TrayMenu(stage.link, *actions, stage.clock, stage.format);
    stage.connectService();
    stage.show(menu);
    menu->adjustSize();
});

const Screenshot icons(u"tray-icons"_s, [](Stage &stage) {
    auto *sheet = new QWidget;
    auto *grid = new QGridLayout(sheet);
    const QList<Condition> conditions{ Condition::InStep, Condition::Syncing, Condition::Offline,
        Condition::Conflicts, Condition::Confirm, Condition::SignIn, Condition::Paused, Condition::Errors };
    int row = 0;
    for (const QColor &panel :
        { QColor(0x20, 0x20, 0x20), QColor(0xf0, 0xf0, 0xf0), QColor(0x30, 0x60, 0x90) }) {
        for (const int size : { 16, 22, 48 }) {
            int column = 0;
            for (const Condition condition : conditions) {
                auto *label = new QLabel(sheet);
                label->setPixmap(
                    trayicon::trayPixmap(trayicon::faceFor({ condition, 3 }, QDate(2024, 1, 28)), size));
                label->setAutoFillBackground(true);
                QPalette palette;
                palette.setColor(QPalette::Window, panel);
                label->setPalette(palette);
                label->setMargin(4);
                grid->addWidget(label, row, column++);
            }
            ++row;
        }
    }
    stage.show(sheet);
});

} // namespace

} // namespace aria::test
