// Everything a person sees, put together: tray, agenda, editor, and the ways to open the other windows.
#pragma once

#include "agenda/agendawindow.h"
#include "base/random.h"
#include "editor/eventdraft.h"
#include "trayicon/trayicon.h"

#include <QPointer>

namespace aria::editor {
class EventEditor;
}

namespace aria::trayicon {

// How to open a window of another room. Each shows its window, or raises it if it is open.
struct Doors
{
    std::function<void()> conflicts;
    std::function<void()> deletions;
    std::function<void()> history;
    std::function<void()> settings;
    std::function<void()> signIn;
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

    void openAgenda();
    void openEvent(const service::EventKey &event, QDate day); // in the agenda
    void editEvent(const service::EventView &view);
    void closeAll(); // the program ends

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
    void newEvent(QDate day);
    void editLoaded(const service::EventView &view);
    void editSeries(const service::EventKey &series);
    void editFollowing(const service::EventKey &occurrence);
    void openEditor(const service::EventKey &name, const std::function<void(editor::EventEditor &)> &start);
    editor::EventEditor *makeEditor();
    void askToSignOut();
    void greet(); // the first start

    uicommon::ServiceLink &m_link;
    Clock &m_clock;
    RandomSource &m_random;
    QSettings &m_state;
    uicommon::UiFormat m_format;
    uicommon::StatusWatch m_watch;
    uicommon::ServiceActions m_actions;
    TrayMenu m_menu;
    TrayIcon m_tray;
    std::unique_ptr<agenda::AgendaWindow> m_agenda;
    // One an event; an id with "+": and what follows it.
    QHash<service::EventKey, QPointer<editor::EventEditor>> m_editors;
    Doors m_doors;
    bool m_greeted = false;
};

} // namespace aria::trayicon
