// The icon in the panel, for as long as there is a panel.
#pragma once

#include "trayicon/trayimage.h"
#include "trayicon/traymenu.h"

#include <QSystemTrayIcon>

namespace aria::trayicon {

// Lives on the UI thread; the references outlive it. A panel may appear late or restart; on desktops without one
// there is no icon, which noTrayFound() reports once, a few seconds after the start.
class TrayIcon : public QObject
{
    Q_OBJECT
public:
    TrayIcon(const uicommon::StatusWatch &watch, uicommon::ServiceActions &actions, TrayMenu &menu,
        Clock &clock, const uicommon::UiFormat &format, QObject *parent = nullptr);
    ~TrayIcon() override;

    bool isShown() const { return m_icon && m_icon->isVisible(); }
    QRect geometry() const { return m_icon ? m_icon->geometry() : QRect(); }
    // For balloons; null if there is no panel.
    QSystemTrayIcon *systemIcon() const { return m_icon.get(); }
    const TrayFace &face() const { return m_face; }
    QString tooltip() const;

Q_SIGNALS:
    void noTrayFound();
    void agendaToggled(); // clicked

private:
    void lookForTray();
    void refresh();
    void waitForMidnight();
    void countDown();

    const uicommon::StatusWatch &m_watch;
    uicommon::ServiceActions &m_actions;
    TrayMenu &m_menu;
    Clock &m_clock;
    uicommon::UiFormat m_format;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    TrayFace m_face;
    QTimer m_look;
    QTimer m_midnight;
    QTimer m_countdown;
    int m_looks = 0;
};

} // namespace aria::trayicon
