// The words that a search is for. Case and accents do not count (sql/<database>/…_words.sql says what is indexed).
#pragma once

#include <QString>
#include <QStringList>

namespace aria::store {

// Letters and digits that stand together, in the order in which they are written; none where there are none.
QStringList wordsIn(const QString &text);

// The same as SQLite's FTS5 finds them: events with words that begin with each of these, in any order.
QString fullTextQuery(const QString &text);

} // namespace aria::store
