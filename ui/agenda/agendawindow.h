// The agenda: what comes today and next, with search, quick add and undo.
#pragma once

#include "agenda/agendamodel.h"
#include "agenda/eventcommands.h"
#include "invitation/answercommand.h"
#include "uicommon/serviceactions.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QToolButton;

namespace aria::agenda {

class EventDelegate;
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

    AgendaModel &model() { return *m_model; }
    QListView *view() const { return m_view; }

Q_SIGNALS:
    void eventOpened(const aria::service::EventView &view); // to look at it
    void editWanted(const aria::service::EventView &view);
    void duplicateWanted(const aria::service::EventView &view);
    void noteWanted(const aria::service::EventView &view); // an answer to its invitation, with a note
    void newEventWanted(QDate day);
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
    void readCalendarColors();
    void search(const QString &text);
    void endSearch();
    void showWhetherEmpty();
    void chooseOutermost(bool isFirst);
    void openCurrent();
    void editCurrent();
    void joinCurrent();
    void fillAnswers(QMenu &menu, const service::EventView &view);
    void give(const service::EventView &view, const invitation::Reply &reply)
    {
        m_answers->give(view, reply);
    }
    void deleteCurrent();
    void showMenuAt(const QPoint &position);
    void pickDate();
    void keepSelection();
    void restoreSelection();
    const AgendaRow *currentEvent() const; // null: none is chosen
    QDate chosenDay() const; // of the current row; invalid: none

    AgendaContext m_context;
    uicommon::UiFormat m_format;
    AgendaModel *m_model;
    EventDelegate *m_delegate;
    EventCommands *m_commands;
    invitation::AnswerCommand *m_answers;
    StatusHeader *m_header;
    QListView *m_view;
    QLineEdit *m_search;
    QLabel *m_empty; // over the view where there is nothing to show
    UndoBar *m_undoBar;
    QuickAddLine *m_quickAdd;
    QTimer m_minute; // while visible
    QString m_selectedKey;
    QDate m_wantedDay; // to scroll to once it is loaded
    service::EventKey m_wantedEvent;
    QStringList m_sentLines; // of quick add, until they are answered
};

} // namespace aria::agenda
