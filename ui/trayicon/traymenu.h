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

    // What runs and what begins next, one line each, for the tooltip; one that says so where there is nothing more
    // today.
    QStringList nextEventLines() const;
    // When these lines say something else though nothing changed; invalid: not today.
    QDateTime nextEventLinesChange() const;
    // Of the event that begins within minutes, of the one that runs, or of the next one today; empty: there is none.
    QUrl nextMeeting() const;
    void readEvents(); // today's, again

Q_SIGNALS:
    void eventsRead();
    void eventChosen(const aria::service::EventView &view);
    void joinWanted(const QUrl &meeting);

private:
    struct Soon
    {
        const service::EventView *running = nullptr;
        const service::EventView *next = nullptr;
    };
    Soon soon() const; // of what was last read, without what lasts all day

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
