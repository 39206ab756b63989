// Keeps the service's state as last read, for everything that shows it.
#pragma once

#include "uicommon/servicelink.h"

#include <QTimer>

namespace aria::uicommon {

// Reads the status again after every change, at most a few times a second. Lives on the UI thread.
class StatusWatch : public QObject
{
    Q_OBJECT
public:
    explicit StatusWatch(ServiceLink &link, QObject *parent = nullptr);

    bool isKnown() const { return m_known; } // false: there is no service, or it has not answered yet
    const service::StatusView &status() const { return m_status; }
    const service::HealthView &health() const { return m_health; }
    // Set if the status could not be read (the database cannot be reached), or if the service could not start.
    const QString &problem() const { return m_problem; }

Q_SIGNALS:
    void updated();

private:
    void readSoon();
    void read();

    ServiceLink &m_link;
    QTimer m_soon;
    bool m_isReading = false;
    bool m_again = false;
    bool m_known = false;
    service::StatusView m_status;
    service::HealthView m_health;
    QString m_problem;
};

} // namespace aria::uicommon
