#include "uicommon/servicelink.h"

namespace aria::uicommon {

using service::CalendarService;

ServiceLink::ServiceLink(QObject *parent)
    : QObject(parent)
{
}

void ServiceLink::setService(CalendarService *service)
{
    if (service == m_service && m_failure.isEmpty())
        return;
    m_failure.clear();
    if (m_service)
        m_service->disconnect(this);
    m_service = service;
    if (service) {
        connect(service, &CalendarService::stateChanged, this, &ServiceLink::stateChanged);
        connect(service, &CalendarService::eventsChanged, this, &ServiceLink::eventsChanged);
    }
    Q_EMIT serviceChanged();
}

void ServiceLink::setFailure(const QString &reason)
{
    if (m_service)
        m_service->disconnect(this);
    m_service = nullptr;
    m_failure = reason;
    Q_EMIT serviceChanged();
}

} // namespace aria::uicommon
