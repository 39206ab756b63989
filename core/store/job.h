// A piece of work on its way to one of the store's threads, with the future of its result.
#pragma once

#include "base/error.h"
#include "store/access.h"

#include <QPromise>

#include <type_traits>

namespace aria::store {

class Session;

// run() and finish() are called on the connection's thread: finish() exactly once, run() more than once only if the
// job may be repeated. A job that is dropped before that leaves a cancelled future.
class Job
{
public:
    virtual ~Job() = default;

    // Whether run() leaves the work unchanged, so that a transaction that collided with another can be repeated.
    virtual bool mayRepeat() const = 0;

    // Whether run() is one statement that reads, so that it needs no transaction around it.
    virtual bool isOneStatement() const { return false; }

    // Keeps the result. An error rolls the transaction back.
    virtual std::optional<Error> run(Session &session) = 0;
    // Publishes the kept result, or `instead` if the transaction around it failed.
    virtual void finish(const std::optional<Error> &instead) = 0;
};

template <class Work> class WorkJob : public Job
{
public:
    using Result = std::invoke_result_t<Work, Session &>; // Expected<T>

    explicit WorkJob(Work work)
        : m_work(std::move(work))
    {
        m_promise.start();
    }

    bool mayRepeat() const override { return std::is_invocable_v<const Work &, Session &>; }

    QFuture<Result> future() const { return m_promise.future(); }

    std::optional<Error> run(Session &session) override
    {
        try {
            m_result.emplace(std::invoke(m_work, session));
        } catch (...) { // exceptions do not cross rooms
            return Error{ ErrorCategory::Internal, QStringLiteral("exception"),
                QStringLiteral("an unexpected fault while working with the database") };
        }
        return m_result->has_value() ? std::nullopt : std::optional<Error>(m_result->error());
    }

    void finish(const std::optional<Error> &instead) override
    {
        if (instead || !m_result)
            m_promise.addResult(Result(Unexpected(instead.value_or(Error{}))));
        else
            m_promise.addResult(std::move(*m_result));
        m_promise.finish();
    }

private:
    Work m_work;
    std::optional<Result> m_result;
    QPromise<Result> m_promise;
};

template <class Work> class OneStatementJob final : public WorkJob<Work>
{
public:
    using WorkJob<Work>::WorkJob;
    bool isOneStatement() const override { return true; }
};

// The same, but the transaction is always rolled back; the result outlives it.
template <class Work> class TrialJob final : public Job
{
public:
    explicit TrialJob(Work work)
        : m_job(std::move(work))
    {
    }

    bool mayRepeat() const override { return m_job.mayRepeat(); }
    auto future() const { return m_job.future(); }

    std::optional<Error> run(Session &session) override
    {
        auto error = m_job.run(session);
        m_isTried = !error;
        return error ? error : Error{ ErrorCategory::Internal, QStringLiteral("tried"), {} };
    }

    void finish(const std::optional<Error> &instead) override
    {
        m_job.finish(m_isTried ? std::nullopt : instead);
    }

private:
    WorkJob<Work> m_job;
    bool m_isTried = false;
};

} // namespace aria::store
