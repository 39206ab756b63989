// Finds out what a diagnosis has to ask the network: Google, the calendars, our own public address.
#pragma once

#include "google/calendarapi.h"
#include "service/diagnosis.h"
#include "service/servicethread.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class Examiner final
{
public:
    Examiner(const Settings &settings, google::CalendarApi &api, ServiceThread &thread);

    // Returns the facts with the network's answers added. Takes a few seconds at most.
    QCoro::Task<DiagnosisFacts> look(DiagnosisFacts facts);

private:
    QFuture<Reached> reach(const QUrl &address);
    QFuture<Expected<bool>> askFor(const QString &calendarId);
    QCoro::Task<void> reachOnce(QUrl address, std::shared_ptr<QPromise<Reached>> promise);
    QCoro::Task<void> askOnce(QString calendarId, std::shared_ptr<QPromise<Expected<bool>>> promise);

    const QStringList m_calendarIds;
    const QUrl m_googleUrl;
    const QUrl m_webhookUrl; // empty: there is none
    google::CalendarApi &m_api;
    ServiceThread &m_thread;
};

} // namespace aria::service
