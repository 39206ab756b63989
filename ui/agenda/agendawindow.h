// The agenda: what comes today and next, with search, quick add and undo.
#pragma once

#include "agenda/agendamodel.h"
#include "agenda/eventcommands.h"
#include "invitation/answercommand.h"
#include "uicommon/calendarbook.h"
#include "uicommon/serviceactions.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QToolButton;

namespace aria::dayview {
class DayPanel;
}

namespace aria::agenda {

class EventDelegate;
class MonthStrip;
class QuickAddLine;
class StatusHeader;
class UndoBar;

// What a window of this room works with; all of it outlives the window.
struct AgendaContext
{
    uicommon::ServiceLink &link;
    const uicommon::StatusWatch &watch;
    uicommon::ServiceActions &actions;
    Clock &clock;
    QSettings &state; // keeps the window's place
    bool isDemo = false;
    uicommon::CalendarBook *calendars = nullptr; // null: the window has one of its own
};

class AgendaWindow : public QWidget
{
    Q_OBJECT
public:
    AgendaWindow(const AgendaContext &context, const uicommon::UiFormat &format, QWidget *parent = nullptr);
    ~AgendaWindow() override;

    void raiseToFront(); // shows it where it was
    void goTo(QDate day);
    void goToEvent(const service::EventKey &event, QDate day);
    // Something was saved in the editor.
    void offerUndo(const Undoable &edit, bool pushed);
    // An invitation was answered.
    void offerUndo(const service::WriteOutcome &answered);
    void say(const QString &message);

    QDate chosenDay() const { return m_chosenDay; } // invalid: none is

    AgendaModel &model() { return *m_model; }
    QListView *view() const { return m_view; }

Q_SIGNALS:
    void eventOpened(const aria::service::EventView &view); // to look at it
    void editWanted(const aria::service::EventView &view);
    void duplicateWanted(const aria::service::EventView &view);
    void noteWanted(const aria::service::EventView &view); // an answer to its invitation, with a note
    void editorWanted(const aria::service::CreateRequest &request); // a new event that begins with this
    void joinWanted(const QUrl &meeting);
    void ownAccountWanted(); // in the demo
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildLayout();
    QWidget *makeToolRow();
    void addShortcuts();
    void connectCommands();
    void followCalendars();
    void fillCalendarMenu();
    void fillMoveMenu(QMenu &menu, const service::EventView &view);
    void search(const QString &text);
    void endSearch();
    void showWhetherEmpty();
    int outermostEvent(bool isFirst) const; // its row; -1: there is none
    void openCurrent();
    void editCurrent();
    void joinCurrent();
    void fillAnswers(QMenu &menu, const service::EventView &view);
    void give(const service::EventView &view, const invitation::Reply &reply)
    {
        m_answers->give(view, reply);
    }
    void deleteCurrent();
    void showMenuAt(const QPoint &position); // on the screen
    void pickDate();
    void showMonth(bool isShown);
    void showDayView(bool isShown); // instead of the list
    void keepLines();
    void keepSelection();
    void restoreSelection();
    const AgendaRow *currentEvent() const; // of the list; null: none is chosen
    const service::EventView *chosenEvent() const; // in the list or the day view; null: none is

    AgendaContext m_context;
    uicommon::UiFormat m_format;
    uicommon::CalendarBook &m_calendars;
    AgendaModel *m_model;
    EventDelegate *m_delegate;
    EventCommands *m_commands;
    invitation::AnswerCommand *m_answers;
    StatusHeader *m_header;
    QListView *m_view;
    MonthStrip *m_month;
    QToolButton *m_monthButton = nullptr;
    dayview::DayPanel *m_dayPanel;
    QToolButton *m_dayButton = nullptr;
    QMenu *m_calendarMenu; // which calendars are shown
    QLineEdit *m_search;
    QLabel *m_empty; // over the view where there is nothing to show
    UndoBar *m_undoBar;
    QuickAddLine *m_quickAdd;
    QTimer m_minute; // while visible
    QString m_selectedKey;
    QString m_selectedId; // of its event: in another calendar or on another day it has another key
    QDate m_chosenDay; // of the current row, or gone to last; may have no events
    QDate m_wantedDay; // to scroll to once it is loaded
    service::EventKey m_wantedEvent;
};

} // namespace aria::agenda
