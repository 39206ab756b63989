#include "uicommon/statuswatch.h"

#include "base/whenfinished.h"
#include "uicommon/errorwords.h"

namespace aria::uicommon {

namespace {

// An import reports its progress with every page; nobody can read it more often than this.
constexpr std::chrono::milliseconds pause{ 200 };

} // namespace

StatusWatch::StatusWatch(ServiceLink &link, QObject *parent)
    : QObject(parent)
    , m_link(link)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &StatusWatch::read);
    connect(&link, &ServiceLink::stateChanged, this, &StatusWatch::readSoon);
    connect(&link, &ServiceLink::eventsChanged, this, &StatusWatch::readSoon);
    connect(&link, &ServiceLink::serviceChanged, this, [this] {
        m_known = false;
        m_isReading = false;
        m_problem = m_link.failure();
        Q_EMIT updated();
        read();
    });
    read();
}

void StatusWatch::readSoon()
{
    if (m_isReading)
        m_again = true;
    else if (!m_soon.isActive())
        m_soon.start(pause);
}

void StatusWatch::read()
{
    service::CalendarService *service = m_link.service();
    if (!service || m_isReading)
        return;
    m_isReading = true;
    m_again = false;
    whenFinished(
        service->status(), this, [this, service](const QFuture<Expected<service::StatusView>> &future) {
            if (service != m_link.service())
                return; // an answer of the service before
            m_isReading = false;
            if (future.resultCount() > 0) {
                const Expected<service::StatusView> status = future.result();
                m_health = service->health();
                m_problem = status ? QString() : errorText(status.error());
                if (status)
                    m_status = *status;
                m_known = true;
                Q_EMIT updated();
            }
            if (m_again)
                readSoon();
        });
}

} // namespace aria::uicommon
