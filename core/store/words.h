// The words that a search is for. Case and accents do not count (sql/<database>/…_words.sql says what is indexed).
#pragma once

#include <QString>
#include <QStringList>

namespace aria::store {

// The runs of letters and digits in the text, in order; empty if there are none.
QStringList wordsIn(const QString &text);

// The same words as a query for SQLite's FTS5: it finds events that have, for each of them, a word that begins with it,
// in any order.
QString fullTextQuery(const QString &text);

} // namespace aria::store
