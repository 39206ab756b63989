// Reads one event at Google again and settles it: after 412, after 409, or where a list leaves a doubt.
#pragma once

#include "google/calendarapi.h"
#include "merge/applydecision.h"
#include "store/store.h"
#include "sync/pull/calendaridentity.h"
#include "sync/pull/movefollower.h"

#include <QScopeGuard>

#include <functional>

namespace aria::sync {

// While a list is being read, a deletion is only marked, because the list's end counts them all.
enum class Deletions { Mark, CarryOut };

// Lives on the service's thread, for one calendar. What it is given by reference outlives it.
class Rereader : public QObject
{
    Q_OBJECT
public:
    Rereader(google::CalendarApi &api, store::Store &store, QString calendarId, MoveFollower &moves,
        std::function<MergeContext()> context);

    // As Pull::setIdentity.
    void setIdentity(CalendarIdentity &identity) { m_identity = &identity; }

    // A list is being read for as long as the result lives. This object must outlive it.
    [[nodiscard]] auto listing()
    {
        ++m_lists;
        return qScopeGuard([this] { --m_lists; });
    }

    // Errors leave the event as it was.
    QCoro::Task<Expected<void>> reread(QString eventId, Deletions deletions);

Q_SIGNALS:
    void changed(const QList<aria::sync::EventChange> &changes);

private:
    QCoro::Task<Expected<bool>> rereadOnce(
        QString eventId, Deletions deletions); // false: overtaken by a push

    google::CalendarApi &m_api;
    store::Store &m_store;
    const QString m_calendarId;
    MoveFollower &m_moves;
    std::function<MergeContext()> m_context;
    CalendarIdentity *m_identity = nullptr;
    int m_lists = 0; // being read
};

} // namespace aria::sync
