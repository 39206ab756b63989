// Carries out decisions about conflicts through the service.
#pragma once

#include "conflicts/choice.h"
#include "uicommon/servicelink.h"

#include <QObject>
#include <QSet>

namespace aria::conflicts {

// Lives on the UI thread; the link outlives it. Any number of conflicts may be in progress at once.
class Settler : public QObject
{
    Q_OBJECT
public:
    explicit Settler(uicommon::ServiceLink &link, QObject *parent = nullptr);

    // Leads to settled() or failed(). Keeping both makes the copy first: a failure half-way leaves the conflict, and
    // another attempt does not make a second copy.
    void settle(const service::ConflictView &conflict, const Choice &choice);

    // Tries again after wordingLost(). Leads to wordingSaved() or wordingLost().
    void saveWording(const service::UpdateRequest &request);

    bool isBusy(const service::EventKey &event) const { return m_busy.contains(event); }
    bool isBusy() const { return !m_busy.isEmpty(); }

Q_SIGNALS:
    void settled(const aria::service::EventKey &event);
    // The conflict is still there.
    void failed(const aria::service::EventKey &event, const aria::Error &error);
    // The conflict is settled with ARIA's wording; the person's own could not be saved.
    void wordingLost(const aria::service::UpdateRequest &request, const aria::Error &error);
    void wordingSaved(const aria::service::EventKey &event);

private:
    void resolve(const service::ConflictView &conflict, const Choice &choice);
    void finish(const service::EventKey &event);
    void fail(const service::EventKey &event, const Error &error);

    uicommon::ServiceLink &m_link;
    QSet<service::EventKey> m_busy;
};

} // namespace aria::conflicts
