// Counts work in progress for as long as this object lives; a coroutine keeps one in its frame.
#pragma once

namespace aria {

class ScopedCount
{
public:
    explicit ScopedCount(int &count)
        : m_count(count)
    {
        ++m_count;
    }
    ~ScopedCount() { --m_count; }
    ScopedCount(const ScopedCount &) = delete;
    ScopedCount &operator=(const ScopedCount &) = delete;

private:
    int &m_count;
};

} // namespace aria
