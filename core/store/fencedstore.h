// The store as only the leader of a calendar may use it: writes by a service that was stopped, cut off or overtaken
// are refused, even if nobody has told it yet.
#pragma once

#include "store/store.h"

namespace aria::store {

// A view of another store, which must outlive it; it uses the same threads and connections and has no signals of its
// own. Reads pass through. A write is done only on a connection that holds the calendar's lock (Lead::isHeld);
// otherwise it fails with Unavailable "not_leader". The lock and the write belong to one connection: if the server
// has ended it, both are gone together.
class FencedStore final : public Store
{
    Q_OBJECT
public:
    FencedStore(Store &store, QString calendarId);

    // The calls for which this calendar is worked on now, for work that is posted outside of any call.
    void setCalls(QByteArray callIds) { m_calls = std::move(callIds); }

    bool isHealthy() const override { return m_store.isHealthy(); }
    std::optional<Error> trouble() const override { return m_store.trouble(); }
    bool isShared() const override { return m_store.isShared(); }

private:
    void post(Access access, std::shared_ptr<Job> job) override;

    Store &m_store;
    const QString m_calendarId;
    QByteArray m_calls;
};

// The error of a write by a service that no longer leads, and of a command that nobody could carry out.
Error notLeader();
bool meansNotLeader(const Error &error);

} // namespace aria::store
