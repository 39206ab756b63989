// The store as only the leader of a calendar may use it: what a service that was stopped, cut off or overtaken still
// wants to write is refused, also if nobody has told it yet.
#pragma once

#include "store/store.h"

namespace aria::store {

// A view of another store, which outlives it; the same threads and connections, no signals of its own. Reads pass.
// A write is done only on a connection that holds the calendar's lock (Lead::isHeld), else it fails with Unavailable
// "not_leader". The lock and the write live on one connection: if the server has ended it, both are gone together.
class FencedStore final : public Store
{
    Q_OBJECT
public:
    FencedStore(Store &store, QString calendarId);

    bool isHealthy() const override { return m_store.isHealthy(); }
    std::optional<Error> trouble() const override { return m_store.trouble(); }
    bool isShared() const override { return m_store.isShared(); }

private:
    void post(Access access, std::shared_ptr<Job> job) override;

    Store &m_store;
    const QString m_calendarId;
};

// What a write gets that is no longer the leader's, and a command that nobody could carry out.
Error notLeader();
bool meansNotLeader(const Error &error);

} // namespace aria::store
