// The tray's menu: the rest of today, then what can be done.
#pragma once

#include "base/clock.h"
#include "uicommon/serviceactions.h"
#include "uicommon/uiformat.h"

#include <QMenu>

namespace aria::trayicon {

// Lives on the UI thread; the references outlive it.
class TrayMenu : public QMenu
{
    Q_OBJECT
public:
    TrayMenu(uicommon::ServiceLink &link, uicommon::ServiceActions &actions, Clock &clock,
        const uicommon::UiFormat &format);

    // The event that begins next or runs, as last read; for the tooltip. Empty: nothing more today.
    QString nextEventText() const;
    void readEvents(); // today's, again

Q_SIGNALS:
    void eventsRead();
    void eventChosen(const aria::service::EventView &view);
    void joinWanted(const QUrl &meeting);

private:
    void fill();
    void addEvent(const service::EventView &view);

    uicommon::ServiceLink &m_link;
    uicommon::ServiceActions &m_actions;
    Clock &m_clock;
    uicommon::UiFormat m_format;
    QList<service::EventView> m_today; // not over yet, in order
    QTimer m_soon;
};

} // namespace aria::trayicon
