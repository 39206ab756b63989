// Makes every loop over the pages of a foreign answer end.
#pragma once

#include "base/error.h"

#include <QSet>

namespace aria::google {

// Watches one list. A page may be empty while more exist, but not for ever.
class PageGuard
{
public:
    // Reports an item of the page being read. A list that shows the same items again and again makes no progress.
    void saw(const QString &id);
    // Called after each page that names another one. Unavailable, code endless_list: a token came twice, a hundred
    // pages in a row brought nothing new, or there are more than ten thousand pages.
    Expected<void> goOn(const QString &nextPageToken);

private:
    QSet<QString> m_tokens;
    QSet<size_t> m_seen; // hashes of ids: enough to see that something is new
    bool m_news = false; // this page has something new
    int m_barren = 0; // pages in a row without anything new
};

} // namespace aria::google
