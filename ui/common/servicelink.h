// The windows' way to the service, which may be replaced under them when settings change.
#pragma once

#include "service/calendarservice.h"

#include <QPointer>

namespace aria::uicommon {

// Lives on the UI thread and outlives the windows, which keep a reference to it and ask it for the service each time.
class ServiceLink : public QObject
{
    Q_OBJECT
public:
    explicit ServiceLink(QObject *parent = nullptr);

    // Null: there is none at the moment (it is restarting). The service outlives the link's use of it: the link is
    // set to null before the service is destroyed.
    void setService(service::CalendarService *service);
    service::CalendarService *service() const { return m_service; }
    // There is none, because it could not start, and it will not start by itself.
    void setFailure(const QString &reason);
    const QString &failure() const { return m_failure; } // empty: it is there, or about to come

Q_SIGNALS:
    void serviceChanged(); // another one, or none: reload everything
    void stateChanged(); // as CalendarService::stateChanged, on the UI thread
    void eventsChanged(const QList<aria::service::EventChange> &changes);

private:
    QPointer<service::CalendarService> m_service;
    QString m_failure;
};

} // namespace aria::uicommon
