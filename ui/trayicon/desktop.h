// Everything a person sees, put together: tray, agenda, editor, and the ways to open the other windows.
#pragma once

#include "agenda/agendawindow.h"
#include "base/random.h"
#include "card/eventcard.h"
#include "trayicon/editors.h"
#include "trayicon/trayicon.h"

#include <QPointer>

class QMessageBox;

namespace aria::trayicon {

// In the windows' own settings: the next start shows the agenda.
inline const QString openOnceKey = QStringLiteral("window/open_once");

// How to open a window of another room. Each shows its window, or raises it if it is open.
struct Doors
{
    std::function<void()> conflicts;
    std::function<void()> deletions;
    std::function<void()> history;
    std::function<void()> settings;
    std::function<void()> signIn;
    std::function<void()> ownAccount = {}; // only in the demo: leaves it
};

// Lives on the UI thread; the references outlive it. The service comes and goes through the link.
class Desktop : public QObject
{
    Q_OBJECT
public:
    Desktop(uicommon::ServiceLink &link, Clock &clock, RandomSource &random, QSettings &state,
        const uicommon::UiFormat &format, QObject *parent = nullptr);
    ~Desktop() override;

    // A window without a door is not offered.
    void setDoors(const Doors &doors);

    // Started by the session: a missing panel may come late and is no reason for a window.
    void setQuiet(bool isQuiet) { m_isQuiet = isQuiet; }

    void openAgenda();
    void openEvent(const service::EventKey &event, QDate day); // in the agenda
    void showCard(const service::EventView &view);
    void joinNext(); // the meeting that runs or comes next today; says so where there is none
    void editEvent(const service::EventView &view);
    void duplicate(const service::EventView &view);
    // An invitation, from a notification.
    void answer(const service::EventKey &event, invitation::Answer answer);
    // Ends in quitWanted(), after a question if something is not saved.
    void askToQuit();
    // Another window of the program was closed: says where it goes on, if no window is left and nobody has said it.
    void followClosing();
    // The program ends; what is not saved is offered at the next start.
    void closeAll();
    void keepDrafts() { m_editors.keepDrafts(); } // the session ends

    uicommon::ServiceActions &actions() { return m_actions; }
    const uicommon::StatusWatch &watch() const { return m_watch; }
    TrayIcon &tray() { return m_tray; }
    agenda::AgendaWindow &agenda(); // made when it is first needed
    const uicommon::UiFormat &format() const { return m_format; }

Q_SIGNALS:
    void quitWanted();
    void restartWanted(); // settings changed that the service reads when it starts

private:
    void connectActions();
    void toggleAgenda();
    void placeBesideTray();
    void askForAnswer(const service::EventView &view); // with a note
    void askToSignOut();
    void greet(); // the first start
    void sayWhereItGoesOn(); // after the first close

    uicommon::ServiceLink &m_link;
    Clock &m_clock;
    QSettings &m_state;
    uicommon::UiFormat m_format;
    uicommon::StatusWatch m_watch;
    uicommon::ServiceActions m_actions;
    TrayMenu m_menu;
    TrayIcon m_tray;
    invitation::AnswerCommand m_answers;
    std::unique_ptr<agenda::AgendaWindow> m_agenda;
    std::unique_ptr<card::EventCard> m_card;
    uicommon::CalendarBook m_calendars;
    Editors m_editors;
    QPointer<QMessageBox> m_quitQuestion;
    QPointer<QMessageBox> m_whereItGoesOn;
    Doors m_doors;
    bool m_isDemo = false;
    bool m_isQuiet = false;
    bool m_greeted = false;
    bool m_draftsOffered = false;
};

} // namespace aria::trayicon
