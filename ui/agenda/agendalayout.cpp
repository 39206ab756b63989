// AgendaWindow: its parts, keys and menus.
#include "agenda/agendawindow.h"

#include "agenda/demobar.h"
#include "agenda/eventdelegate.h"
#include "agenda/monthstrip.h"
#include "agenda/quickaddline.h"
#include "agenda/statusheader.h"
#include "agenda/undobar.h"
#include "dayview/daypanel.h"
#include "uicommon/icons.h"
#include "uicommon/meetinglink.h"
#include "uicommon/shortcutlist.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::agenda {

namespace {

const QKeySequence editKeys(Qt::CTRL | Qt::Key_E);

QToolButton *makeButton(QWidget *parent, const QString &symbol, const QString &name, const QKeySequence &keys)
{
    auto *button = new QToolButton(parent);
    button->setIcon(uicommon::icon(symbol));
    button->setAutoRaise(true);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(
        keys.isEmpty() ? name : u"%1 (%2)"_s.arg(name, keys.toString(QKeySequence::NativeText)));
    return button;
}

} // namespace

QWidget *AgendaWindow::makeToolRow()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto *today = makeButton(row, u"today"_s, tr("Today"), QKeySequence(Qt::Key_T));
    connect(today, &QToolButton::clicked, this, [this] { goTo(m_model->today()); });
    auto *jump = makeButton(row, u"calendar"_s, tr("Go to date"), QKeySequence(Qt::CTRL | Qt::Key_G));
    connect(jump, &QToolButton::clicked, this, &AgendaWindow::pickDate);
    m_monthButton = makeButton(row, u"month"_s, tr("Month"), QKeySequence(Qt::Key_M));
    m_monthButton->setCheckable(true);
    connect(m_monthButton, &QToolButton::toggled, this, &AgendaWindow::showMonth);
    m_dayButton = makeButton(row, u"day"_s, tr("Day view"), QKeySequence(Qt::Key_D));
    m_dayButton->setCheckable(true);
    connect(m_dayButton, &QToolButton::toggled, this, &AgendaWindow::showDayView);
    auto *find = makeButton(row, u"search"_s, tr("Search"), QKeySequence(QKeySequence::Find));
    connect(find, &QToolButton::clicked, this, [this] {
        m_search->show();
        m_search->setFocus();
    });
    auto *add = makeButton(row, u"add"_s, tr("New event"), QKeySequence(QKeySequence::New));
    connect(add, &QToolButton::clicked, &m_context.actions.newEvent, &QAction::trigger);

    auto *menu = new QMenu(row);
    uicommon::ServiceActions &actions = m_context.actions;
    menu->addActions({ &actions.newEvent, &actions.syncNow });
    menu->addMenu(m_calendarMenu);
    menu->addSeparator();
    menu->addActions({ &actions.reviewConflicts, &actions.confirmDeletions, &actions.pauseHour,
        &actions.pause, &actions.resume });
    menu->addSeparator();
    menu->addActions({ &actions.history, &actions.settings, &actions.signIn, &actions.signOut });
    menu->addAction(tr("&Keyboard shortcuts"), this, [this] { uicommon::ShortcutList::open(this); });
    menu->addSeparator();
    menu->addAction(&actions.quit);
    auto *more = makeButton(row, u"menu"_s, tr("Menu"), QKeySequence(Qt::Key_F10));
    more->setMenu(menu);
    more->setPopupMode(QToolButton::InstantPopup);
    connect(
        new QShortcut(QKeySequence(Qt::Key_F10), this), &QShortcut::activated, more, &QToolButton::showMenu);

    layout->addWidget(today);
    layout->addWidget(jump);
    layout->addWidget(m_monthButton);
    layout->addWidget(m_dayButton);
    layout->addWidget(find);
    layout->addWidget(add);
    layout->addStretch();
    layout->addWidget(more);
    return row;
}

void AgendaWindow::buildLayout()
{
    m_view->setItemDelegate(m_delegate);
    // Before the view hears of it, which then goes to the row below.
    connect(m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &AgendaWindow::keepSelection);
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Events"));
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setMouseTracking(true);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    connect(m_view, &QWidget::customContextMenuRequested, this,
        [this](const QPoint &position) { showMenuAt(m_view->viewport()->mapToGlobal(position)); });

    m_month->hide();
    m_dayPanel->hide();
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->hide();

    m_search->setPlaceholderText(tr("Search events"));
    m_search->setAccessibleName(tr("Search events"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(uicommon::icon(u"search"_s), QLineEdit::LeadingPosition);
    m_search->hide();
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &AgendaWindow::search);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(6);
    if (m_context.isDemo) {
        auto *demo = new DemoBar(this);
        connect(demo, &DemoBar::ownAccountWanted, this, &AgendaWindow::ownAccountWanted);
        column->addWidget(demo);
    }
    column->addWidget(m_header);
    column->addWidget(makeToolRow());
    column->addWidget(m_search);
    column->addWidget(m_month);
    column->addWidget(m_view, 1);
    column->addWidget(m_dayPanel, 1);
    column->addWidget(m_undoBar);
    column->addWidget(m_quickAdd);
    setTabOrder(m_view, m_quickAdd->edit());
    setTabOrder(m_quickAdd->edit(), m_quickAdd->calendarField());
    setMinimumWidth(280);
}

void AgendaWindow::addShortcuts()
{
    const auto onKey = [this](const QKeySequence &keys, QWidget *where, auto act) {
        auto *shortcut = new QShortcut(keys, where);
        shortcut->setContext(where == this ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    onKey(QKeySequence::Find, this, [this] {
        m_search->show();
        m_search->setFocus();
        m_search->selectAll();
    });
    onKey(QKeySequence::Undo, this, [this] {
        // In a line of text, Ctrl+Z belongs to the text.
        for (QLineEdit *line : { m_search, m_quickAdd->edit() }) {
            if (line->hasFocus() && line->isUndoAvailable())
                return line->undo();
        }
        m_undoBar->undo();
    });
    onKey(QKeySequence(Qt::CTRL | Qt::Key_G), this, &AgendaWindow::pickDate);
    onKey(QKeySequence::Close, this, &AgendaWindow::close);
    onKey(QKeySequence(Qt::Key_T), m_view, [this] { goTo(m_model->today()); });
    onKey(QKeySequence(Qt::Key_T), m_dayPanel, [this] { goTo(m_model->today()); });
    for (QWidget *part : { static_cast<QWidget *>(m_view), static_cast<QWidget *>(m_dayPanel) }) {
        onKey(QKeySequence(Qt::Key_M), part, [this] { m_monthButton->toggle(); });
        onKey(QKeySequence(Qt::Key_D), part, [this] { m_dayButton->toggle(); });
        onKey(editKeys, part, [this] { editCurrent(); });
        onKey(QKeySequence(Qt::Key_J), part, [this] { joinCurrent(); });
        onKey(QKeySequence::Delete, part, [this] { deleteCurrent(); });
    }
    uicommon::ShortcutList::openWithF1(this);
    addActions({ &m_context.actions.newEvent, &m_context.actions.syncNow, &m_context.actions.quit });
}

// A tick for each calendar that is shown; without a choice there is no menu.
void AgendaWindow::fillCalendarMenu()
{
    m_calendarMenu->clear();
    const QList<uicommon::CalendarEntry> &calendars = m_calendars.calendars();
    m_calendarMenu->menuAction()->setVisible(calendars.size() > 1);
    for (const uicommon::CalendarEntry &calendar : calendars) {
        const QColor color = calendar.color.isValid() ? calendar.color : palette().color(QPalette::Highlight);
        // An ampersand in a name is no mnemonic.
        QAction *action =
            m_calendarMenu->addAction(uicommon::swatch(color), QString(calendar.name).replace(u'&', u"&&"_s));
        action->setCheckable(true);
        action->setChecked(!m_calendars.isHidden(calendar.id));
        connect(action, &QAction::toggled, this,
            [this, id = calendar.id](bool isShown) { m_calendars.setHidden(id, !isShown); });
    }
}

void AgendaWindow::fillMoveMenu(QMenu &menu, const service::EventView &view)
{
    QList<uicommon::CalendarEntry> targets = m_calendars.writable();
    targets.removeIf([&view](const uicommon::CalendarEntry &entry) { return entry.id == view.calendarId; });
    if (targets.isEmpty() || m_calendars.entry(view.calendarId).isReadOnly)
        return;
    const bool isSeries = !view.event.recurringEventId().isEmpty() || view.event.isMaster();
    QMenu *moving = menu.addMenu(isSeries ? tr("Mo&ve the series to") : tr("Mo&ve to", "another calendar"));
    for (const uicommon::CalendarEntry &target : std::as_const(targets)) {
        const QColor color = target.color.isValid() ? target.color : palette().color(QPalette::Highlight);
        moving->addAction(uicommon::swatch(color), QString(target.name).replace(u'&', u"&&"_s), this,
            [this, view, id = target.id] { m_commands->move(view, id); });
    }
}

void AgendaWindow::showMenuAt(const QPoint &position)
{
    const service::EventView *chosen = chosenEvent();
    if (!chosen)
        return;
    const service::EventView view = *chosen;
    QMenu menu(this);
    menu.setDefaultAction(
        menu.addAction(uicommon::icon(u"open"_s), tr("&Open…"), this, &AgendaWindow::openCurrent));
    menu.addAction(uicommon::icon(u"edit"_s), tr("&Edit…"), this, &AgendaWindow::editCurrent)
        ->setShortcut(editKeys);
    if (!uicommon::meetingOf(view.event).isEmpty())
        menu.addAction(uicommon::icon(u"join"_s), tr("&Join meeting"), this, &AgendaWindow::joinCurrent);
    if (view.status == store::SyncStatus::Conflict)
        menu.addAction(&m_context.actions.reviewConflicts);
    fillAnswers(menu, view);
    menu.addAction(
        uicommon::icon(u"add"_s), tr("D&uplicate…"), this, [this, view] { Q_EMIT duplicateWanted(view); });
    fillMoveMenu(menu, view);
    menu.addSeparator();
    menu.addAction(uicommon::icon(u"delete"_s), tr("&Delete"), this, &AgendaWindow::deleteCurrent);
    // The list's letters (T, M, D, J) are not for the menu over it.
    menu.installEventFilter(this);
    for (QMenu *below : menu.findChildren<QMenu *>())
        below->installEventFilter(this);
    menu.exec(position);
}

// Yes, maybe, no: at once for a single event; of a series, for this one or for all.
void AgendaWindow::fillAnswers(QMenu &menu, const service::EventView &view)
{
    using invitation::Answer;
    const auto given = invitation::answerOf(view.event);
    if (!given)
        return;
    const QString host = invitation::hostOf(view.event);
    menu.addSeparator();
    menu.addSection(host.isEmpty() ? tr("You are invited") : tr("%1 invites you", "a person").arg(host));
    const bool isOfSeries = view.event.isException();
    for (const Answer answer : { Answer::Yes, Answer::Maybe, Answer::No }) {
        const QString text = invitation::menuTextOf(answer);
        QAction *action = nullptr;
        if (isOfSeries) {
            QMenu *scope = menu.addMenu(text);
            scope->addAction(
                tr("For &this event only"), this, [this, view, answer] { give(view, { answer }); });
            scope->addAction(tr("For &all of the series"), this, [this, view, answer] {
                give(view, { answer, std::nullopt, true });
            });
            action = scope->menuAction();
        } else {
            action = menu.addAction(text, this, [this, view, answer] { give(view, { answer }); });
        }
        action->setCheckable(true);
        action->setChecked(*given == answer);
    }
    menu.addAction(tr("Answer &with a note…"), this, [this, view] { Q_EMIT noteWanted(view); });
    menu.addSeparator();
}

bool AgendaWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && qobject_cast<QMenu *>(watched)) {
        event->accept();
        return true;
    }
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        m_empty->setGeometry(m_view->viewport()->rect());
    // Scrolling up past the first row shows the days before.
    const bool isAtTop = m_view->verticalScrollBar()->value() == m_view->verticalScrollBar()->minimum();
    if (watched == m_view->viewport() && event->type() == QEvent::Wheel && isAtTop
        && static_cast<QWheelEvent *>(event)->angleDelta().y() > 0 && m_model->filter().isEmpty()) {
        keepSelection();
        m_wantedDay = m_model->firstDay().addDays(-1);
        m_model->showEarlier();
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (watched == m_view && (key == Qt::Key_PageUp || key == Qt::Key_Up) && isAtTop
        && m_model->filter().isEmpty() && m_view->currentIndex().row() <= 1) {
        m_wantedDay = m_model->firstDay().addDays(-1);
        m_model->showEarlier();
        return true;
    }
    if (watched == m_view && (key == Qt::Key_Home || key == Qt::Key_End)) {
        if (const int row = outermostEvent(key == Qt::Key_Home); row >= 0)
            m_view->setCurrentIndex(m_model->index(row));
        return true;
    }
    if ((watched == m_search || watched == m_view) && key == Qt::Key_Escape && m_search->isVisible()) {
        endSearch();
        return true;
    }
    if (watched == m_search && (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter)) {
        m_view->setFocus();
        if (!currentEvent())
            goTo(m_model->today());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace aria::agenda
