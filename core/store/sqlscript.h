// Cuts an SQL script into statements, for drivers that execute one at a time.
#pragma once

#include <QStringList>

namespace aria::store {

// Knows quotes, comments and the bodies of triggers (which end with "; END;", as sqlite3_complete has it).
// Comments in front of a statement stay out, empty statements too.
QStringList splitSqlScript(const QString &script);

} // namespace aria::store
