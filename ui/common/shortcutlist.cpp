#include "uicommon/shortcutlist.h"

#include "uicommon/screenroom.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPointer>
#include <QPushButton>
#include <QShortcut>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

struct Entry
{
    QKeySequence keys;
    const char *what;
};

struct Group
{
    const char *title;
    QList<Entry> entries;
};

const QList<Group> &groups()
{
    static const QList<Group> all{
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Agenda"),
            { { Qt::Key_Return, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Look at the event") },
                { Qt::CTRL | Qt::Key_E, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Edit the event") },
                { QKeySequence::New,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "New event on the chosen day") },
                { QKeySequence::Delete,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Delete the event") },
                { QKeySequence::Undo, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Undo") },
                { Qt::Key_J, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Join the meeting") },
                { Qt::Key_Menu,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList",
                        "All that can be done with the event, such as answering an invitation") },
                { Qt::Key_T, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Go to today") },
                { Qt::CTRL | Qt::Key_G, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Go to a date") },
                { Qt::Key_M, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Show or hide the month") },
                { Qt::Key_D,
                    QT_TRANSLATE_NOOP(
                        "aria::uicommon::ShortcutList", "List of days, or one day by its hours") },
                { Qt::Key_PageUp,
                    QT_TRANSLATE_NOOP(
                        "aria::uicommon::ShortcutList", "Earlier days, at the top of the list") },
                { QKeySequence::Find,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Search, also in the past") },
                { Qt::Key_Escape, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "End the search") },
                { QKeySequence::Refresh, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Sync now") },
                { Qt::Key_F10, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Menu") },
                { QKeySequence::Close,
                    QT_TRANSLATE_NOOP(
                        "aria::uicommon::ShortcutList", "Close the window; the program goes on") },
                { QKeySequence::Quit,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Quit the program") } } },
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "A day by its hours"),
            { { Qt::Key_Right, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "The day beside it") },
                { Qt::ALT | Qt::Key_Down,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Move the event, with Alt+Up back") },
                { Qt::ALT | Qt::SHIFT | Qt::Key_Down,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Make the event longer") },
                { Qt::ALT | Qt::SHIFT | Qt::Key_Up,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Make the event shorter") } } },
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Quick add"),
            { { Qt::Key_Return, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Add the event") },
                { Qt::ALT | Qt::Key_Return,
                    QT_TRANSLATE_NOOP(
                        "aria::uicommon::ShortcutList", "Open what is typed in the editor") } } },
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "An event’s card"),
            { { Qt::CTRL | Qt::Key_E, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Edit the event") },
                { Qt::CTRL | Qt::Key_D,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Duplicate the event") },
                { Qt::Key_J, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Join the meeting") },
                { Qt::CTRL | Qt::SHIFT | Qt::Key_C,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Copy the link to it") },
                { Qt::Key_Escape, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Close") } } },
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Editing an event"),
            { { Qt::CTRL | Qt::Key_Return, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Save") },
                { QKeySequence::Save, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Save") },
                { Qt::Key_Down,
                    QT_TRANSLATE_NOOP(
                        "aria::uicommon::ShortcutList", "In a date or time: the one below, with Up back") },
                { Qt::ALT | Qt::Key_Down,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList",
                        "In a date or time: choose from a calendar or list") },
                { Qt::Key_Delete,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Remove the chosen guest") },
                { Qt::Key_Escape,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList",
                        "Close; what you typed is not thrown away unasked") } } },
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Conflicts"),
            { { Qt::CTRL | Qt::Key_1, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "All from ARIA") },
                { Qt::CTRL | Qt::Key_2,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "All from Google") },
                { Qt::CTRL | Qt::Key_3,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Keep both as two events") },
                { Qt::CTRL | Qt::Key_Return,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Apply to all like this") },
                { Qt::CTRL | Qt::Key_N,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Next conflict") } } },
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "History"),
            { { QKeySequence::Undo,
                  QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Undo the chosen change") },
                { Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Undo all since then") },
                { Qt::CTRL | Qt::Key_E,
                    QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Only changes of this event") } } },
        { QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "Everywhere"),
            { { Qt::Key_F1, QT_TRANSLATE_NOOP("aria::uicommon::ShortcutList", "This list") } } },
    };
    return all;
}

} // namespace

ShortcutList::ShortcutList(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *list = new QTreeWidget(this);
    list->setAccessibleName(tr("Keyboard shortcuts"));
    list->setHeaderLabels({ tr("Key"), tr("What it does") });
    list->setRootIsDecorated(false);
    list->setAllColumnsShowFocus(true);
    QFont bold = list->font();
    bold.setBold(true);
    for (const Group &group : groups()) {
        auto *title = new QTreeWidgetItem(list, { tr(group.title) });
        title->setFirstColumnSpanned(true);
        title->setFont(0, bold);
        for (const Entry &entry : group.entries) {
            if (entry.keys.isEmpty())
                continue; // this desktop has none for it
            auto *item =
                new QTreeWidgetItem(title, { entry.keys.toString(QKeySequence::NativeText), tr(entry.what) });
            item->setData(0, Qt::AccessibleTextRole, u"%1: %2"_s.arg(item->text(0), item->text(1)));
            item->setToolTip(1, item->text(1));
        }
    }
    list->expandAll();
    list->setItemsExpandable(false);
    list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    list->setCurrentItem(list->topLevelItem(0));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(list);
    column->addWidget(buttons);
    resize(boundedByScreen(*this, QSize(620, 560)));
}

void ShortcutList::open(QWidget *parent)
{
    static QPointer<ShortcutList> shown; // one is enough
    if (!shown) {
        shown = new ShortcutList(parent);
        shown->setAttribute(Qt::WA_DeleteOnClose);
    }
    shown->show();
    shown->raise();
    shown->activateWindow();
}

void ShortcutList::openWithF1(QWidget *window)
{
    connect(new QShortcut(QKeySequence(Qt::Key_F1), window), &QShortcut::activated, window,
        [window] { open(window); });
}

} // namespace aria::uicommon
