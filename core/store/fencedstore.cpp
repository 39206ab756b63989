#include "store/fencedstore.h"

#include "base/callscope.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

class FencedJob final : public Job
{
public:
    FencedJob(std::shared_ptr<Job> job, QString calendarId)
        : m_job(std::move(job))
        , m_calendarId(std::move(calendarId))
    {
    }

    bool mayRepeat() const override { return m_job->mayRepeat(); }

    std::optional<Error> run(Session &session) override
    {
        return session.lead().isHeld(m_calendarId) ? m_job->run(session) : notLeader();
    }

    void finish(const std::optional<Error> &instead) override { m_job->finish(instead); }

private:
    const std::shared_ptr<Job> m_job;
    const QString m_calendarId;
};

const QString code = u"not_leader"_s;

} // namespace

FencedStore::FencedStore(Store &store, QString calendarId)
    : m_store(store)
    , m_calendarId(std::move(calendarId))
{
}

void FencedStore::post(Access access, std::shared_ptr<Job> job)
{
    const CallScope scope(CallScope::currentOr(m_calls));
    if (access == Access::ReadWrite && m_store.isShared())
        job = std::make_shared<FencedJob>(std::move(job), m_calendarId);
    m_store.post(access, std::move(job));
}

Error notLeader()
{
    return { ErrorCategory::Unavailable, code,
        u"Another service on this database speaks to Google for this calendar now."_s,
        std::chrono::seconds(5) };
}

bool meansNotLeader(const Error &error)
{
    return error.code == code;
}

} // namespace aria::store
