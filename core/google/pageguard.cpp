#include "google/pageguard.h"

using namespace Qt::StringLiterals;

namespace aria::google {

namespace {

constexpr int barrenPagesAllowed = 100;
constexpr qsizetype pagesAllowed = 10'000;

Unexpected endless(const QString &how)
{
    return makeError(ErrorCategory::Unavailable, u"endless_list"_s,
        u"Google's list does not end: %1. It is tried again later."_s.arg(how));
}

} // namespace

void PageGuard::saw(const QString &id)
{
    const qsizetype before = m_seen.size();
    m_seen.insert(qHash(id, size_t(0)));
    m_news = m_news || m_seen.size() > before;
}

Expected<void> PageGuard::goOn(const QString &nextPageToken)
{
    m_barren = m_news ? 0 : m_barren + 1;
    m_news = false;
    if (m_tokens.contains(nextPageToken))
        return endless(u"it names the same next page again"_s);
    m_tokens.insert(nextPageToken);
    if (m_barren >= barrenPagesAllowed)
        return endless(u"%1 pages in a row brought nothing new"_s.arg(m_barren));
    if (m_tokens.size() >= pagesAllowed)
        return endless(u"it has more than %1 pages"_s.arg(m_tokens.size()));
    return {};
}

} // namespace aria::google
