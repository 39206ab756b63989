// Work that may fail because of one row, inside a transaction that goes on all the same.
#pragma once

#include "base/error.h"

#include <functional>

namespace aria::store {

class Statements;

// Whether an error is about the values that were to be written and not about the database: other rows can go on.
bool concernsRows(const Error &error);

class Savepoints
{
public:
    explicit Savepoints(Statements &statements)
        : m_statements(statements)
    {
    }

    // Does work that may fail because of what one row holds. If it does, it is undone and the transaction goes on,
    // which it could not on PostgreSQL.
    template <class Work> // Expected<T>()
    auto attempt(const Work &work) -> std::invoke_result_t<const Work &>;

    // Whether an attempt was undone since forgetUndone(): what seemed to be written may not be there.
    bool hasUndone() const { return m_hasUndone; }
    void forgetUndone() { m_hasUndone = false; }

private:
    Expected<void> begin();
    Expected<void> end(bool keep);

    Statements &m_statements;
    int m_depth = 0; // one inside the other
    bool m_hasUndone = false;
};

template <class Work> auto Savepoints::attempt(const Work &work) -> std::invoke_result_t<const Work &>
{
    if (auto begun = begin(); !begun)
        return Unexpected(begun.error());
    auto result = std::invoke(work);
    // After another error the whole transaction is rolled back anyway.
    if (!result && !concernsRows(result.error())) {
        --m_depth;
        return result;
    }
    if (auto ended = end(result.has_value()); !ended)
        return Unexpected(ended.error());
    return result;
}

} // namespace aria::store
