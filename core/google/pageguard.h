// Every loop over the pages of a foreign answer ends.
#pragma once

#include "base/error.h"

#include <QSet>

namespace aria::google {

// Watches one list. A page may be empty while more exist (google.md 1.1), but not for ever.
class PageGuard
{
public:
    // An item of the page that is being read. A list that shows the same items again and again goes nowhere.
    void saw(const QString &id);
    // After each page that names another one. Unavailable, code endless_list: a token came twice, a hundred pages in a
    // row brought nothing new, or there are more than ten thousand.
    Expected<void> goOn(const QString &nextPageToken);

private:
    QSet<QString> m_tokens;
    QSet<size_t> m_seen; // hashes of ids: enough to see that something is new
    bool m_news = false; // in this page
    int m_barren = 0; // pages in a row
};

} // namespace aria::google
