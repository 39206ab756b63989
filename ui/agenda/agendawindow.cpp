#include "agenda/agendawindow.h"

#include "agenda/deletequestion.h"
#include "agenda/eventdelegate.h"
#include "agenda/monthstrip.h"
#include "agenda/quickaddline.h"
#include "agenda/statusheader.h"
#include "agenda/undobar.h"
#include "dayview/daypanel.h"
#include "uicommon/calendarlook.h"
#include "uicommon/meetinglink.h"
#include "uicommon/screenroom.h"

#include <QCloseEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QWidgetAction>

using namespace Qt::StringLiterals;

namespace aria::agenda {

namespace {

const QString geometryKey = u"agenda/geometry"_s;
const QString monthKey = u"agenda/month"_s;
const QString dayViewKey = u"agenda/day_view"_s;
const QString quickAddKey = u"agenda/quick_add"_s;

} // namespace

AgendaWindow::AgendaWindow(const AgendaContext &context, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_format(format)
    , m_calendars(context.calendars ? *context.calendars
                                    : *new uicommon::CalendarBook(context.link, context.state, this))
    , m_model(new AgendaModel(context.link, context.clock, format, this))
    , m_delegate(new EventDelegate(*m_model, this))
    , m_commands(new EventCommands(context.link, this))
    , m_answers(new invitation::AnswerCommand(context.link, this))
    , m_header(new StatusHeader(context.watch, context.actions, context.clock, format, this))
    , m_view(new QListView(this))
    , m_month(new MonthStrip(context.link, format, this))
    , m_dayPanel(new dayview::DayPanel(context.link, context.clock, format, this))
    , m_calendarMenu(new QMenu(tr("&Calendars"), this))
    , m_search(new QLineEdit(this))
    , m_empty(new QLabel(m_view->viewport()))
    , m_undoBar(new UndoBar(this))
    , m_quickAdd(new QuickAddLine(context.clock, format, this))
{
    setWindowTitle(context.isDemo ? tr("Agenda (demo)") : tr("Agenda"));
    buildLayout();
    addShortcuts();
    connectCommands();
    connect(&m_minute, &QTimer::timeout, this, [this] {
        m_model->refreshNow();
        m_header->refresh();
    });
    connect(&m_calendars, &uicommon::CalendarBook::changed, this, &AgendaWindow::followCalendars);
    connect(&m_calendars, &uicommon::CalendarBook::hiddenChanged, this, &AgendaWindow::followCalendars);
    m_quickAdd->setCalendars(m_calendars);
    followCalendars();
    resize(uicommon::boundedByScreen(*this, QSize(400, 620)));
    restoreGeometry(context.state.value(geometryKey).toByteArray());
    m_monthButton->setChecked(context.state.value(monthKey).toBool());
    m_dayButton->setChecked(context.state.value(dayViewKey).toBool());
    m_quickAdd->setLines(context.state.value(quickAddKey).toStringList());
    m_view->setFocus();
}

AgendaWindow::~AgendaWindow()
{
    keepLines();
}

// What is begun in quick add is there again at the next start.
void AgendaWindow::keepLines()
{
    const QStringList lines = m_quickAdd->lines();
    if (lines.isEmpty())
        m_context.state.remove(quickAddKey);
    else
        m_context.state.setValue(quickAddKey, lines);
}

void AgendaWindow::connectCommands()
{
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &AgendaWindow::restoreSelection);
    connect(
        m_model, &QAbstractItemModel::dataChanged, this, [this] { m_selectedKey.clear(); }); // that was all
    connect(m_model, &AgendaModel::loaded, this, [this] {
        if (m_wantedDay.isValid())
            goTo(m_wantedDay);
        showWhetherEmpty();
    });
    // What is typed is looked for in what is loaded, without another reading.
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &AgendaWindow::showWhetherEmpty);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &AgendaWindow::showWhetherEmpty);
    connect(&m_context.link, &uicommon::ServiceLink::serviceChanged, this, &AgendaWindow::showWhetherEmpty);
    connect(m_model, &AgendaModel::loadingFailed, this, &AgendaWindow::say);
    connect(m_dayPanel, &dayview::DayPanel::dayWanted, this, &AgendaWindow::goTo);
    connect(m_dayPanel, &dayview::DayPanel::opened, this, &AgendaWindow::eventOpened);
    connect(m_dayPanel, &dayview::DayPanel::menuWanted, this, &AgendaWindow::showMenuAt);
    connect(&m_dayPanel->grid(), &dayview::DayGrid::timesWanted, m_commands, &EventCommands::reschedule);
    connect(&m_dayPanel->grid(), &dayview::DayGrid::refused, this, &AgendaWindow::say);
    connect(m_commands, &EventCommands::failed, &m_dayPanel->grid(), &dayview::DayGrid::load);
    connect(m_month, &MonthStrip::dayChosen, this, &AgendaWindow::goTo);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex &current) {
            if (!current.isValid())
                return;
            m_chosenDay = m_model->rowAt(current.row()).day;
            m_month->follow(m_chosenDay);
        });
    connect(m_delegate, &EventDelegate::joinClicked, this, &AgendaWindow::joinWanted);
    connect(m_view, &QListView::activated, this, &AgendaWindow::openCurrent);
    connect(m_commands, &EventCommands::done, m_undoBar, &UndoBar::offer);
    connect(m_commands, &EventCommands::removed, m_model,
        [this](const service::EventKey &event) { m_model->show(event); });
    connect(m_commands, &EventCommands::undone, this,
        [this](const Undoable &edit) { say(tr("Undone: “%1” is as it was.").arg(edit.title)); });
    connect(m_commands, &EventCommands::failed, this, &AgendaWindow::say);
    // What was typed is put back rather than lost.
    connect(
        m_commands, &EventCommands::notCreated, this, [this](const QString &line, const QString &message) {
            say(m_quickAdd->give(line) ? message : message + u'\n' + m_quickAdd->quoted(line));
        });
    connect(m_answers, &invitation::AnswerCommand::answered, this,
        [this](const service::WriteOutcome &outcome) { offerUndo(outcome); });
    connect(m_answers, &invitation::AnswerCommand::failed, this, &AgendaWindow::say);
    connect(m_undoBar, &UndoBar::undoRequested, m_commands, &EventCommands::undo);
    connect(m_quickAdd, &QuickAddLine::entered, m_commands, &EventCommands::create);
    connect(m_quickAdd, &QuickAddLine::editorWanted, this, &AgendaWindow::editorWanted);
    connect(&m_context.actions, &uicommon::ServiceActions::failed, this, &AgendaWindow::say);
}

void AgendaWindow::showWhetherEmpty()
{
    // Without a service nobody knows what is planned.
    const bool isEmpty = m_context.link.service() && m_model->rowCount() == 0 && !m_model->isLoading()
        && !m_model->canFetchMore({});
    m_empty->setText(m_model->filter().isEmpty() ? tr("Nothing planned") : tr("Nothing found"));
    m_empty->setVisible(isEmpty);
}

void AgendaWindow::followCalendars()
{
    QHash<QString, QColor> colors;
    QHash<QString, QString> names;
    for (const uicommon::CalendarEntry &calendar : m_calendars.calendars()) {
        if (calendar.color.isValid())
            colors.insert(calendar.id, calendar.color);
        names.insert(calendar.id, calendar.name);
    }
    m_delegate->setCalendarColors(colors);
    m_delegate->setCalendarNames(names.size() > 1 ? names : QHash<QString, QString>());
    m_model->setHiddenCalendars(m_calendars.hidden());
    m_month->setHiddenCalendars(m_calendars.hidden());
    m_dayPanel->grid().setHiddenCalendars(m_calendars.hidden());
    QSet<QString> readOnly;
    for (const uicommon::CalendarEntry &calendar : m_calendars.calendars()) {
        if (calendar.isReadOnly)
            readOnly.insert(calendar.id);
    }
    m_dayPanel->grid().setReadOnlyCalendars(readOnly);
    m_dayPanel->setColors(colors);
    m_view->viewport()->update();
    fillCalendarMenu();
}

void AgendaWindow::raiseToFront()
{
    show();
    setWindowState(windowState() & ~Qt::WindowMinimized);
    raise();
    activateWindow();
}

void AgendaWindow::goTo(QDate day)
{
    // Hits may all lie before the day; then the last of them is the nearest.
    if (!m_model->filter().isEmpty()) {
        m_wantedDay = m_model->isLoading() && m_model->rowCount() == 0 ? day : QDate();
        int row = m_model->rowOnOrAfter(day);
        if (row < 0)
            row = m_model->rowCount() - 1;
        while (row >= 0 && row < m_model->rowCount() && m_model->rowAt(row).kind != AgendaRow::Kind::Event)
            ++row;
        if (row >= 0 && row < m_model->rowCount()) {
            m_view->setCurrentIndex(m_model->index(row));
            m_view->scrollTo(m_model->index(row), QAbstractItemView::PositionAtCenter);
        }
        return;
    }
    const bool isAhead = day >= m_model->firstDay() && day < m_model->firstDay().addDays(60);
    const int row = m_model->rowOnOrAfter(day);
    m_wantedDay = {};
    if (isAhead && row >= 0) {
        m_view->scrollTo(m_model->index(row), QAbstractItemView::PositionAtTop);
        const int wanted = m_model->rowOfEvent(std::exchange(m_wantedEvent, {}));
        for (int i = wanted >= 0 ? wanted : row; i < m_model->rowCount(); ++i) {
            if (m_model->rowAt(i).kind != AgendaRow::Kind::Event)
                continue;
            m_view->setCurrentIndex(m_model->index(i));
            break;
        }
    } else if (!isAhead) {
        m_wantedDay = day;
        m_model->setFirstDay(day);
    }
    m_chosenDay = day; // also where it has no row
    m_month->follow(day);
    m_dayPanel->setDay(day);
}

void AgendaWindow::goToEvent(const service::EventKey &event, QDate day)
{
    endSearch();
    m_wantedEvent = event;
    goTo(day);
    m_dayPanel->choose(event);
}

void AgendaWindow::offerUndo(const Undoable &edit, bool pushed)
{
    m_undoBar->offer(edit, pushed);
}

void AgendaWindow::offerUndo(const service::WriteOutcome &answered)
{
    const service::EventView &view = answered.view;
    m_undoBar->offer(
        { Undoable::Kind::Answered, uicommon::titleOf(view.event), view, view.googleEventId, view.localId },
        answered.pushed);
}

void AgendaWindow::say(const QString &message)
{
    m_undoBar->say(message);
}

void AgendaWindow::search(const QString &text)
{
    if (!text.isEmpty() && m_dayPanel->isVisible()) { // what is found stands in the list
        const QSignalBlocker quiet(m_dayButton);
        m_dayButton->setChecked(false);
        m_dayPanel->hide();
        m_view->show();
    }
    m_model->setFilter(text.simplified());
    if (!text.isEmpty())
        m_wantedDay = m_model->today();
}

void AgendaWindow::endSearch()
{
    if (m_search->text().isEmpty() && !m_search->isVisible())
        return;
    m_search->clear();
    m_search->hide();
    m_wantedDay = {};
    m_view->setFocus();
}

const AgendaRow *AgendaWindow::currentEvent() const
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid())
        return nullptr;
    const AgendaRow &row = m_model->rowAt(index.row());
    return row.kind == AgendaRow::Kind::Event ? &row : nullptr;
}

// The first and the last row are no events, and the view would not go to them.
int AgendaWindow::outermostEvent(bool isFirst) const
{
    const int count = m_model->rowCount();
    for (int i = 0; i < count; ++i) {
        const int row = isFirst ? i : count - 1 - i;
        if (m_model->rowAt(row).kind == AgendaRow::Kind::Event)
            return row;
    }
    return -1;
}

const service::EventView *AgendaWindow::chosenEvent() const
{
    if (m_dayPanel->isVisible())
        return m_dayPanel->chosen();
    const AgendaRow *row = currentEvent();
    return row ? &row->view : nullptr;
}

void AgendaWindow::openCurrent()
{
    if (const service::EventView *view = chosenEvent())
        Q_EMIT eventOpened(*view);
}

void AgendaWindow::editCurrent()
{
    if (const service::EventView *view = chosenEvent())
        Q_EMIT editWanted(*view);
}

void AgendaWindow::joinCurrent()
{
    const service::EventView *view = chosenEvent();
    const QUrl meeting = view ? uicommon::meetingOf(view->event) : QUrl();
    if (!meeting.isEmpty())
        Q_EMIT joinWanted(meeting);
}

void AgendaWindow::deleteCurrent()
{
    const service::EventView *current = chosenEvent();
    if (!current)
        return;
    const service::EventView view = *current;
    askWhatToDelete(view, this, [this, view](const service::EventKey &event, bool following) {
        m_model->hide(event);
        m_dayPanel->leaveOut(event);
        m_commands->remove(view, event, following);
    });
}

void AgendaWindow::keepSelection()
{
    const AgendaRow *row = m_view->selectionModel()->hasSelection() ? currentEvent() : nullptr;
    if (row) {
        m_selectedKey = row->key;
        m_selectedId = row->view.googleEventId;
    }
}

void AgendaWindow::restoreSelection()
{
    const QString key = std::exchange(m_selectedKey, {});
    // Where nobody has chosen one, the keyboard begins at the first, also if that comes last.
    if (!m_view->selectionModel()->hasSelection() && key.isEmpty())
        m_view->selectionModel()->setCurrentIndex(
            m_model->index(outermostEvent(true)), QItemSelectionModel::NoUpdate);
    int row = key.isEmpty() ? -1 : m_model->rowOfKey(key);
    if (row < 0 && !key.isEmpty())
        row = m_model->rowOfEvent(service::EventKey(m_selectedId, {}));
    if (row < 0)
        return;
    const int scrolled = m_view->verticalScrollBar()->value();
    m_view->setCurrentIndex(m_model->index(row));
    m_view->verticalScrollBar()->setValue(scrolled);
}

void AgendaWindow::showMonth(bool isShown)
{
    m_context.state.setValue(monthKey, isShown);
    if (isShown)
        m_month->follow(chosenDay().isValid() ? chosenDay() : m_model->today());
    m_month->setVisible(isShown);
}

void AgendaWindow::showDayView(bool isShown)
{
    m_context.state.setValue(dayViewKey, isShown);
    m_dayPanel->setDay(m_chosenDay.isValid() ? m_chosenDay : m_model->today());
    m_dayPanel->setVisible(isShown);
    m_view->setVisible(!isShown);
    (isShown ? static_cast<QWidget *>(m_dayPanel) : m_view)->setFocus();
}

void AgendaWindow::pickDate()
{
    QMenu menu(this);
    auto *calendar = new QCalendarWidget(&menu);
    uicommon::dress(*calendar, m_format.locale);
    const QModelIndex top = m_view->indexAt(QPoint(1, 1));
    calendar->setSelectedDate(top.isValid() ? m_model->rowAt(top.row()).day : m_model->today());
    auto *holder = new QWidgetAction(&menu);
    holder->setDefaultWidget(calendar);
    menu.addAction(holder);
    const auto choose = [this, &menu](QDate day) {
        menu.close();
        goTo(day);
    };
    connect(calendar, &QCalendarWidget::clicked, &menu, choose);
    connect(calendar, &QCalendarWidget::activated, &menu, choose);
    calendar->setFocus();
    menu.exec(mapToGlobal(QPoint(0, m_view->y())));
}

void AgendaWindow::closeEvent(QCloseEvent *event)
{
    m_context.state.setValue(geometryKey, saveGeometry());
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

void AgendaWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_model->refreshNow();
    m_header->refresh();
    m_minute.start(std::chrono::minutes(1));
}

// No timer runs while the window is hidden.
void AgendaWindow::hideEvent(QHideEvent *event)
{
    m_minute.stop();
    keepLines();
    m_context.state.setValue(geometryKey, saveGeometry());
    QWidget::hideEvent(event);
}

} // namespace aria::agenda
