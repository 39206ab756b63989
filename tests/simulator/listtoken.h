// Page and sync tokens: bound to a calendar and a query, and full of + / and =, so that a client that does not
// percent-encode them fails.
#pragma once

#include "apierror.h"

#include <QSet>

namespace simulator {

struct ListToken
{
    QString kind; // "page" or "sync"
    QString calendarId;
    QString fingerprint; // of the query
    quint64 snapshot = 0; // change counter when the list began
    QString position = {}; // where the next page begins
    bool emptyPageGiven = false;
    quint64 issue = 0; // set by TokenBook
};

// Remembers which tokens have expired.
class TokenBook
{
public:
    QString issue(ListToken token);
    // Nothing where the token is malformed, mangled or of the other kind.
    std::optional<ListToken> read(const QString &text, const QString &kind) const;

    bool isExpired(const ListToken &token) const;
    void expireAll() { m_expiredBefore = m_lastIssue + 1; }
    void expireCalendar(const QString &calendarId) { m_calendarExpiredBefore[calendarId] = m_lastIssue + 1; }

    QJsonObject save() const;
    void load(const QJsonObject &saved);

private:
    quint64 m_lastIssue = 0;
    quint64 m_expiredBefore = 0;
    QHash<QString, quint64> m_calendarExpiredBefore;
};

} // namespace simulator
