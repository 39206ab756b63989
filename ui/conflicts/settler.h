// Carries out decisions about conflicts through the service.
#pragma once

#include "conflicts/choice.h"
#include "uicommon/servicelink.h"

#include <QObject>
#include <QSet>

namespace aria::conflicts {

// Lives on the UI thread; the link outlives it. Any number of conflicts may be under way at once.
class Settler : public QObject
{
    Q_OBJECT
public:
    explicit Settler(uicommon::ServiceLink &link, QObject *parent = nullptr);

    // Ends in settled() or failed(). Keeping both makes the copy first: a failure half-way leaves the conflict, and
    // another try makes no second copy.
    void settle(const service::ConflictView &conflict, const Choice &choice);

    // Once more, after wordingLost(). Ends in wordingSaved() or wordingLost().
    void saveWording(const service::UpdateRequest &request);

    bool isBusy(const QString &googleEventId) const { return m_busy.contains(googleEventId); }
    bool isBusy() const { return !m_busy.isEmpty(); }

Q_SIGNALS:
    void settled(const QString &googleEventId);
    // The conflict is still there.
    void failed(const QString &googleEventId, const aria::Error &error);
    // The conflict is settled with ARIA's wording, the person's own could not be saved.
    void wordingLost(const aria::service::UpdateRequest &request, const aria::Error &error);
    void wordingSaved(const QString &googleEventId);

private:
    void resolve(const service::ConflictView &conflict, const Choice &choice);
    void finish(const QString &googleEventId);
    void fail(const QString &googleEventId, const Error &error);

    uicommon::ServiceLink &m_link;
    QSet<QString> m_busy; // by Google id
};

} // namespace aria::conflicts
